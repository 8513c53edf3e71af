"""Texts with inline tags, as somebody reads them who has written them in a file."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from translations.exchange.markup import MarkupError, Tag, parse

register = template.Library()


@register.filter
def with_tags(html: str) -> str | SafeString:
    """Show each tag as one thing, which text from right to left does not tear apart."""
    try:
        pieces = parse(html)
    except MarkupError:
        return html
    return format_html_join(
        "",
        "{}{}{}",
        (
            (TAG_BEGINS, piece.literal, TAG_ENDS) if isinstance(piece, Tag) else ("", piece, "")
            for piece in pieces
        ),
    )


TAG_BEGINS = SafeString('<bdi class="miti-exchange__tag" dir="ltr">')
TAG_ENDS = SafeString("</bdi>")
