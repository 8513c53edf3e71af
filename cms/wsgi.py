"""WSGI entry point."""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from cms.repeats import Repeats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# What is said instead of a header that cannot be read: of no known type, and anything will do.
STAND_INS = {"CONTENT_TYPE": "application/octet-stream", "HTTP_ACCEPT": "*/*"}
TOO_LARGE = "413 "
# Clients send few different ones.
MAX_REMEMBERED = 256


def guarded(django: Application) -> Application:
    """Keep from Django what it cannot read, and close connections whose bodies are left unread."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        for name, stand_in in STAND_INS.items():
            if not is_readable(environ.get(name, "")):
                environ[name] = stand_in

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if status.startswith(TOO_LARGE):
                close_connection(start_response)
            return start_response(status, headers, *rest)

        return django(environ, start)

    return application


@lru_cache(maxsize=MAX_REMEMBERED)
def is_readable(header: str) -> bool:
    """Whether Django reads a header's parameters, which may be in a character set (RFC 8187)."""
    try:
        for part in header.split(","):
            charset = parse_header_parameters(part)[1].get("charset", "")
            if "\0" in charset:
                return False
    except (LookupError, ValueError):
        return False
    return True


def close_connection(start_response: Callable[..., Any]) -> None:
    """Have gunicorn close the connection: it takes no such header from an application."""
    close = getattr(getattr(start_response, "__self__", None), "force_close", None)
    if close is not None:
        close()


django = get_wsgi_application()
application = guarded(Repeats(django))
