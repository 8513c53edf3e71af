"""The tables of the search index: derived from live pages, never edited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchKind(models.TextChoices):
    """What a reader can ask to search in."""

    PAGE = "PAGE", _("Page")
    SESSION = "SESSION", _("Training session")
    ORGANIZATION = "ORGANIZATION", _("Organization")
    PERSON = "PERSON", _("Person")
    NEWS = "NEWS", _("News")


# Signs for private use, which nobody's query can contain.
LOCALE_SIGN, KIND_SIGN = "\ue000", "\ue001"


def locale_mark(locale_id: int) -> str:
    """Give the word that every entry of a locale has."""
    return f"{LOCALE_SIGN}{locale_id}"


def kind_mark(kind: str) -> str:
    """Give the word that every entry of a kind has."""
    return f"{KIND_SIGN}{kind}"


class SearchEntry(models.Model):
    """What one live page says, for people to read and for the database to search."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_entry",
    )
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=SearchKind.choices)
    title = models.TextField()
    body = models.TextField()
    # Each word once, folded and in order: what the structures of cms.search.engines read. Locale
    # and kind are words too: a common word then costs what the entries asked for do, not all.
    title_words = models.TextField()
    words = models.TextField()

    # What is found by its words is not used: an entry must not stand in the way of deleting a page.
    wagtail_reference_index_ignore = True

    class Meta:
        """Names in the admin's log."""

        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.title


class SearchVariant(models.Model):
    """A word of the index under one key by which a mistyped word finds it (see typos).

    The same row may exist twice when two pages bring a new word at once: a uniqueness that made one
    publication wait for another would cost more than the copy.
    """

    key = models.IntegerField()
    word = models.CharField(max_length=64)

    class Meta:
        """The index holds the word too, so that a look-up never reads the table."""

        verbose_name = _("search variant")
        verbose_name_plural = _("search variants")
        indexes = [models.Index(fields=["key", "word"], name="search_variant_key_word")]

    def __str__(self) -> str:
        return self.word
