"""Answers what an entry needs to know of others: their primary keys, and texts of pictures."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Locale

from home.sample.library import SHARED
from home.sample.source import read, words
from home.sample.writer import Writer
from organizations.models import ContactPoint


@dataclass
class References:
    """Pages and snippets in the source's language, as synchronised choosers hold them."""

    writer: Writer
    images: dict[str, int]
    documents: dict[tuple[str, str], int]

    def page(self, kind: str, name: str) -> int:
        """Give the primary key of a page."""
        return self.writer.pk(kind, name)

    def snippet(self, kind: str, name: str) -> int:
        """Give the primary key of a snippet."""
        return self.writer.pk(kind, name)

    def contact(self, name: str) -> ContactPoint:
        """Give a contact point."""
        return ContactPoint.objects.get(pk=self.writer.pk("contact", name))

    def locale(self, language: str) -> Locale:
        """Give a locale."""
        return self.writer.locales[language]

    def image(self, name: str) -> int:
        """Give the primary key of a picture."""
        return self.images[name]

    def image_or_none(self, name: str | None) -> int | None:
        """Give the primary key of a picture, if one is named."""
        return self.images[name] if name else None

    def document(self, name: str, language: str) -> int | None:
        """Give the primary key of a document in a language, or of the one for all of them."""
        return self.documents.get((name, language)) or self.documents.get((name, SHARED))

    def alt(self, name: str, language: str) -> str:
        """Give what a picture shows, in words."""
        pictures = {picture["id"]: picture for picture in read("pictures")["pictures"]}
        return words(pictures[name]["alt"], language)
