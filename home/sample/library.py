"""Puts the sample documents into the library, each once in each of its languages."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Locale

from cms.media.models import Document
from home.sample import shelves
from home.sample.papers import pdf, plain_text
from home.sample.source import read

# The fonts that every reader of PDF has know the letters of these languages.
PDF_LANGUAGES = frozenset({"en", "fr", "es"})
# Stands for a document that all languages share.
SHARED = "all"
FILE_NAME = re.compile(
    r"(?:.*/)?sample-(?P<name>[a-z0-9-]+)\.(?P<language>[a-z]+)(?:_[A-Za-z0-9]+)?\.(?:pdf|txt)\Z"
)
SHELVES = {"public": shelves.DOCUMENTS, "private": shelves.PRIVATE, "inner": shelves.INNER}

Place = tuple[str, str]


class Library:
    """The sample documents, by name and language."""

    def __init__(self, locales: dict[str, Locale], *, reset: bool = False) -> None:
        self.locales = locales
        self.reset = reset
        self.made = 0
        self._written: list[str] = []

    def load(self) -> dict[Place, int]:
        """Write and store the documents that are missing; give the primary keys of all."""
        known = stored_documents()
        for paper in read("documents")["documents"]:
            for language, texts in paper["texts"].items():
                place = (paper["id"], SHARED if paper.get("shared") else language)
                document = known.get(place)
                if document is None:
                    known[place] = self._make(paper, language, place)
                elif self.reset:
                    document.title = texts["title"]
                    document.save()
        return {place: document.pk for place, document in known.items()}

    def forget(self) -> None:
        """Delete the files of a run whose rows were rolled back."""
        for name in self._written:
            default_storage.delete(name)

    def _make(self, paper: dict[str, Any], language: str, place: Place) -> Document:
        texts = paper["texts"][language]
        name, code = place
        is_pdf = language in PDF_LANGUAGES
        content = (
            pdf(texts["title"], texts["text"], language)
            if is_pdf
            else plain_text(texts["title"], texts["text"])
        )
        document = Document(
            is_sample=True,
            title=texts["title"],
            collection=shelves.collection(SHELVES[paper.get("shelf", "public")]),
            locale=None if code == SHARED else self.locales[language],
            file=ContentFile(content, name=f"sample-{name}.{code}.{'pdf' if is_pdf else 'txt'}"),
        )
        document.full_clean()
        document.save()
        self._written.append(document.file.name)
        self.made += 1
        return document


def stored_documents() -> dict[Place, Document]:
    """Find the sample documents of the library by the names of their files."""
    documents = Document.objects.filter(is_sample=True).order_by("-pk")
    found = ((FILE_NAME.match(document.file.name), document) for document in documents)
    return {(match["name"], match["language"]): document for match, document in found if match}
