"""Where several languages of a page or snippet are published together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail_localize.models import TranslationSource

from translations.domain.addresses import desk_url, edit_url
from translations.domain.releasing import members_of, release
from translations.domain.review import moment_of

from .explaining import blocked_lines

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from translations.domain.releasing import Member

TEMPLATE = "translations/admin/release.html"


def release_view(request: HttpRequest, source_id: int) -> HttpResponse:
    """Show all languages that the user may see, and publish those that are chosen."""
    source = get_object_or_404(TranslationSource, pk=source_id)
    try:
        members = members_of(source, request.user)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not members:
        raise PermissionDenied
    if request.method == "POST":
        chosen = {int(pk) for pk in request.POST.getlist("locales") if pk.isdecimal()}
        if _publish(request, source, chosen):
            return redirect(request.path)
    else:
        chosen = {item.locale.pk for item in members if _is_ready(item)}
    context = {
        "title": source.object_repr,
        "rows": [_row(request, item, is_chosen=item.locale.pk in chosen) for item in members],
        "may_publish": any(not item.refusal for item in members),
        "go_live_at": request.POST.get("go_live_at", ""),
    }
    return TemplateResponse(request, TEMPLATE, context)


def _is_ready(member: Member) -> bool:
    """Say whether a language is proposed: nobody shall publish what is not translated unawares."""
    return member.has_changes and not member.refusal and not member.missing


def _publish(request: HttpRequest, source: TranslationSource, chosen: set[int]) -> bool:
    try:
        if not chosen:
            raise ValidationError(_("Choose at least one language."))
        moment = moment_of(request.POST.get("go_live_at", ""))
        number = release(source, request.user, chosen, moment)
    except ValidationError as error:
        for line in blocked_lines(error) or error.messages:
            messages.error(request, line)
        messages.error(request, _("Nothing has changed: all languages are published, or none."))
        return False
    if moment is None:
        text = ngettext("%d language published.", "%d languages published.", number)
    else:
        text = ngettext("%d language scheduled.", "%d languages scheduled.", number)
    messages.success(request, text % number)
    return True


def _row(request: HttpRequest, member: Member, *, is_chosen: bool) -> dict[str, object]:
    if member.translation is None:
        url = edit_url(member.target, request.user)
    else:
        url = desk_url(member.translation)
    return {"member": member, "url": url, "is_chosen": is_chosen}
