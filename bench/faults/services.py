"""A PostgreSQL, a Redis and an nginx of our own, which may be stopped as nobody else's may."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / f"cms-faults-{os.getuid()}"
PATIENCE = 30.0
NGINX = Path(__file__).with_name("nginx.conf")


class ServiceError(Exception):
    """A program is missing, or does not start."""


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise ServiceError(f"Nobody listens on port {port}.")


def descendants(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    with contextlib.suppress(OSError):
        found = [descendants(int(child)) for child in children.read_text().split()]
        return [pid, *(below for branch in found for below in branch)]
    return [pid]


def pause(pid: int) -> None:
    """Stop a process and all below it, as if the machine hung."""
    for each in descendants(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGSTOP)


def resume(pid: int) -> None:
    """Let them go on."""
    for each in descendants(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGCONT)


class PostgreSQL:
    """A cluster of our own; its files stay for the next run."""

    def __init__(self) -> None:
        self.data, self.port = FOLDER / "postgresql", free_port()
        self.url = f"postgres://cms@127.0.0.1:{self.port}/cms"

    def _run(self, program: str, *arguments: str) -> None:
        paths = [*Path("/usr/lib/postgresql").glob(f"*/bin/{program}")]
        found = str(max(paths)) if paths else shutil.which(program)
        if found is None:
            raise ServiceError(f"{program} is missing (Debian package postgresql).")
        # PostgreSQL does not run as root.
        prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        done = subprocess.run(  # noqa: S603 - our own command
            [*prefix, found, *arguments], capture_output=True, text=True, check=False, cwd="/"
        )
        if done.returncode:
            raise ServiceError(f"{program} failed: {done.stderr[-1000:]}")

    def start(self) -> None:
        """Start it; the first time, make it."""
        if not (self.data / "PG_VERSION").exists():
            self.data.mkdir(parents=True, exist_ok=True)
            if os.getuid() == 0:
                shutil.chown(self.data, "postgres")
            self._run("initdb", "-D", str(self.data), "-U", "cms", "-A", "trust", "-E", "UTF8")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        log = str(self.data / "server.log")
        self._run("pg_ctl", "-D", str(self.data), "-o", options, "-l", log, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it, whoever is connected."""
        self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    @property
    def pid(self) -> int:
        """Its first process."""
        return int((self.data / "postmaster.pid").read_text().split()[0])


class Child(ABC):
    """A program that runs until it is stopped."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """How it is started."""

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = self.command()
        found = shutil.which(command[0])
        if found is None:
            raise ServiceError(f"{command[0]} is missing.")
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [found, *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self.port)

    @property
    def pid(self) -> int:
        """Its first process."""
        if self.process is None:
            raise ServiceError("It was not started.")
        return self.process.pid

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            resume(self.process.pid)
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None


class Redis(Child):
    """A Redis without files."""

    @property
    def url(self) -> str:
        """Its address, for REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        """How it is started."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        return ["redis-server", *options, "--appendonly", "no"]


class Nginx(Child):
    """An nginx in front of the CMS, which reads requests whole."""

    def __init__(self, behind: int) -> None:
        super().__init__()
        self.behind = behind

    def command(self) -> list[str]:
        """How it is started."""
        folder = FOLDER / "nginx"
        folder.mkdir(parents=True, exist_ok=True)
        text = NGINX.read_text().replace("{port}", str(self.port))
        (folder / "nginx.conf").write_text(text.replace("{behind}", str(self.behind)))
        return ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
