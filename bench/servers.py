"""The systems as servers: gunicorn, as the product is deployed."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .database import Database

PATIENCE = 60
SETTINGS = {
    "product": "cms.settings.production",
    "stored": "cms.settings.production",
    "floor": "bench.settings.floor",
    "stock": "bench.settings.stock",
}


class ServerError(Exception):
    """A server does not start."""


def environment(system: str, database: Database) -> dict[str, str]:
    """The environment of a system: production, but for HTTPS, which no proxy ends here."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS[system],
        "DATABASE_URL": database.url,
        "MEDIA_ROOT": str(database.media.resolve()),
        "SECRET_KEY": secrets.token_hex(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "https://cms.example.org",
        "WAGTAILADMIN_BASE_URL": "https://cms.example.org",
        "SECURE_SSL_REDIRECT": "off",
        # What is measured is how answers are made, but for the system that gives stored ones.
        "GRAPHQL_CACHE_MEGABYTES": "32" if system == "stored" else "0",
    }


@dataclass
class Server:
    """A running server."""

    system: str
    database: Database
    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """The processes that answer; none where the system does not tell."""
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # After the name, which may hold anything but ends with the last parenthesis.
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid:
                    found.append(int(status.parent.name))
        return found

    def cpu(self) -> float | None:
        """The CPU seconds of all threads of the workers."""
        threads = [
            thread
            for pid in self.workers()
            for thread in Path(f"/proc/{pid}/task").glob("*/schedstat")
        ]
        if not threads:
            return None
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> float | None:
        """The megabytes of the largest worker."""
        found = [
            int(line.split()[1]) / 1024
            for pid in self.workers()
            for line in Path(f"/proc/{pid}/status").read_text().splitlines()
            if line.startswith("VmRSS")
        ]
        return max(found, default=None)


@contextlib.contextmanager
def serve(system: str, database: Database, workers: int = 1) -> Iterator[Server]:
    """Run a system on a port of its own."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--config", "gunicorn.conf.py"]
    # A worker that retires while it is measured would spoil the figures.
    options = ["--workers", str(workers), "--max-requests", "0", "--bind", f"127.0.0.1:{port}"]
    database.media.mkdir(parents=True, exist_ok=True)
    log = database.media.with_name(f"{database.name}-{database.kind}-{system}.log")
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, *options], env=environment(system, database), stdout=output, stderr=output
        )
        try:
            _wait(port, process, log)
            yield Server(system, database, port, process)
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise ServerError(f"A server did not start:\n{log.read_text()[-2000:]}")
