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
        if self.instance.pk and "alt_text" in self.fields:
            self._add_alt_fields()

    def _add_alt_fields(self) -> None:
        default = Locale.get_default()
        texts = self.instance.alt_by_locale
        for locale in Locale.objects.exclude(pk=default.pk).order_by("language_code"):
            name = f"alt_text_{locale.language_code}"
            self.alt_locales[name] = locale
            language = {"lang": locale.language_code, "dir": (locale.is_bidi and "rtl") or "ltr"}
            self.fields[name] = forms.CharField(
                label=gettext("Alternative text (%(language)s)") % {"language": locale},
                required=False,
                max_length=255,
                initial=texts.get(locale.pk, ""),
                widget=forms.TextInput(attrs=language),
            )

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
