"""What keeps a translation from being saved or published, told so that it can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.html import format_html, strip_tags
from django.utils.text import Truncator

from translations.domain.addresses import desk_url
from translations.domain.obstacles import BlockedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.exceptions import ValidationError
    from wagtail_localize.models import Translation

# More would fill the page; whoever mends these is told of the next.
MOST, WORDS = 20, 12


def explain(error: ValidationError, target: Any) -> list[str]:
    """Say of each fault in which field it is."""
    if not hasattr(error, "error_dict"):
        return list(_told(error))
    lines = []
    for name, faults in error.error_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{_label(target, name)}: "
        lines += [f"{label}{line}" for fault in faults for line in _told(fault)]
    return lines


def blocked_lines(error: ValidationError, translation: Translation | None = None) -> list[str]:
    """Give for each text in the way a line with the way to it; nothing for other faults."""
    if not isinstance(error, BlockedError):
        return []
    translation = error.translation or translation
    if translation is None:
        return []
    return [
        format_html(
            '{}: <a href="{}#{}">{}</a> – {}',
            translation.target_locale.get_display_name(),
            desk_url(translation),
            obstacle.key,
            Truncator(strip_tags(obstacle.source)).words(WORDS),
            "; ".join(map(str, obstacle.findings)),
        )
        for obstacle in error.obstacles[:MOST]
    ]


def _told(error: ValidationError) -> Iterator[str]:
    """Say what is wrong in blocks, too, of which Wagtail says only that something is."""
    inner = getattr(error, "block_errors", None)
    if inner is None:
        yield from error.messages
        return
    for fault in getattr(error, "non_block_errors", None) or ():
        yield str(fault)
    for fault in inner.values() if isinstance(inner, dict) else filter(None, inner):
        yield from _told(fault)


def _label(target: Any, name: str) -> str:
    try:
        return str(target._meta.get_field(name).verbose_name).capitalize()
    except (AttributeError, LookupError):
        return name
