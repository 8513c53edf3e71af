"""Removing everything invented: objects marked as sample, and a real session's programme."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page

from cms.media.models import Document, Image
from cms.media.samples import SampleMixin
from cms.pages.base import BasePage
from cms.pages.translation import open_revisions
from cms.references.guard import references_may_break
from events.models import TrainingSessionPage
from home.models import Menu, SiteSettings
from home.sample import prune
from home.sample.settings import sample_redirects, settings_with_samples, take_samples_out
from home.sample.shelves import empty_shelves
from home.sample.source import key
from home.sample.training import invented_programme_blocks
from organizations.models import ContactPoint

Blocks = list[dict[str, Any]]


@dataclass(frozen=True)
class Rewrite:
    """A stream of something that stays, from which what is removed is taken out."""

    instance: Any
    name: str
    change: Callable[[Blocks], Blocks]
    why: str


@dataclass
class Removal:
    """What would be removed, what would be changed, and what is left although it is marked."""

    pages: list[Page] = field(default_factory=list)
    objects: list[Model] = field(default_factory=list)
    rewrites: list[Rewrite] = field(default_factory=list)
    settings: list[SiteSettings] = field(default_factory=list)
    kept: list[Page] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Say all of it, a line each."""
        for page in self.pages:
            yield f"delete {page.specific_class._meta.verbose_name}: {page.url_path} “{page.title}”"
        for item in self.objects:
            yield f"delete {item._meta.verbose_name}: {item}"
        for rewrite in self.rewrites:
            kind = rewrite.instance._meta.verbose_name
            yield f"change {kind} “{rewrite.instance}”: {rewrite.why}"
        for settings in self.settings:
            yield f"change {settings._meta.verbose_name} “{settings}”: what is invented is emptied"
        for page in self.kept:
            yield f"KEEP {page.url_path}: pages below it are not sample content"


def find_sample_content() -> Removal:
    """Find everything that is marked as sample content, and what points at it."""
    removal = Removal()
    ids: set[int] = set()
    for model in apps.get_models():
        if not issubclass(model, SampleMixin):
            continue
        found = model._default_manager.filter(is_sample=True).order_by("pk")
        if issubclass(model, Page):
            ids |= set(found.values_list("pk", flat=True))
        else:
            removal.objects += found
    _choose_pages(removal, ids)
    removal.objects += sample_redirects()
    removal.settings = settings_with_samples()
    removal.rewrites = [*_programmes(), *_streams(removal)]
    return removal


def remove_sample_content(removal: Removal) -> None:
    """Remove all of it, or nothing."""
    # What would be lost is shown before; some of it is used by the rest of it.
    with transaction.atomic(), references_may_break():
        for rewrite in removal.rewrites:
            _rewrite(rewrite)
        for page in _topmost(removal.pages):
            Page.objects.get(pk=page.pk).specific.delete()
        for item in removal.objects:
            item.delete()
        for settings in removal.settings:
            take_samples_out(settings)
        for shelf in empty_shelves():
            shelf.delete()


def _choose_pages(removal: Removal, ids: set[int]) -> None:
    """Keep a sample page under which somebody has put a page of their own."""
    pages = list(Page.objects.filter(pk__in=ids).order_by("path"))
    others = Page.objects.exclude(pk__in=ids).filter(depth__gt=1).values_list("path", flat=True)
    above = {path[:end] for path in others for end in range(0, len(path), Page.steplen)}
    for page in pages:
        (removal.kept if page.path in above else removal.pages).append(page)


def _topmost(pages: list[Page]) -> Iterator[Page]:
    """Give the pages that have none of the others above them; what is below goes with them."""
    last = None
    for page in pages:
        if last is None or not page.path.startswith(last):
            last = page.path
            yield page


def _programmes() -> Iterator[Rewrite]:
    for name, invented in invented_programme_blocks().items():
        for page in TrainingSessionPage.objects.filter(translation_key=key("session", name)):
            if any(block.get("id") in invented for block in _raw(page.programme)):
                yield Rewrite(
                    page,
                    "programme",
                    partial(prune.programme, invented=invented),
                    "its invented programme is taken out",
                )


def _with_body() -> list[type[Any]]:
    models = (model for model in apps.get_models() if issubclass(model, BasePage))
    return [model for model in models if any(item.name == "body" for item in model._meta.fields)]


def _streams(removal: Removal) -> Iterator[Rewrite]:
    """Find bodies and menus that stay and show what is removed."""
    gone = prune.Gone(
        pages={page.pk for page in removal.pages},
        images={item.pk for item in removal.objects if isinstance(item, Image)},
        contacts={item.pk for item in removal.objects if isinstance(item, ContactPoint)},
        documents={item.pk for item in removal.objects if isinstance(item, Document)},
    )
    for model in _with_body():
        for page in model._default_manager.exclude(pk__in=gone.pages).exclude(body="[]"):
            if _is_changed(page, "body", partial(prune.body, gone=gone)):
                why = "blocks that show sample content"
                yield Rewrite(page, "body", partial(prune.body, gone=gone), why)
    for menu in Menu.objects.all():
        if _is_changed(menu, "items", partial(prune.menu, gone=gone)):
            yield Rewrite(
                menu,
                "items",
                partial(prune.menu, gone=gone),
                "items that lead to sample pages",
            )


def _raw(stream: Any) -> Blocks:
    return list(stream.get_prep_value())


def _is_changed(instance: Any, name: str, change: Callable[[Blocks], Blocks]) -> bool:
    blocks = _raw(getattr(instance, name))
    return change(blocks) != blocks


def _rewrite(rewrite: Rewrite) -> None:
    """Change the live object and its drafts in place: editors' drafts stay drafts."""
    instance = rewrite.instance
    blocks = rewrite.change(_raw(getattr(instance, rewrite.name)))
    setattr(instance, rewrite.name, json.dumps(blocks))
    instance.save(clean=False) if isinstance(instance, Page) else instance.save()
    for revision in open_revisions(instance):
        draft = json.loads(revision.content.get(rewrite.name) or "[]")
        revision.content[rewrite.name] = json.dumps(rewrite.change(draft))
        revision.save(update_fields=["content"])
