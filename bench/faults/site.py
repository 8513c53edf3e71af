"""The CMS as it is shipped: gunicorn with its configuration and several workers."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.queries import ask_product
from bench.servers import environment

from .clients import Question, exchange
from .services import FOLDER, descendants, free_port, wait_for

if TYPE_CHECKING:
    from bench.database import Database

QUERIES = ("q1", "q2", "q5")
WARM_UP = 40


class Site:
    """A running server."""

    def __init__(self, database: Database, redis_url: str, workers: int) -> None:
        self.workers, self.port = workers, free_port()
        self.log = FOLDER / "gunicorn.log"
        self.environment = {
            **environment("product", database),
            "REDIS_URL": redis_url,
            "METRICS_DIR": str(FOLDER / "metrics"),
        }
        self.start()

    def start(self) -> None:
        """Start it, and wait until all workers answer."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [
                    *(sys.executable, "-m", "gunicorn", "cms.wsgi"),
                    *("--workers", str(self.workers), "--bind", f"127.0.0.1:{self.port}"),
                ],
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        wait_for(self.port)
        self.questions()

    def questions(self) -> list[Question]:
        """The requests with their answers, after every worker has warmed up."""
        found = []
        for query in QUERIES:
            request = ask_product(query).encoded()
            bodies = {
                exchange(self.port, request).partition(b"\r\n\r\n")[2]
                for _ in range(WARM_UP // len(QUERIES))
            }
            (body,) = bodies
            if b'"errors"' in body[:20] or not body.startswith(b"{"):
                raise RuntimeError(f"{query} is answered {body[:500]!r}")
            found.append(Question(request, body))
        return found

    def worker_pids(self) -> list[int]:
        """The workers' process ids."""
        return sorted(set(descendants(self.process.pid)) - {self.process.pid})

    def stop(self) -> None:
        """Stop it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
        time.sleep(0.1)
