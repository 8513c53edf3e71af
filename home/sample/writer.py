"""Writes pages and snippets through Wagtail: makes what is missing, leaves what is there."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.models import Locale, Page

from home.sample.source import SOURCE_LANGUAGE, Texts, key

Values = dict[str, Any]
Name = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """A page or snippet to be made, in each language that its title has."""

    kind: str
    name: str
    model: type[Any]
    titles: Texts
    # What its fields hold in a language; called once everything that it may point at exists.
    values: Callable[[str], Values]
    parent: Name | None = None
    slug: str = ""
    is_sample: bool = True
    # What the row needs before its values are known.
    identity: Values = field(default_factory=dict)

    @property
    def key(self) -> uuid.UUID:
        """Give the key that its translations share."""
        return key(self.kind, self.name)

    @property
    def languages(self) -> list[str]:
        """Name the languages it is written in, the source first."""
        return sorted((code for code in self.titles if self.titles[code]), key=_source_first)


@dataclass
class Writer:
    """Makes entries, remembers their primary keys, and counts what it did."""

    reset: bool = False
    made: Counter[str] = field(default_factory=Counter)
    locales: dict[str, Locale] = field(default_factory=dict)
    _keys: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _fresh: set[tuple[str, str, str]] = field(default_factory=set)
    _entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have a locale for each language of the site."""
        for language, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
            locale, is_new = Locale.objects.get_or_create(language_code=language)
            self.locales[language] = locale
            self.made["locale"] += is_new

    # --- What others ask -----------------------------------------------------------------------

    def pk(self, kind: str, name: str, language: str = SOURCE_LANGUAGE) -> int:
        """Give the primary key of an entry in a language."""
        return self._keys[kind, name, language]

    def find(self, kind: str, name: str, language: str) -> int | None:
        """Give the primary key of an entry in a language, if it is written in it."""
        return self._keys.get((kind, name, language))

    def is_fresh(self, kind: str, name: str, language: str = SOURCE_LANGUAGE) -> bool:
        """Say whether an entry was made, or is to be written anew, in this run."""
        return (kind, name, language) in self._fresh

    def translated(self) -> Iterator[tuple[Entry, list[str]]]:
        """Give the entries with the languages that they were translated into in this run."""
        for entry in self._entries:
            languages = [
                language
                for language in entry.languages
                if language != SOURCE_LANGUAGE and self.is_fresh(entry.kind, entry.name, language)
            ]
            if languages:
                yield entry, languages

    def fresh_keys(self) -> dict[type[Any], list[uuid.UUID]]:
        """Give the keys of what was written in this run, by model."""
        found: dict[type[Any], list[uuid.UUID]] = {}
        for entry in self._entries:
            if any(self.is_fresh(entry.kind, entry.name, code) for code in entry.languages):
                found.setdefault(entry.model, []).append(entry.key)
        return found

    # --- Writing -------------------------------------------------------------------------------

    def write(self, entries: Iterable[Entry]) -> None:
        """Make all entries as drafts, so that they can point at each other, then publish them.

        Translations come when all sources are published, which would else write each one anew.
        """
        entries = list(entries)
        self._entries += entries
        self._write([(entry, entry.languages[:1]) for entry in entries])
        self._write([(entry, entry.languages[1:]) for entry in entries])

    def _write(self, parts: list[tuple[Entry, list[str]]]) -> None:
        for entry, languages in parts:
            self._place(entry, languages)
        for entry, languages in parts:
            self._publish(entry, languages)

    def _place(self, entry: Entry, languages: list[str]) -> None:
        known = dict(
            entry.model._default_manager.filter(translation_key=entry.key).values_list(
                "locale__language_code", "pk"
            )
        )
        for language in languages:
            place = (entry.kind, entry.name, language)
            if language in known:
                self._keys[place] = known[language]
                if self.reset:
                    self._fresh.add(place)
            elif (pk := self._make(entry, language)) is not None:
                self._keys[place] = pk
                self._fresh.add(place)
                self.made[entry.kind] += 1

    def _make(self, entry: Entry, language: str) -> int | None:
        instance = entry.model(
            translation_key=entry.key,
            locale=self.locales[language],
            live=False,
            is_sample=entry.is_sample,
            **entry.identity,
        )
        # A draft: what is asked for at publishing is not there yet.
        instance.is_deferred_validation = True
        if not isinstance(instance, Page):
            instance.save()
            return instance.pk
        parent = self._parent(entry, language)
        if parent is None:
            return None
        instance.title, instance.slug = entry.titles[language], entry.slug or entry.name
        if parent.is_root() and language != SOURCE_LANGUAGE:
            instance.slug += f"-{language}"
        parent.add_child(instance=instance)
        return instance.pk

    def _parent(self, entry: Entry, language: str) -> Page | None:
        if entry.parent is None:
            return Page.get_first_root_node()
        pk = self.find(*entry.parent, language)
        return pk and Page.objects.get(pk=pk)

    def _publish(self, entry: Entry, languages: list[str]) -> None:
        for language in languages:
            if self.is_fresh(entry.kind, entry.name, language):
                pk = self.pk(entry.kind, entry.name, language)
                instance = entry.model._default_manager.get(pk=pk)
                if isinstance(instance, Page):
                    instance.title = entry.titles[language]
                instance.is_sample = entry.is_sample
                assign(instance, entry.values(language))
                instance.save_revision().publish()


def assign(instance: Model, values: Values) -> None:
    """Set fields and child rows of an object."""
    for name, value in values.items():
        setattr(instance, name, value)


def _source_first(language: str) -> tuple[bool, str]:
    return language != SOURCE_LANGUAGE, language
