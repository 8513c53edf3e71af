"""The page of the desk: each text of a translation beside its original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from cms.pages.previewing import front_end_of
from translations.desk.comments import with_comments
from translations.desk.filling import offer_of
from translations.desk.memory import suggestions_for
from translations.desk.older import with_older
from translations.desk.texts import Shown, counts_of, numbers_of, progress_of, shown_of, texts_of
from translations.domain.addresses import edit_url
from translations.domain.policy import has_right, may_hand_out_draft, may_use_terms
from translations.domain.refusals import refusal_of

from .assigning import assignment_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Locale

    from translations.desk.texts import Text
    from translations.domain.obstacles import BlockedError

    from .desk import Desk

TEMPLATE = "translations/admin/desk.html"


def show_desk(
    request: HttpRequest,
    desk: Desk,
    *,
    feedback: dict[str, Any] | None = None,
    blocked: BlockedError | None = None,
    refused_comment: dict[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> TemplateResponse:
    """Show the texts that the address asks for; one with what was just said about it.

    What was refused because of some texts is said above them all.
    """
    translation = desk.translation
    shown = shown_of(request.GET.get("show", "") or request.POST.get("show", ""))
    texts = with_older(translation, texts_of(translation))
    comments_left = with_comments(translation, texts)
    asked = feedback["text"].key if feedback else ""
    asked = refused_comment["key"] if refused_comment else asked
    suggested = request.GET.get("suggest", "")
    original = translation.source.get_source_instance()
    context = {
        "desk": desk,
        "translation": translation,
        "instance": desk.target,
        "source": language_of(translation.source.locale),
        "target": language_of(translation.target_locale),
        "shown": shown,
        "tabs": _tabs(texts, shown),
        "texts": [text for text in texts if text.is_shown(shown) or text.key in {asked, suggested}],
        "progress": progress_of(texts),
        "counts": counts_of(texts),
        "outdated": _outdated(desk, texts),
        "refusal": refusal_of(desk.target),
        "feedback": feedback,
        "blocked": blocked,
        "refused_comment": refused_comment,
        "comments_left": comments_left,
        "answered": answered(texts, desk.rights.user),
        **_suggestions(desk, texts, suggested),
        "is_schema_old": translation.source.schema_out_of_date(),
        "has_changes": _has_changes(desk, original),
        "source_url": _source_url(desk, original),
        "fields_url": _fields_url(desk),
        "has_preview": bool(front_end_of(desk.target)),
        "machine": offer_of(texts, translation) if desk.may_write else None,
        "has_files_of_language": may_use_terms(request.user, translation.target_locale_id),
        **assignment_of(translation, desk.rights),
        **more,
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)


def _outdated(desk: Desk, texts: list[Text]) -> list[Text]:
    """Give the texts whose public translation says what the original does not say any more."""
    paths = set(desk.state.outdated) if desk.state else set()
    return [text for text in texts if text.unit.path in paths]


def answered(texts: list[Text], user: Any) -> list[dict[str, Any]]:
    """Give the texts on which others have written after this user, with what they wrote."""
    found = []
    for text in texts:
        comments = text.thread.answers_to(user) if text.thread else []
        if comments:
            found.append({"text": text, "comments": comments})
    return found


def _suggestions(desk: Desk, texts: list[Text], key: str) -> dict[str, Any]:
    """Find suggestions for one text, for a page without a script."""
    text = next((text for text in texts if text.key == key), None)
    if text is None or not desk.may_write:
        return {}
    found = suggestions_for(text, desk.translation, desk.rights.user)
    return {"suggestions_key": key, "suggestions": found}


def language_of(locale: Locale) -> dict[str, str]:
    """Say how texts of a language are shown."""
    code = locale.language_code
    return {
        "name": locale.get_display_name(),
        "code": code,
        "dir": "rtl" if get_language_info(code)["bidi"] else "ltr",
    }


def _tabs(texts: list[Text], shown: Shown) -> list[dict[str, Any]]:
    labels = {
        Shown.ALL: _("All"),
        Shown.UNTRANSLATED: _("Not translated"),
        Shown.DRAFT: _("Drafts"),
        Shown.UNREVIEWED: _("Not reviewed"),
        Shown.REVIEWED: _("Reviewed"),
        Shown.LOOK: _("To be looked at"),
        Shown.MACHINE: _("By machine"),
        Shown.COMMENTS: _("With open comments"),
    }
    numbers = numbers_of(texts)
    tabs = [
        {
            "shown": name,
            "label": label,
            "count": numbers.get(name, 0),
            "is_current": name == shown,
        }
        for name, label in labels.items()
    ]
    # Most sites have no machine, and ask for what none has written.
    return [
        tab for tab in tabs if tab["shown"] != Shown.MACHINE or tab["count"] or tab["is_current"]
    ]


def _has_changes(desk: Desk, original: Any) -> bool:
    """Say whether there may be something to take over of the original."""
    source = desk.translation.source
    published = getattr(original, "last_published_at", None)
    return (
        (published is not None and published > source.last_updated_at)
        or source.schema_out_of_date()
        or may_hand_out_draft(desk.rights.user, original)
    )


def _source_url(desk: Desk, original: Any) -> str:
    """Give the way to the editor of the original, to those who may use it."""
    user = desk.rights.user
    return edit_url(original, user) if has_right(user, "change", original) else ""


def _fields_url(desk: Desk) -> str:
    """Give the way to what is not a text, if there is anything."""
    source = desk.translation.source
    has_fields = (
        desk.rights.may_arrange
        or source.overridablesegment_set.exists()
        or source.relatedobjectsegment_set.exists()
    )
    return reverse("translations_fields", args=[desk.translation.pk]) if has_fields else ""
