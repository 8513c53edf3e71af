"""How gunicorn serves the CMS; the number of workers comes from WEB_CONCURRENCY or --workers."""

import contextlib
import gc
import itertools
import logging
import os
import shutil
from pathlib import Path

# One thread in each worker: Wagtail relaxes `required` on form fields that threads would share.
# A threaded worker class all the same, because it puts silent connections aside.
worker_class = "cms.workers.PatientWorker"
threads = 1
# A request that takes longer ends with its worker, which answers in its only thread.
timeout = 60
graceful_timeout = 30
keepalive = 5
# The most that gunicorn takes: a document with its variables may be sent in a URL.
limit_request_line = 8190
# Workers retire after a while, at different times, so that a leak cannot grow for ever.
max_requests = 20_000
max_requests_jitter = 2_000
# Whether a proxy's word on HTTPS counts is said by TRUST_X_FORWARDED_PROTO alone.
secure_scheme_headers = {}
# The application logs each request itself, without addresses and query strings.
accesslog = None
logger_class = "cms.workers.Logger"
# No socket in somebody's home directory through which the server can be commanded.
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "cms.logging.RequestFilter"}},
    "formatters": {"json": {"()": "cms.logging.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "json"},
    },
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
    },
}

# --- Figures (cms.telemetry): workers share them through files -----------------------------------
# A folder for each server, so that two do not mix; a number for each worker, not its process id,
# so that one that retires leaves its files to its successor instead of more and more of them.

FIGURES = Path(os.environ.get("METRICS_DIR", "var/metrics"))


def on_starting(server):
    """Make the folder of this server; without one each worker keeps its figures to itself."""
    with contextlib.suppress(OSError):
        FIGURES.mkdir(parents=True, exist_ok=True)
        for folder in FIGURES.iterdir():
            if folder.name.isdigit() and not Path("/proc", folder.name).exists():
                shutil.rmtree(folder, ignore_errors=True)
        folder = FIGURES / str(os.getpid())
        folder.mkdir(exist_ok=True)
        (folder / "started").touch()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder.resolve())


def on_exit(server):
    """Leave no figures behind."""
    shutil.rmtree(FIGURES / str(os.getpid()), ignore_errors=True)


def pre_fork(server, worker):
    """Give a worker the lowest number that no other has."""
    taken = {other.number for other in server.WORKERS.values()}
    worker.number = next(number for number in itertools.count() if number not in taken)


def post_fork(server, worker):
    """Have the worker write into the files of its number."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import values

        values.ValueClass = values.MultiProcessValue(lambda: worker.number)


# --- Beginning and end of a worker ----------------------------------------------------------------

# Python looks for cycles of garbage after so many new objects; an answer makes some thousand, and
# leaves none.
OBJECTS_BETWEEN_COLLECTIONS = 50_000


def note_no_threads_and_processes():
    """Spare each line of the log what no line shows (Python's logging HOWTO, "Optimization")."""
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def post_worker_init(worker):
    """Leave alone what was loaded, look for garbage seldom; send traces, if somebody wants them.

    A thread of each worker sends them: no fork keeps a thread.
    """
    from cms.telemetry.tracing import tracing

    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    note_no_threads_and_processes()
    tracing.start()


def worker_exit(server, worker):
    """Send what is left, if it can be had soon."""
    from cms.telemetry.tracing import tracing

    tracing.stop()
