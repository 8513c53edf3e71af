"""What is known of the planted objects: words, keys, and where references may lead."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Locale, Page

from .markers import word
from .planting import addresses_of

VISIBLE = "visible"


@dataclass
class Planted:
    """One object: what it is, in which state, and by what it would be recognised."""

    kind: str
    state: str
    word: str
    instance: Any
    is_hidden: bool
    traces: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.kind}, {self.state}"


class Targets:
    """Where references lead: to the twins only, to one object of each kind, or to all."""

    def __init__(self, site: Record, choose: Any, shared: str | None = None) -> None:
        self.site = site
        self.shared = shared
        self.choose = choose

    def __call__(self, model: type[models.Model]) -> list[int]:
        found = [
            planted
            for planted in self.site.targets
            if isinstance(planted.instance, model) and model is not Locale
        ]
        return [planted.instance.pk for planted in self.choose(found)] if found else []

    def addresses(self, pk: int) -> list[str]:
        """The addresses of a page, as somebody may type them."""
        if pk not in self.site.addresses:
            self.site.addresses[pk] = addresses_of(Page.objects.get(pk=pk).specific)
        return self.site.addresses[pk]

    def beside(self, pk: int) -> str | None:
        """The word for texts beside a reference to this object."""
        return self.site.words_beside.get(pk)


class Record:
    """What was planted, and by what it would be recognised in an answer."""

    def __init__(self) -> None:
        self.planted: list[Planted] = []
        self.targets: list[Planted] = []
        self.hidden: dict[str, str] = {}
        self.visible: dict[str, str] = {}
        self.words_beside: dict[int, str] = {}
        self.redirects: dict[int, str] = {}
        self.addresses: dict[int, list[str]] = {}
        self.now = timezone.now()
        self.twins: dict[type[models.Model], Any] = {}

    # --- Bookkeeping -----------------------------------------------------------------------------

    def word(self, label: str, *, hidden: bool) -> str:
        """Give a new word that may, or may not, be answered."""
        made = word(label)
        (self.hidden if hidden else self.visible)[made] = label
        return made

    def note(
        self, instance: Any, state: str, made: str, *, hidden: bool, aim: bool = True
    ) -> Planted:
        """Write an object down; a hidden key is one that no visible version has."""
        planted = Planted(type(instance).__name__, state, made, instance, hidden, {made})
        planted.traces.add(str(instance.pk))
        self.planted.append(planted)
        if aim:
            self.targets.append(planted)
            label = f"beside {planted}"
            self.words_beside[instance.pk] = self.word(label, hidden=hidden) if hidden else made
        return planted

    def finish(self) -> None:
        """Derive the hidden keys and primary keys from what was planted."""
        visible_keys = {key_of(p.instance) for p in self.planted if not p.is_hidden}
        for planted in self.planted:
            key = key_of(planted.instance)
            if key and (not planted.is_hidden or key not in visible_keys):
                planted.traces.add(key)
            elif key and planted.instance.pk in self.words_beside:
                # A reference to it leads to the visible version.
                beside = self.words_beside[planted.instance.pk]
                self.visible[beside] = self.hidden.pop(beside)
            side = self.hidden if planted.is_hidden else self.visible
            side.update(dict.fromkeys(planted.traces, str(planted)))

    @property
    def everything(self) -> Targets:
        """References to all objects of a kind; to pages of any kind: to each kind, each state."""

        def choose(found: list[Planted]) -> list[Planted]:
            by_kind, by_state = (
                {name(p): p for p in reversed(found)} for name in (kind_of, state_of)
            )
            if len(by_kind) == 1:
                return found
            drafts = {p.kind: p for p in found if p.is_hidden}
            chosen = [*by_kind.values(), *by_state.values(), *drafts.values()]
            return list({p.word: p for p in chosen}.values())

        return Targets(self, choose)

    def only_twins(self, shared: str | None = None) -> Targets:
        """References to the visible object of a kind; `shared` is said in all languages."""
        return Targets(self, lambda found: [p for p in found if p.state == VISIBLE][:1], shared)

    def number(self, position: int) -> Targets:
        """References to the nth object of each kind."""
        return Targets(self, lambda found: [found[position % len(found)]])

    def states(self) -> dict[str, list[Planted]]:
        """Give the hidden objects by kind."""
        by_kind = defaultdict(list)
        for planted in self.planted:
            if planted.is_hidden:
                by_kind[planted.kind].append(planted)
        return by_kind


def kind_of(planted: Planted) -> str:
    """Give the kind of an object."""
    return planted.kind


def state_of(planted: Planted) -> str:
    """Give the state of an object."""
    return planted.state


def key_of(instance: Any) -> str | None:
    """Give the translation key of an object that has one."""
    key = getattr(instance, "translation_key", None)
    return str(key) if key else None
