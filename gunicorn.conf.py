"""How gunicorn serves the CMS; the number of workers comes from WEB_CONCURRENCY or --workers."""

# One thread in each worker: Wagtail relaxes `required` on form fields that threads would share.
# The threaded worker class all the same, because it puts silent connections aside.
worker_class = "gthread"
threads = 1
timeout = 60
graceful_timeout = 30
keepalive = 5
# Workers retire after a while, at different times, so that a leak cannot grow for ever.
max_requests = 20_000
max_requests_jitter = 2_000
# Whether a proxy's word on HTTPS counts is said by TRUST_X_FORWARDED_PROTO alone.
secure_scheme_headers = {}
# The application logs each request itself, without addresses and query strings.
accesslog = None
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
        "gunicorn.access": {"level": "ERROR", "handlers": [], "propagate": False},
    },
}
