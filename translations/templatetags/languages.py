"""How words of a language are shown."""

from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def direction_of(code: str) -> str:
    """Give the direction of a language."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"
