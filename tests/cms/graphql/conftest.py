"""The server that we ship, on a free port, with a database that has no tables."""

import os
import subprocess
import sys
import time
from contextlib import closing
from socket import create_connection, socket

import pytest


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Start gunicorn, and give host and port."""
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        host, port = free.getsockname()
    folder = tmp_path_factory.mktemp("server")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
    }
    command = [sys.executable, "-m", "gunicorn", "-b", f"{host}:{port}", "cms.wsgi"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(host, port)
            yield host, port
        finally:
            server.terminate()


def wait_for(host: str, port: int) -> None:
    for _ in range(300):
        try:
            create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the server did not start")
