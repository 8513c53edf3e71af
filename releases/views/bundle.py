"""The page of one bundle: what is in it, what would stop it, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from releases.domain import gathering, releasing, rolling_back
from releases.domain.notices import moment_text
from releases.domain.problems import ReleaseRefusedError
from releases.domain.rights import may_change_bundles, may_see_bundles, may_write_redirects
from releases.models import ReleaseBundle
from translations.domain.review import moment_of

from .kinds import kinds_for
from .lines import list_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from releases.domain.problems import Problem

HTTP_REFUSED = 409
# More are released by the server, which has no end: a page of the admin has.
AT_ONCE = 50
# Of a key, as databases hold it.
MOST_DIGITS = 18


def bundle_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a bundle, and do with it what a button says."""
    bundle = bundle_to_see(request, pk)
    if request.method != "POST":
        return _page(request, bundle, bundle.problems)
    if not may_change_bundles(request.user):
        raise PermissionDenied
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        return redirect("releases_bundle", bundle.pk)
    try:
        problems = action(request, bundle)
    except ReleaseRefusedError as error:
        messages.error(request, _("Nothing has changed: see what is in the way."))
        return _page(request, bundle, error.problems, HTTP_REFUSED)
    except ValidationError as error:
        for line in error.messages:
            messages.error(request, line)
        return _page(request, bundle, [], HTTP_REFUSED)
    if problems is not None:
        return _page(request, bundle, problems)
    return redirect("releases_bundle", bundle.pk)


def bundle_to_see(request: HttpRequest, pk: int) -> ReleaseBundle:
    """Give a bundle to those who may see bundles."""
    if not may_see_bundles(request.user):
        raise PermissionDenied
    bundles = ReleaseBundle.objects.select_related("released_by", "scheduled_by")
    return get_object_or_404(bundles, pk=pk)


def bundle_to_change(request: HttpRequest, pk: int) -> ReleaseBundle:
    """Give a bundle to those who may change it, as long as it is open."""
    if not may_change_bundles(request.user):
        raise PermissionDenied
    bundle = bundle_to_see(request, pk)
    if not bundle.is_open:
        raise PermissionDenied
    return bundle


def _page(
    request: HttpRequest, bundle: ReleaseBundle, problems: list[Problem], status: int = 200
) -> HttpResponse:
    may_change = may_change_bundles(request.user)
    context = {
        "bundle": bundle,
        "listing": list_for(bundle, request.user, problems),
        "may_change": may_change,
        "may_fill": may_change and bundle.is_open,
        "may_write_redirects": may_write_redirects(request.user),
        "kinds": kinds_for(request.user) if may_change and bundle.is_open else [],
        "when": bundle.go_live_at and moment_text(bundle.go_live_at),
        "go_live_at": request.POST.get("go_live_at", ""),
    }
    return TemplateResponse(request, "releases/admin/bundle.html", context, status=status)


# --- Buttons --------------------------------------------------------------------------------------


def _check(request: HttpRequest, bundle: ReleaseBundle) -> list[Problem]:
    problems = releasing.check(bundle, request.user)
    if problems:
        messages.warning(request, _("Checked: it cannot be released yet."))
    else:
        messages.success(request, _("Checked: nothing is in the way."))
    return problems


def _release(request: HttpRequest, bundle: ReleaseBundle) -> None:
    if bundle.members.count() > AT_ONCE:
        releasing.schedule(bundle, request.user, timezone.now())
        messages.success(
            request, _("The bundle is large: the server releases it within a few minutes.")
        )
        return
    releasing.release(bundle, request.user)
    messages.success(request, _("Released."))


def _schedule(request: HttpRequest, bundle: ReleaseBundle) -> list[Problem] | None:
    moment = moment_of(request.POST.get("go_live_at", ""))
    if moment is None:
        raise ValidationError(_("Give the date and time of the release."))
    releasing.schedule(bundle, request.user, moment)
    bundle.refresh_from_db()
    text = _("The bundle is released on %(moment)s.") % {"moment": moment_text(moment)}
    messages.success(request, text)
    problems = releasing.check(bundle, request.user)
    if not problems:
        return None
    number = len(problems)
    text = ngettext(
        "As it is now, %(number)d problem would stop it. Solve it before.",
        "As it is now, %(number)d problems would stop it. Solve them before.",
        number,
    )
    messages.warning(request, text % {"number": number})
    return problems


def _call_off(request: HttpRequest, bundle: ReleaseBundle) -> None:
    releasing.call_off(bundle, request.user)
    messages.success(request, _("The release is called off."))


def _roll_back(request: HttpRequest, bundle: ReleaseBundle) -> None:
    rolling_back.roll_back(bundle, request.user)
    messages.success(request, _("Rolled back: readers have what they had before."))


def _remove(request: HttpRequest, bundle: ReleaseBundle) -> None:
    gathering.remove(bundle, _number(request, "member"), request.user)
    messages.success(request, _("Removed from the bundle."))


def _remove_redirect(request: HttpRequest, bundle: ReleaseBundle) -> None:
    if not may_write_redirects(request.user):
        raise PermissionDenied
    gathering.remove_redirect(bundle, _number(request, "redirect"), request.user)
    messages.success(request, _("Removed from the bundle."))


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else 0


ACTIONS: dict[str, Callable[[HttpRequest, ReleaseBundle], Any]] = {
    "check": _check,
    "release": _release,
    "schedule": _schedule,
    "call_off": _call_off,
    "roll_back": _roll_back,
    "remove": _remove,
    "remove_redirect": _remove_redirect,
}
