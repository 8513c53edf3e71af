"""Synchronised fields: one value for all locales, that of the source.

The *source* of an object is the oldest object with its translation key that is not an alias. Fields
that a model lists with `synchronized()` in `override_translatable_fields` are copied when the live
source is saved, in the same transaction, into its translations and their drafts; a translation that
goes live takes them from its live source. So no locale can differ, whichever way it was written.
Texts are never touched; nothing is published; no revision is added, so no translation looks stale.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    DraftStateMixin,
    Page,
    Revision,
    TranslatableMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID


def synchronized(*names: str) -> list[SynchronizedField]:
    """List fields that have one value in all locales."""
    return [SynchronizedField(name, overridable=False) for name in names]


def translated(*names: str) -> list[TranslatableField]:
    """List fields whose text is translated."""
    return [TranslatableField(name) for name in names]


@cache
def synchronized_names(model: type[models.Model]) -> tuple[str, ...]:
    """Name the fields and child relations of a model that have one value in all locales."""
    return tuple(
        field.field_name
        for field in getattr(model, "override_translatable_fields", [])
        if isinstance(field, SynchronizedField) and not field.overridable
    )


class SynchronizedFieldsMixin(models.Model):
    """An object that keeps its synchronised fields equal in all locales."""

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, and keep synchronised fields equal; partial saves (of metadata) change none."""
        if getattr(self, "_is_synchronizing", False):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            lock_translations(type(self), self.translation_key)
            if kwargs.get("update_fields") is not None:
                return super().save(*args, **kwargs)
            source = self.get_source()
            if source is not None and source.pk != self.pk:
                if is_live(self) and is_live(source) and not getattr(self, "alias_of_id", None):
                    copy_synchronized(source, self)
                return super().save(*args, **kwargs)
            result = super().save(*args, **kwargs)
            if is_live(self):
                self.synchronize_translations()
            return result

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a revision, one writer at a time."""
        lock_translations(type(self), self.translation_key)
        return super().save_revision(*args, **kwargs)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, one writer at a time, as the writer before has left it."""
        lock_translations(type(self), self.translation_key)
        revision.refresh_from_db(fields=["content"])
        self.prepare_publishing(revision)
        super().publish(revision, *args, **kwargs)

    def prepare_publishing(self, revision: Revision) -> None:
        """Change what is going to be published, in memory."""

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Take off the site, one writer at a time."""
        lock_translations(type(self), self.translation_key)
        super().unpublish(*args, **kwargs)

    def get_source(self) -> models.Model | None:
        """Find the oldest object of this translation key that is not an alias."""
        return _without_aliases(
            type(self)._default_manager.filter(translation_key=self.translation_key)
        ).first()

    def synchronize_translations(self) -> None:
        """Copy the synchronised fields into the translations and into their drafts."""
        if not _has_synchronized_parts(type(self)):
            return
        translations = type(self)._default_manager.filter(translation_key=self.translation_key)
        data = None
        for translation in translations.exclude(pk=self.pk).order_by("pk"):
            # An alias follows its original by itself; the draft of a translation of it does not.
            is_alias = getattr(translation, "alias_of_id", None) is not None
            if is_alias and translation.latest_revision_id is None:
                continue
            if not is_alias and copy_synchronized(self, translation):
                save_synchronized(translation)
            data = data or self.serializable_data()
            for revision in open_revisions(translation):
                if _copy_into_content(self, data, translation.pk, revision.content):
                    revision.save(update_fields=["content"])


def lock_translations(model: type[models.Model], key: UUID) -> None:
    """Let one writer at a time pass for all translations of an object.

    A save of the source writes its translations too, and waits for whoever holds one of them: so
    everybody takes this row, that of the first translation, before writing any. SQLite has one
    writer at a time anyway.
    """
    first = model._default_manager.filter(translation_key=key).order_by("pk").only("pk")
    first.select_for_update(of=("self",), no_key=True).first()


def is_live(instance: models.Model) -> bool:
    """Say whether an object is public; objects without drafts always are."""
    return getattr(instance, "live", True)


def save_synchronized(instance: models.Model) -> None:
    """Save an object as it is, without checks and without synchronising others again."""
    instance._is_synchronizing = True  # noqa: SLF001 - the flag of the mixin above
    if isinstance(instance, Page):
        instance.save(clean=False)
    else:
        instance.save()
    instance._is_synchronizing = False  # noqa: SLF001 - the flag of the mixin above


def open_revisions(instance: models.Model) -> Iterable[Revision]:
    """Give the revisions that may still go live as they are: the latest, and a scheduled one."""
    if not isinstance(instance, DraftStateMixin | Page):
        return []
    return instance.revisions.filter(
        models.Q(pk=instance.latest_revision_id) | models.Q(approved_go_live_at__isnull=False)
    )


def copy_synchronized(source: models.Model, target: models.Model) -> bool:
    """Copy synchronised fields between two objects; say whether anything differed."""
    changed = [_copy_field(source, target, name) for name in synchronized_names(type(source))]
    for relation in _translated_relations(type(source)):
        theirs = {c.translation_key: c for c in getattr(source, relation.name).all()}
        children = list(getattr(target, relation.name).all())
        differs = [
            copy_synchronized(theirs[child.translation_key], child)
            for child in children
            if child.translation_key in theirs
        ]
        if any(differs):
            setattr(target, relation.name, children)
            changed.append(True)
    return any(changed)


def _without_aliases(queryset: models.QuerySet) -> models.QuerySet:
    if hasattr(queryset.model, "alias_of"):
        queryset = queryset.filter(alias_of__isnull=True)
    return queryset.order_by("pk")


def _has_synchronized_parts(model: type[models.Model]) -> bool:
    return bool(synchronized_names(model)) or any(
        synchronized_names(relation.related_model) for relation in _translated_relations(model)
    )


def _translated_relations(model: type[models.Model]) -> Iterator[models.ManyToOneRel]:
    """Give the child relations whose rows have texts, and so exist once per locale."""
    if not hasattr(model, "serializable_data") or not hasattr(model, "copy_child_relation"):
        return
    for relation in get_all_child_relations(model):
        is_ours = relation.name != COMMENTS_RELATION_NAME
        if is_ours and issubclass(relation.related_model, TranslatableMixin):
            yield relation


def _copy_field(source: models.Model, target: models.Model, name: str) -> bool:
    field = source._meta.get_field(name)
    if _is_child_relation(field):
        if _rows(source, field) == _rows(target, field):
            return False
        source.copy_child_relation(name, target)
        return True
    if isinstance(field, ParentalManyToManyField):
        theirs = list(getattr(source, name).all())
        if {item.pk for item in theirs} == {item.pk for item in getattr(target, name).all()}:
            return False
        setattr(target, name, theirs)
        return True
    if getattr(source, field.attname) == getattr(target, field.attname):
        return False
    setattr(target, field.attname, getattr(source, field.attname))
    return True


def _is_child_relation(field: Any) -> bool:
    return isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey)


def _rows(instance: models.Model, relation: models.ManyToOneRel) -> list[dict[str, Any]]:
    return [
        _row_data(get_serializable_data_for_fields(child), relation)
        for child in getattr(instance, relation.name).all()
    ]


def _row_data(data: dict[str, Any], relation: models.ManyToOneRel) -> dict[str, Any]:
    """Leave out what tells whose row it is."""
    return {k: v for k, v in data.items() if k not in {"pk", relation.field.name}}


def _copy_into_content(
    source: models.Model, data: dict[str, Any], target_pk: Any, content: dict[str, Any]
) -> bool:
    """Do the same in the stored content of a revision."""
    before = {name: content.get(name) for name in data}
    for name in synchronized_names(type(source)):
        field = source._meta.get_field(name)
        if not _is_child_relation(field):
            content[name] = data[name]
            continue
        ours = [_row_data(row, field) for row in data[name]]
        if ours != [_row_data(row, field) for row in content.get(name, [])]:
            content[name] = [{**row, "pk": None, field.field.name: target_pk} for row in ours]
    for relation in _translated_relations(type(source)):
        theirs = {row["translation_key"]: row for row in data[relation.name]}
        names = synchronized_names(relation.related_model)
        content[relation.name] = [
            {**row, **{n: theirs[row["translation_key"]][n] for n in names}}
            if row["translation_key"] in theirs
            else row
            for row in content.get(relation.name, [])
        ]
    return before != {name: content.get(name) for name in data}
