"""A site that grows: as many rows of every kind as asked for, and hubs that refer to all of them.

What refers to what is read from the models and blocks (`planting.fill`). Beside the rows, each of
which refers to the first of a kind, there is one hub of each page type that refers to all: lists
inside of lists are as long as those at the root.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from grapple.registry import registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site, TranslatableMixin

from cms.media.models import Document, Image
from cms.media.presets import PRESETS
from cms.pages.publishing import CheckedPublishMixin
from cms.search.index import rebuild
from cms.translation_state.models import TranslationState
from events.models import TrainingSessionPage
from home.models import (
    HomePage,
    Menu,
    SiteSettings,
    SiteSettingsText,
    SocialLink,
    StandardPage,
)
from home.sample.quiet import indexes_later
from organizations.models import OrganizationFact, OrganizationPage, PersonPage
from tests.factories import DocumentFactory, ImageFactory

from .markers import COMMON
from .planting import fill, stream
from .versions import release_all

# References lead from later ones to earlier ones.
ORDER = ("StandardPage", "OrganizationPage", "PersonPage", "TrainingSessionPage")
PAGES = sorted(
    registry.pages,
    key=lambda model: (
        ORDER.index(model.__name__) if model.__name__ in ORDER else 9,
        model.__name__,
    ),
)
# What documented queries list; of other types, few pages are enough.
LISTED = PAGES[: len(ORDER)]
SNIPPETS = sorted(registry.snippets, key=lambda model: model.__name__)
INDEXES = ("TrainingSessionIndexPage", "OrganizationIndexPage", "PersonIndexPage", "NewsIndexPage")
LANGUAGES = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]  # English and French first
# Hubs that have no rows of their own below them.
CHILDLESS = ("NewsPage", "OrganizationPage", "PersonPage", "StandardPage", "TrainingSessionPage")
NESTED = 10
# References of each kind in a stream: a body answers with 500 blocks at most, and should have every
# kind at every size.
MOST_BLOCKS = 40
WORDS = "Metropolis climate and rivers"
# Far from today, whenever the tests run.
DAY = datetime.date(2130, 6, 24)
# Every third row has a French version, the first one too.
TRANSLATED = 3


class Some:
    """Where references lead: to the first rows of each kind."""

    def __init__(self, rows: dict[type[models.Model], list[Any]], number: int | None) -> None:
        self.rows, self.number = rows, number
        self._addresses: dict[int, str] = {}

    def __call__(self, model: type[models.Model]) -> list[int]:
        named = "StandardPage" if model is Page else model.__name__
        found = [
            row.pk for kind, rows in self.rows.items() if kind.__name__ == named for row in rows
        ]
        return found[: self.number]

    def addresses(self, pk: int) -> list[str]:
        """Give the address of a page as somebody may type it."""
        if pk not in self._addresses:
            self._addresses[pk] = Page.objects.get(pk=pk).specific.get_url_parts()[2]
        return [self._addresses[pk]]


@contextmanager
def as_drafts() -> Iterator[None]:
    """Save as drafts are: planted texts do not pass an editor's checks."""
    CheckedPublishMixin.is_deferred_validation = True
    try:
        with indexes_later():
            yield
    finally:
        CheckedPublishMixin.is_deferred_validation = False


class GrownSite:
    """The site and its size."""

    def __init__(self) -> None:
        self.size = self.made = 0
        self.rows: dict[type[models.Model], list[Any]] = {model: [] for model in KINDS}
        self.hubs: dict[str, dict[str, Page]] = {}
        self.homes: dict[str, Page] = {}
        self.menu_key = uuid4()
        english = Locale.objects.get_or_create(language_code="en")[0]
        self.locales = {"en": english}
        with as_drafts():
            for code in LANGUAGES[:2]:
                self._speak(code)
        self.site = Site.objects.create(
            hostname="localhost", root_page=self.homes["en"], is_default_site=True, site_name="Net"
        )
        self.settings = SiteSettings.objects.create(site=self.site)

    def grow(self, size: int) -> None:
        """Let there be so many rows of each kind."""
        with as_drafts():
            for code in LANGUAGES[:size]:
                self._speak(code)
            # One apart, to which single references lead: else one row would do for both.
            for number in range(self.made, size + 1):
                self._add(number)
            self.made, self.size = size + 1, size
            self._fill_hubs()
        self._outdate(size)
        release_all(min(size, NESTED))
        rebuild()

    def _outdate(self, size: int) -> None:
        """Say of everything that so many of its texts are outdated, and not translated."""
        paths = [f"body.{number}" for number in range(size)]
        TranslationState.objects.all().delete()
        TranslationState.objects.bulk_create(
            TranslationState(
                content_type=ContentType.objects.get_for_model(model),
                translation_key=key,
                locale_id=locale_id,
                outdated=paths,
                untranslated=paths,
            )
            for model in (*PAGES, *SNIPPETS)
            if issubclass(model, TranslatableMixin)
            for key, locale_id in model.objects.values_list("translation_key", "locale")
        )

    def path(self, kind: str) -> str:
        """The public path of a hub."""
        return self.hubs["en"][kind].get_url_parts()[2]

    def first(self, kind: str) -> Any:
        """The first row of a kind."""
        return next(rows[0] for model, rows in self.rows.items() if model.__name__ == kind)

    # --- Languages -------------------------------------------------------------------------------

    def _speak(self, code: str) -> None:
        """Add a language, with its home page and a hub of each type."""
        if code in self.homes:
            return
        self.locales[code] = Locale.objects.get_or_create(language_code=code)[0]
        english = self.hubs.get("en", {})
        key = {"translation_key": self.homes["en"].translation_key} if self.homes else {}
        root = Page.get_first_root_node()
        self.homes[code] = self._page(HomePage, code, root, f"home-{code}", Some({}, 0), **key)
        self.hubs[code] = {}
        for model in PAGES:
            name = model.__name__
            key = {"translation_key": english[name].translation_key} if english else {}
            slug = "trainings" if name == "TrainingSessionIndexPage" else f"hub-{name.lower()}"
            self.hubs[code][name] = self._page(
                model, code, self.homes[code], slug, Some({}, 0), **key
            )

    # --- Rows ------------------------------------------------------------------------------------

    def _add(self, number: int) -> None:
        """Add one row of each kind."""
        self._add_files(number)
        for model in SNIPPETS:
            self.rows[model].append(self._snippet(model, "en", number))
            if number % TRANSLATED == 0:
                key = self.rows[model][-1].translation_key
                self._snippet(model, "fr", number, translation_key=key)
        for model in PAGES if number <= NESTED else LISTED:
            parent = self._parent(model, "en")
            first = Some(self.rows, 1)
            page = self._page(model, "en", parent, f"row-{model.__name__.lower()}-{number}", first)
            self.rows[model].append(page)
            if number % TRANSLATED == 0:
                parent = self._parent(model, "fr")
                key = {"translation_key": page.translation_key}
                self._page(model, "fr", parent, page.slug, first, **key)
        for name in CHILDLESS if number <= NESTED else ():
            hub = Page.objects.get(pk=self.hubs["en"][name].pk)
            self._page(StandardPage, "en", hub, f"child-{number}", Some(self.rows, 1))
        Redirect.objects.create(
            old_path="/old-address" if number == 0 else f"/old-{number}",
            redirect_page=self.rows[PAGES[0]][-1],
        )

    def _parent(self, model: type[Page], code: str) -> Page:
        """The index of a type, if it has one; else the home page."""
        index = model.__name__.removesuffix("Page") + "IndexPage"
        parent = self.hubs[code].get(index, self.homes[code])
        return Page.objects.get(pk=parent.pk)

    def _page(
        self, model: type[Page], code: str, parent: Page, slug: str, targets: Some, **key: Any
    ) -> Page:
        page = model(slug=slug, locale=self.locales[code], live=True, **key)
        fill_page(page, slug, targets)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        return page

    def _snippet(self, model: Any, code: str, number: int, **key: Any) -> Any:
        names = {item.name for item in model._meta.concrete_fields}
        address = dict.fromkeys({"slug", "handle"} & names, f"row-{number}")
        snippet = model(locale=self.locales[code], live=True, **address, **key)
        fill(snippet, f"row{number}", Some(self.rows, 1))
        snippet.save()
        return snippet

    def _add_files(self, number: int) -> None:
        if number == 0:
            image = ImageFactory(title="row0", alt_text=COMMON)
            image.get_renditions(*(s.filter_spec for sizes in PRESETS.values() for s in sizes))
            self.rows[Image].append(image)
            self.rows[Document].append(DocumentFactory(title="row0"))
            return
        image, document = self.rows[Image][0], self.rows[Document][0]
        copy = Image.objects.bulk_create([duplicate(image, title=f"row{number}")])[0]
        image.renditions.model.objects.bulk_create(
            duplicate(rendition, image=copy) for rendition in image.renditions.all()
        )
        self.rows[Image].append(copy)
        title = f"row{number}"
        self.rows[Document].extend(Document.objects.bulk_create([duplicate(document, title=title)]))

    # --- Hubs ------------------------------------------------------------------------------------

    def _fill_hubs(self) -> None:
        for code in LANGUAGES[:2]:
            for page in (*self.hubs[code].values(), self.homes[code]):
                self._refill(page)
        for locale in self.locales.values():
            menu = Menu.objects.filter(handle="main", locale=locale).first()
            menu = menu or Menu(
                handle="main", locale=locale, live=True, translation_key=self.menu_key
            )
            # A menu has at most a hundred entries, and each page stands in it three times.
            fill(menu, "main", Some(self.rows, 20))
            menu.save()
        self.settings.social_links = [
            SocialLink(network=f"Network {number}", url="https://example.org/")
            for number in range(self.size)
        ]
        self.settings.texts = [
            SiteSettingsText(locale=locale, footer=COMMON) for locale in self.locales.values()
        ]
        self.settings.save()

    def _refill(self, page: Page) -> None:
        current = type(page).objects.get(pk=page.pk)
        fill_page(current, page.slug, Some(self.rows, None))
        few = Some(self.rows, MOST_BLOCKS)
        if hasattr(current, "body"):
            current.body = stream(current.body.stream_block, page.slug.replace("-", ""), few)
        if isinstance(current, TrainingSessionPage):
            items = stream(current.programme.stream_block, page.slug.replace("-", ""), few)
            slots = cycle([item for item in items if item["type"] == "slot"])
            more = ({**slot, "id": str(uuid4())} for slot in slots)
            current.programme = [*items, *islice(more, max(0, self.size - MOST_BLOCKS))]
        if isinstance(current, OrganizationPage):
            current.facts = [
                OrganizationFact(label=f"Fact {number}", qualifier="EXACT", value=number)
                for number in range(self.size)
            ]
        current.save()


KINDS = (Image, Document, *SNIPPETS, *PAGES)


def fill_page(page: Page, word: str, targets: Some) -> None:
    """Fill a page, so that the filters of documented queries find it."""
    fill(page, word.replace("-", ""), targets)
    page.title = f"{WORDS} {word}"
    if isinstance(page, TrainingSessionPage):
        page.start_date, page.end_date = DAY, DAY + datetime.timedelta(days=3)
        page.status, page.time_zone, page.mode = "OPEN", "Europe/Paris", "ON_SITE"
        page.working_languages = ["ar"]
    if isinstance(page, OrganizationPage):
        page.kind, page.country = "REGIONAL_CENTRE", "FR"
    if isinstance(page, PersonPage):
        page.public_consent = True


def duplicate(row: Any, **values: Any) -> Any:
    """An unsaved copy of a row."""
    copied = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in values
    }
    return type(row)(**copied, **values)
