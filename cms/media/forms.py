"""The admin's form of an image, with an alternative text for each language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from wagtail.images.forms import BaseImageForm
from wagtail.models import Locale

from .models import Image, ImageAltText


class ImageForm(BaseImageForm):
    """An image, its texts in all languages, and its focal point."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alt_locales: dict[str, Locale] = {}
        if "alt_text" in self.fields:
            default = Locale.get_default()
            self.fields["alt_text"].label = _alt_label(default)
            if self.instance.pk:
                self._add_alt_fields(default)

    def _add_alt_fields(self, default: Locale) -> None:
        texts = self.instance.alt_by_locale
        for locale in Locale.objects.exclude(pk=default.pk).order_by("language_code"):
            name = f"alt_text_{locale.language_code}"
            self.alt_locales[name] = locale
            language = {"lang": locale.language_code, "dir": (locale.is_bidi and "rtl") or "ltr"}
            self.fields[name] = forms.CharField(
                label=_alt_label(locale),
                required=False,
                max_length=255,
                initial=texts.get(locale.pk, ""),
                widget=forms.TextInput(attrs=language),
            )

        names = list(self.fields)
        place = names.index("alt_text") + 1
        self.order_fields([*names[:place], *self.alt_locales])

    def save(self, commit: bool = True) -> Image:
        """Save the image and its texts."""
        image = super().save(commit=commit)
        if commit:
            self._save_alt_texts(image)
        return image

    def _save_alt_texts(self, image: Image) -> None:
        for name, locale in self.alt_locales.items():
            text = self.cleaned_data.get(name, "").strip()
            if text:
                ImageAltText.objects.update_or_create(
                    image=image, locale=locale, defaults={"text": text}
                )
            else:
                ImageAltText.objects.filter(image=image, locale=locale).delete()
        image.__dict__.pop("alt_by_locale", None)


def _alt_label(locale: Locale) -> str:
    return gettext("Alternative text (%(language)s)") % {"language": locale}
