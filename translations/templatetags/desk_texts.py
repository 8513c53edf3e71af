"""What the templates of the desk show of texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from translations.desk.texts import Text, mark_of
from translations.exchange.markup import MarkupError, Tag, parse
from translations.exchange.problems import Code, Problem
from translations.machine.protection import sent_length

if TYPE_CHECKING:
    from translations.domain.policy import TranslationRights

register = template.Library()

MOST_WORDS = 60


CHOSEN = {"image_chooser": get_image_model, "document_chooser": get_document_model}


@register.filter
def fields_for(props: str, rights: TranslationRights) -> str:
    """Leave what a user can change of what wagtail-localize's script is given; empty for nothing.

    Texts and addresses have pages of ours; what would be refused is not offered.
    """
    given = json.loads(props)
    given["segments"] = [item for item in given["segments"] if _is_offered(item, rights)]
    if not given["segments"]:
        return ""
    given["initialStringTranslations"] = []
    given["machineTranslator"] = None
    return json.dumps(given)


def _is_offered(segment: dict[str, Any], rights: TranslationRights) -> bool:
    if segment["type"] == "string" or segment["contentPath"] == "slug":
        return False
    if rights.may_arrange or segment["type"] != "synchronised_value":
        return True
    model = CHOSEN.get(segment["location"]["widget"]["type"])
    if model is None:
        return False
    policy = policy_registry.get_by_type(model())
    return policy.user_has_any_permission(rights.user, {"choose"})


@register.filter
def as_read(html: str) -> str | SafeString:
    """Show a text with its formats; its links marked as in the editor, and without effect."""
    try:
        pieces = parse(html)
    except MarkupError:
        return html
    return shown_as_read(pieces)


def shown_as_read(pieces: list[str | Tag | SafeString]) -> SafeString:
    """Show text and tags; what is safe already is shown as it is."""
    return format_html_join("", "{}", ((piece,) for piece in _shown(pieces)))


@register.filter
def said_of(problem: Problem | dict[str, str], text: Text) -> str:
    """Say what is wrong with a text; a link by the words of the button that places it."""
    if isinstance(problem, dict):
        return problem["message"]
    link = next(
        (one for one in text.placeholders if problem.params.get("tag") == one.literal), None
    )
    if problem.code != Code.MISSING_PLACEHOLDER or link is None:
        return problem.message
    return _("Link %(number)s (%(words)s) of the original is missing: put it where it belongs.") % {
        "number": link.mark,
        "words": isolated(link.words or link.tag),
    }


@register.filter
def characters_sent(text: Text) -> int:
    """Count what a machine would get of a text; 0 if it can get nothing."""
    return sent_length(text.unit.source)


def isolated(words: str) -> str:
    """Quote words of another language in a sentence, with a direction of their own."""
    return f"\u2068{Truncator(words).chars(MOST_WORDS)}\u2069"


def _shown(pieces: list[str | Tag | SafeString]) -> list[str | SafeString]:
    shown: list[str | SafeString] = []
    closing: list[SafeString] = []
    for piece in pieces:
        if not isinstance(piece, Tag):
            shown.append(piece)
        elif piece.is_closing:
            shown.append(closing.pop())
        elif piece.id:
            mark = '<span class="desk-link" data-mark="{}">'
            shown.append(format_html(mark, mark_of(piece.id)))
            closing.append(SafeString("</span>"))
        elif piece.is_alone or not piece.name:
            shown.append(SafeString("<br>") if piece.name == "br" else piece.literal)
        else:
            # One of a few names, without attributes: what `parse` lets through.
            shown.append(SafeString(piece.literal))
            closing.append(SafeString(f"</{piece.name}>"))
    return shown
