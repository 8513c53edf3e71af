"""One transaction for each thing that an editor does."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

CHANGING_METHODS = {"POST", "PUT", "PATCH", "DELETE"}


class AtomicAdminMiddleware:
    """Runs each changing view of the admin in one transaction.

    Wagtail's admin publishes pages in several steps, and by an action that a page model cannot
    override: a failure after the page was written would leave it live without what follows from it.
    `ATOMIC_REQUESTS` would do the same, but for reads too, which must not wait for a writer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Call the view in a transaction; None leaves the call to Django."""
        if request.method not in CHANGING_METHODS or not request.path.startswith(self.prefix):
            return None
        with transaction.atomic():
            return view(request, *args, **kwargs)
