"""Refusing to take away what readers would miss, whichever way somebody tries.

The signals of Django are the one place that all ways meet: Wagtail's views, bulk actions and
commands delete and unpublish by querysets and plain pages, which no method of a model sees.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import DraftStateMixin, TranslatableMixin

from .content import Target, base_model, is_referable, referable_models, target_of
from .uses import Use, uses_of_targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model

STILL_USED = "still_used"
# How many are named in a message; a page of the admin names more.
SHOWN = 20


class Allowed:
    """What may go without a question: everything, or what was asked about with its company."""

    def __init__(self, *, everything: bool = False) -> None:
        self.everything = everything
        self.targets: set[Target] = set()

    def __contains__(self, target: Target) -> bool:
        return self.everything or target in self.targets


_allowed: ContextVar[Allowed | None] = ContextVar("allowed_to_go", default=None)


class StillUsedError(ValidationError):
    """Something cannot go, because what readers see refers to it."""

    def __init__(self, uses: list[Use]) -> None:
        self.uses = uses
        super().__init__([ValidationError(line, code=STILL_USED) for line in describe(uses)])
        self.code = STILL_USED


def describe(uses: list[Use]) -> list[str]:
    """Say in words what refers, the first of many by name."""
    number = len(uses)
    head = ngettext(
        "It is still used in %(number)d place:", "It is still used in %(number)d places:", number
    ) % {"number": number}
    names = [
        f"{use.model._meta.verbose_name} “{use.source}” ({use.state.label}, pk={use.source.pk})"
        for use in uses[:SHOWN]
    ]
    if number > SHOWN:
        names.append(_("and %(number)d more") % {"number": number - SHOWN})
    return [f"{head} {'; '.join(names)}."]


@contextmanager
def references_may_break() -> Iterator[None]:
    """Let anything be deleted and unpublished: for commands that know what they do."""
    token = _allowed.set(Allowed(everything=True))
    try:
        yield
    finally:
        _allowed.reset(token)


@contextmanager
def one_action() -> Iterator[None]:
    """Remember, for one request, what was asked about together."""
    token = _allowed.set(_allowed.get() or Allowed())
    try:
        yield
    finally:
        _allowed.reset(token)


@contextmanager
def going_together(instances: Iterable[Model]) -> Iterator[None]:
    """Ask once about objects that go together; they may refer to each other."""
    with one_action():
        ask_together(instances)
        yield


def ask_together(instances: Iterable[Model]) -> None:
    """Refuse if anything else uses one of the objects, else let all of them go."""
    instances = list(instances)
    require_unused(instances)
    allowed = _allowed.get()
    if allowed is not None:
        allowed.targets |= {target_of(instance) for instance in instances}


def require_unused(instances: Iterable[Model]) -> None:
    """Raise StillUsedError if what is public or scheduled refers to one of the objects."""
    if uses := uses_in_the_way(instances):
        raise StillUsedError(uses)


def uses_in_the_way(instances: Iterable[Model], until: datetime | None = None) -> list[Use]:
    """Find the uses that forbid that objects are deleted or unpublished."""
    allowed = _allowed.get()
    going = with_aliases(instances)
    if allowed is not None:
        if allowed.everything:
            return []
        going = [item for item in going if target_of(item) not in allowed]
    if not going:
        return []
    own = {target_of(item) for item in going}
    without = own | (allowed.targets if allowed else set())
    targets = own | _named_by_key(going, own)
    uses = uses_of_targets(targets, without, until)
    return [use for use in uses if use.blocks]


def with_aliases(instances: Iterable[Model]) -> list[Any]:
    """Add the aliases that follow objects wherever they go."""
    going: list[Any] = list(instances)
    by_model: dict[type[Model], set[Any]] = {}
    for item in going:
        model = base_model(type(item))
        if hasattr(model, "alias_of"):
            by_model.setdefault(model, set()).add(item.pk)
    for model, keys in by_model.items():
        going += model._default_manager.filter(alias_of__in=keys).exclude(pk__in=keys)
    return going


def _named_by_key(going: list[Any], own: set[Target]) -> set[Target]:
    """Give the other languages of what has no public language left when it is gone.

    A programme names a speaker in one language, and readers get the speaker in their own. So a
    translation may go, as long as another is there to be shown in its place.
    """
    targets: set[Target] = set()
    by_model: dict[type[Model], dict[Any, list[Any]]] = {}
    for item in going:
        if isinstance(item, TranslatableMixin):
            keys = by_model.setdefault(base_model(type(item)), {})
            keys.setdefault(item.translation_key, [])
    for model, versions in by_model.items():
        for version in model._default_manager.filter(translation_key__in=versions):
            versions[version.translation_key].append(version)
        for same in versions.values():
            left = [item for item in same if target_of(item) not in own]
            if not any(getattr(item, "live", True) for item in left):
                targets |= {target_of(item) for item in left}
    return targets


# --- Signals ------------------------------------------------------------------------------------


def on_delete(sender: type[Model], instance: Model, origin: Any = None, **kwargs: Any) -> None:
    """Ask before anything is deleted: once for all that one statement deletes."""
    target = target_of(instance)
    asked = getattr(origin, "asked_about", None)
    if asked is None:
        together = _deleted_by(origin, instance)
        require_unused(together)
        asked = {target_of(item) for item in together}
        if origin is not None:
            origin.asked_about = asked
    if target not in asked:
        # It goes because something else does.
        require_unused([instance])
        asked.add(target)


def _deleted_by(origin: Any, instance: Model) -> list[Any]:
    if isinstance(origin, QuerySet) and base_model(origin.model) is base_model(type(instance)):
        return list(origin.all())
    return [instance]


def on_save(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Ask before something that is public is saved as not being so."""
    fields = kwargs.get("update_fields")
    if raw or not isinstance(instance, DraftStateMixin) or instance.live or instance._state.adding:
        return
    if (fields is not None and "live" not in fields) or not is_referable(type(instance)):
        return
    allowed = _allowed.get()
    if allowed is not None and target_of(instance) in allowed:
        return
    rows = base_model(type(instance))._default_manager
    if rows.filter(pk=instance.pk, live=True).exists():
        require_unused([instance])


def connect() -> None:
    """Have the signals of all that editors choose ask; called once, when all models are there."""
    for model in referable_models():
        pre_delete.connect(on_delete, sender=model, dispatch_uid=f"references.{model._meta.label}")
    pre_save.connect(on_save, dispatch_uid="references.save")
