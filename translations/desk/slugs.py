"""The last part of a page's address in one language, which translators may choose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail_localize.models import OverridableSegment, SegmentOverride

if TYPE_CHECKING:
    from wagtail_localize.models import Translation

SLUG = "slug"
MOST = 255
RULE = gettext_lazy(
    "Letters of a to z without accents, digits, “-” and “_”; %(limit)s characters at most. Empty: "
    "the address stays as it is."
)


class SlugForm(forms.Form):
    """The slug of a language; none, if it has not chosen one."""

    slug = forms.SlugField(
        label=gettext_lazy("Last part of the address"),
        required=False,
        max_length=MOST,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": gettext_lazy(
                "This cannot be part of an address. Use letters of a to z without accents, digits, "
                "“-” and “_” only; no spaces, and no Arabic or Korean letters."
            ),
            "max_length": gettext_lazy(
                "It has %(show_value)d characters; there is room for %(limit_value)d."
            ),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the rule at the field."""
        super().__init__(*args, **kwargs)
        self.fields[SLUG].help_text = str(RULE) % {"limit": MOST}


def segment_of(translation: Translation) -> OverridableSegment | None:
    """Give what can be changed of the address of a page; None for what has none."""
    segments = OverridableSegment.objects.filter(source=translation.source, context__path=SLUG)
    return segments.select_related("context").first()


def slug_form(translation: Translation) -> SlugForm | None:
    """Give the form with what the language has chosen."""
    segment = segment_of(translation)
    if segment is None:
        return None
    chosen = _overrides(translation, segment).first()
    return SlugForm(initial={SLUG: chosen.data if chosen else ""})


def keep_slug(translation: Translation, segment: OverridableSegment, slug: str, user: Any) -> None:
    """Keep a slug for the next draft; an empty one takes it away."""
    if not slug:
        _overrides(translation, segment).delete()
        return
    SegmentOverride.objects.update_or_create(
        locale=translation.target_locale,
        context=segment.context,
        defaults={
            "data_json": json.dumps(slug),
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )


def _overrides(translation: Translation, segment: OverridableSegment) -> Any:
    return SegmentOverride.objects.filter(
        locale=translation.target_locale, context=segment.context_id
    )
