"""A small site for random content: targets of references, and the states that they come into."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path as File
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cms.media.models import Document, Image
from cms.media.tasks import make_renditions
from cms.references.guard import references_may_break
from home.models import HomePage
from home.sample.quiet import indexes_later
from tests.factories import CollectionFactory, DocumentFactory, ImageFactory

from .grown_site import PAGES, SNIPPETS
from .valid_content import Choices, Least, ValidContent, mend

TARGETS = 3
ATTEMPTS = 4


class RandomSite:
    """The site, with a few objects of each kind in English."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[Any]] = {}
        self.english = Locale.objects.get_or_create(language_code="en")[0]
        self.french, self.spanish = (
            Locale.objects.get_or_create(language_code=code)[0] for code in ("fr", "es")
        )
        root = Page.get_first_root_node()
        self.home = root.add_child(
            instance=HomePage(title="Home", slug="home", locale=self.english)
        )
        Site.objects.create(
            hostname="localhost", root_page=self.home, is_default_site=True, site_name="Network"
        )
        self._translate(self.home)
        self.home_fr = self.home.get_translation(self.french)
        self._add_files()
        for model in [*SNIPPETS, *PAGES]:
            self.rows[model] = [
                self.publish(model, Least(), f"target-{number}") for number in range(TARGETS)
            ]

    def _add_files(self) -> None:
        """Images and documents; of the last of each little is known yet."""
        *images, _ = self.rows[Image] = ImageFactory.create_batch(TARGETS)
        for image in images:
            image.focal_point_x = image.focal_point_y = 20
            image.focal_point_width = image.focal_point_height = 10
            image.save()
            make_renditions.call(image.pk)
        *documents, last = self.rows[Document] = DocumentFactory.create_batch(TARGETS)
        for document in documents:
            document.get_file_size()
        last.locale = self.english
        last.save()

    def pool(self, model: type[models.Model]) -> list[Any]:
        """What references to a model may lead to."""
        return [row for kind, rows in self.rows.items() if issubclass(kind, model) for row in rows]

    def publish(
        self, model: type[Any], choices: Choices, name: str, parent: Page | None = None
    ) -> Any:
        """Publish an object with content of one's choice, as an editor would."""
        columns = {field.name for field in model._meta.concrete_fields}
        slug = f"{model.__name__.lower()}-{name}"
        address = dict.fromkeys({"slug", "handle"} & columns, slug)
        instance = model(locale=self.english, live=False, **address)
        content = ValidContent(choices, self.pool)
        content.fill(instance)
        instance.title = f"Climate {name}"
        for attempt in range(ATTEMPTS):
            try:
                with indexes_later():
                    if instance._state.adding:
                        self._save(instance, parent or self.home)
                    instance.save_revision().publish()
                break
            except ValidationError as error:
                if attempt + 1 == ATTEMPTS:
                    raise
                mend(content, instance, error)
        return model.objects.get(pk=instance.pk)

    def _save(self, instance: Any, parent: Page) -> None:
        if isinstance(instance, Page):
            Page.objects.get(pk=parent.pk).add_child(instance=instance)
        else:
            instance.save()

    # --- States ----------------------------------------------------------------------------------

    def change(self, instance: Any, state: str) -> None:
        """Let an object come into a state, unless it went with another."""
        current = type(instance).objects.filter(pk=instance.pk).first()
        if current is not None:
            with indexes_later():
                self.states(current)[state](current)

    def states(self, instance: Any) -> dict[str, Callable[[Any], Any]]:
        """Give what may become of an object to which others refer."""
        if isinstance(instance, Image | Document):
            return {
                "visible": lambda row: None,
                "deleted": remove,
                "private": make_collection_private,
                "without its file": lambda row: File(row.file.path).unlink(missing_ok=True),
            }
        states = {
            "visible": lambda row: None,
            "draft": take_off,
            "deleted": remove,
            "expired": expire,
            "translated": self._translate,
            "hidden, but its translations are not": self._translate_and_hide,
        }
        if isinstance(instance, Page):
            states |= {"private": make_private, "with an alias": self._alias}
        return states

    def _translate(self, instance: Any) -> None:
        for locale in (self.french, self.spanish):
            copy = instance.copy_for_translation(locale)
            if not isinstance(instance, Page):
                copy.save()
            copy.save_revision().publish()

    def _translate_and_hide(self, instance: Any) -> None:
        self._translate(instance)
        take_off(instance)

    def _alias(self, page: Page) -> None:
        page.create_alias(
            parent=self.home_fr, update_locale=self.french, reset_translation_key=False
        )


def take_off(instance: Any) -> None:
    """Unpublish an object, be it used or not."""
    with references_may_break():
        instance.unpublish()


def expire(instance: Any) -> None:
    """Let an object have expired, before the command that unpublishes it has run."""
    past = timezone.now() - timedelta(minutes=1)
    type(instance).objects.filter(pk=instance.pk).update(expire_at=past)


def remove(instance: Any) -> None:
    """Delete an object, unless something must not be without it."""
    try:
        with transaction.atomic(), references_may_break():
            type(instance).objects.get(pk=instance.pk).delete()
    except ProtectedError:
        take_off(instance) if hasattr(instance, "live") else make_collection_private(instance)


def make_private(page: Page) -> None:
    """Restrict a page to people who are signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def make_collection_private(instance: Any) -> None:
    """Move a file to a collection for people who are signed in."""
    collection = CollectionFactory()
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    type(instance).objects.filter(pk=instance.pk).update(collection=collection)


# --- What older versions may have stored ---------------------------------------------------------


def age(instance: models.Model, choices: Choices) -> None:
    """Let an object's streams be such as an import or an older version may have left them.

    Some blocks have no id, or lack a value that was added since; some are of a type that is gone.
    """
    gone = {"type": "gone", "id": str(uuid.uuid4()), "value": {"text": "a"}}
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField) and field.name != "programme":
            stored = list(getattr(instance, field.name).raw_data)
            aged = [_aged(block, choices) for block in stored]
            if choices.has():
                aged.append({**gone, "value": choices.of([None, "a", {"text": "a"}])})
            _store(instance, field, aged)


def _aged(block: dict[str, Any], choices: Choices) -> dict[str, Any]:
    block = dict(block)
    if choices.has():
        block.pop("id", None)
    change = choices.of(["none", "bare items", "lost", "null", "nothing"])
    if change == "nothing":
        block["value"] = None
    elif isinstance(block["value"], dict) and block["value"]:
        value = dict(block["value"])
        name = choices.of(list(value))
        if change == "lost":
            del value[name]
        elif change == "null":
            value[name] = None
        elif change == "bare items":
            value = {name: _without_wrappers(part) for name, part in value.items()}
        block["value"] = value
    return block


def _without_wrappers(value: Any) -> Any:
    """A list as Wagtail stored it when its items had no ids."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "value" in value[0]:
        return [item["value"] for item in value]
    return value


def _store(instance: models.Model, field: models.Field, value: list[dict[str, Any]]) -> None:
    """Write JSON as it is, which the field would clean."""
    table, column = (
        connection.ops.quote_name(n) for n in (field.model._meta.db_table, field.column)
    )
    key = connection.ops.quote_name(field.model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s",
            [json.dumps(value), instance.pk],
        )


def kinds() -> list[type[models.Model]]:
    """All kinds of objects that editors publish."""
    return [*SNIPPETS, *PAGES]
