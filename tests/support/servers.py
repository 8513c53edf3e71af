"""Servers of their own for a test, and a database that they share with it."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from socket import create_connection, socket
from urllib.request import urlopen

from django.db import connections

SETTINGS = "tests.support.cached_settings"
# Seconds, on a machine that runs other tests at the same time.
LOADED_WITHIN = 120


def free_port():
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port):
    for _ in range(300):
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


@contextlib.contextmanager
def shared_database(folder):
    """Use a database that other processes can open too, and give its URL.

    The tests' own on SQLite is in memory: the test goes on with a copy of it.
    """
    original = connections["default"]
    if original.vendor == "postgresql":
        parts = original.settings_dict
        yield "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts)
        return
    path = folder / "db.sqlite3"
    original.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        original.connection.backup(copy)
    shared = original.copy()
    shared.settings_dict = {**original.settings_dict, "NAME": str(path)}
    connections["default"] = shared
    try:
        yield f"sqlite:///{path}"
    finally:
        shared.close()
        connections["default"] = original


@contextlib.contextmanager
def process(command, database, **environment):
    """Run a process of ours on a database."""
    everything = {
        **os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "DATABASE_URL": database, **environment,
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, *command],
        env=everything,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.terminate()


@contextlib.contextmanager
def gunicorn(database, workers=1, **environment):
    """Run the server, and give its port."""
    port = free_port()
    command = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--workers", str(workers), "cms.wsgi"]
    with process(command, database, **environment):
        wait_for(port)
        # It listens before it has loaded what it answers with.
        urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=LOADED_WITHIN).close()
        yield port


@contextlib.contextmanager
def nginx(folder, configuration, port):
    """Run nginx with a configuration that listens at a port."""
    whole = folder / "nginx.conf"
    # Its workers may do what the test may.
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;"
        f" worker_processes 1; events {{}} http {{ access_log off;"
        + "".join(
            f" {kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f" {configuration} }}"
    )
    with subprocess.Popen(
        [shutil.which("nginx"), "-e", f"{folder}/error.log", "-c", str(whole)]
    ) as running:
        try:
            wait_for(port)
            yield
        finally:
            running.terminate()
