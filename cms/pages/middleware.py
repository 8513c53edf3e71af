"""One transaction for each thing that an editor does, and no drafts of others on its pages."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from cms.references.guard import StillUsedError, one_action
from cms.references.refusal import refuse_because_used, said_to

from .readers import may_read, read_by

HTTP_REFUSED = 422
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
        try:
            with transaction.atomic(), one_action():
                return view(request, *args, **kwargs)
        except StillUsedError as error:
            if not is_script(request):
                return refuse_because_used(request, error)
            return JsonResponse({"error": said_to(request.user, error)}, status=HTTP_REFUSED)
        except ValidationError as error:
            return self._refuse(request, error)

    def _refuse(self, request: HttpRequest, error: ValidationError) -> HttpResponse:
        """Say why, on the page that the editor comes from; nothing has changed.

        Forms say what is wrong at their fields. Actions without a form, such as publishing many
        pages at once or approving, meet it only when the page is published.
        """
        if is_script(request):
            return JsonResponse({"error": " ".join(error.messages)}, status=HTTP_REFUSED)
        for line in error.messages:
            messages.error(request, line)
        messages.error(request, _("Nothing has changed."))
        back = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
        return redirect(back if is_ours else self.prefix)


# Views of Wagtail that answer about any page, by its key.
BY_KEY = {
    **dict.fromkeys(
        ("wagtailadmin_choose_page_child", "wagtailadmin_explore", "wagtailadmin_explore_results"),
        lambda request, kwargs: {kwargs["parent_page_id"]},
    ),
    "wagtailadmin_choose_page_chosen_multiple": lambda request, kwargs: {
        int(pk) for pk in request.GET.getlist("id") if pk.isdecimal()
    },
}


class ReaderMiddleware:
    """Shows on pages of the admin what the user may read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self.prefix):
            return self.get_response(request)
        with read_by(request.user if request.user.is_authenticated else None):
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Refuse to name pages that the user may not read, and what is below them."""
        match = request.resolver_match
        keys_of = BY_KEY.get(match.view_name) if match is not None else None
        if keys_of is None or not request.user.is_authenticated:
            return None
        if not may_read(request.user, keys_of(request, kwargs)):
            return permission_denied(request)
        return None


def is_script(request: HttpRequest) -> bool:
    """Say whether a script asks, and not somebody who reads pages."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
