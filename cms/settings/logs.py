"""Settings of the log."""

from .environment import env

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()

CONSOLE = {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "text"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "cms.logging.RequestFilter"}},
    "formatters": {
        "json": {"()": "cms.logging.JsonFormatter"},
        "text": {"format": "{levelname} {name} [{request_id}] {message}", "style": "{"},
    },
    "handlers": {"console": CONSOLE},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Named here so that Django's own handlers (mail to admins, a second console) are gone.
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        # Every request is logged once, by cms.middleware, with its request id and its duration.
        "django.server": {"level": "ERROR", "propagate": True, "handlers": []},
        "django.request": {"level": "ERROR", "propagate": True},
        # Wagtail logs titles of pages, people's names among them; its audit log has them too.
        "wagtail": {"level": "WARNING", "propagate": True},
        # Two lines for each task that went well.
        "django_tasks": {"level": "WARNING", "propagate": True},
    },
}
