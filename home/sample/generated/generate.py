"""Generating the site: everything in one transaction, in chunks that memory can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from PIL import Image as Drawing
from wagtail.models import Collection, Locale, Page, Site

from cms.media.models import Image, ImageAltText
from events.models import (
    SessionOrganizer,
    Theme,
    TrainingSessionIndexPage,
    TrainingSessionPage,
    Venue,
)
from home.models import HomePage
from home.sample import shelves
from home.sample.canvas import PALETTES
from home.sample.generated import derived
from home.sample.generated.objects import LIVE, Maker
from home.sample.generated.plan import PICTURES, Plan
from home.sample.generated.tree import plant
from home.sample.pictures import draw
from home.sample.scenes import SCENES
from organizations.models import (
    OrganizationIndexPage,
    OrganizationPage,
    PersonIndexPage,
    PersonPage,
)

CHUNK = 50
SIZE = (1200, 675)
INDEXES = {
    "organizations": OrganizationIndexPage,
    "people": PersonIndexPage,
    "sessions": TrainingSessionIndexPage,
}
MODELS = (Theme, Venue, OrganizationPage, PersonPage, TrainingSessionPage)

Parents = dict[tuple[str, str], Page]
Progress = Callable[[str, int, int], None]


class AlreadyGeneratedError(Exception):
    """The site has content of this seed."""


def generate(plan: Plan, *, progress: Progress, settle: bool = False) -> int:
    """Make the site of a plan and give the number of pages."""
    with transaction.atomic():
        work = _Work(plan, progress)
        work.run()
    if settle:
        progress("renditions and statistics", 0, 1)
        derived.settle(Image.objects.filter(pk__in=work.maker.images))
    return work.pages


class _Work:
    """One run."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.plan, self.progress = plan, progress
        locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in plan.languages
        }
        self.maker = Maker(plan, locales)
        self.parents: Parents = {}
        self.homes: list[HomePage] = []
        self.pages = 0

    def run(self) -> None:
        """Write everything."""
        if Theme.objects.filter(translation_key=self.plan.key("theme", 0)).exists():
            raise AlreadyGeneratedError
        self._images()
        self._index_pages()
        self.maker.themes = self._snippets(Theme, self.maker.theme, self.plan.themes)
        self.maker.venues = self._snippets(Venue, self.maker.venue, self.plan.venues)
        self._organizations()
        self._people()
        self._sessions()
        self._derive()

    # --- What the rest stands on ---------------------------------------------------------------

    def _images(self) -> None:
        collection = shelves.collection(shelves.PICTURES)
        scenes, palettes = sorted(set(SCENES) - {"avatar", "tiles"}), sorted(PALETTES)
        for number in range(PICTURES):
            name = f"generated-{self.plan.seed}-{number + 1}"
            scene, palette = scenes[number % len(scenes)], palettes[number % len(palettes)]
            data = draw(name=name, scene=scene, palette=palette, size=SIZE)
            image = _image(name, data, collection, self._alt(number, self.maker.source))
            self.maker.images.append(image.pk)
            for language, locale in self.maker.locales.items():
                alt = self._alt(number, language)
                ImageAltText.objects.create(image=image, locale=locale, text=alt)
                self.maker.alts[image.pk, language] = alt

    def _alt(self, number: int, language: str) -> str:
        return f"{self.plan.words.label('picture', language)} {number + 1}"

    def _index_pages(self) -> None:
        homes = _homes(self.plan, self.maker.locales)
        self.homes = list(homes.values())
        for language, home in homes.items():
            for name, model in INDEXES.items():
                page = model(
                    **LIVE,
                    translation_key=self.plan.key(f"index-{name}", 0),
                    locale=self.maker.locales[language],
                    title=self.plan.words.label(name, language),
                    slug=f"generated-{name}-{self.plan.seed}",
                )
                plant(home, [page])
                self.parents[name, language] = page

    def _snippets(
        self, model: type[Any], make: Callable[[int, str], Any], count: int
    ) -> dict[int, int]:
        made = {
            language: model.objects.bulk_create([make(number, language) for number in range(count)])
            for language in self.plan.languages
        }
        return {number: item.pk for number, item in enumerate(made[self.maker.source])}

    # --- Pages ---------------------------------------------------------------------------------

    def _plant(
        self, name: str, make: Callable[[Any, str], Any], items: Iterable[Any]
    ) -> dict[str, list[Any]]:
        items = list(items)
        made = {
            language: [make(item, language) for item in items] for language in self.plan.languages
        }
        for language, pages in made.items():
            plant(self.parents[name, language], pages)
            self.pages += len(pages)
        return made

    def _organizations(self) -> None:
        count = self.plan.organizations
        made = self._plant("organizations", self.maker.organization, range(count))
        self.maker.organizations = _numbered(made[self.maker.source])
        self._rows(made, self.maker.fact)

    def _people(self) -> None:
        made = self._plant("people", self.maker.person, range(self.plan.people))
        self.maker.people = _numbered(made[self.maker.source])
        self._rows(made, self.maker.role)

    def _rows(self, made: dict[str, list[Any]], make: Callable[[int, str, int], Model]) -> None:
        rows = [
            make(number, language, page.pk)
            for language, pages in made.items()
            for number, page in enumerate(pages)
        ]
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)

    def _sessions(self) -> None:
        total = self.plan.sessions
        for start in range(0, total, CHUNK):
            chunk = [
                self.plan.session(number) for number in range(start, min(start + CHUNK, total))
            ]
            made = self._plant("sessions", self.maker.session, chunk)
            for pages in made.values():
                self._session_rows(chunk, pages)
            derived.write_programmes(self.plan.key("session", item.number) for item in chunk)
            self.progress("sessions", start + len(chunk), total)

    def _session_rows(self, chunk: list[Any], pages: list[Any]) -> None:
        pairs = list(zip(chunk, pages, strict=True))
        SessionOrganizer.objects.bulk_create(
            SessionOrganizer(
                page_id=page.pk,
                organization_id=self.maker.organizations[item.organization],
                sort_order=0,
            )
            for item, page in pairs
        )
        through = TrainingSessionPage.themes.through
        through.objects.bulk_create(
            through(trainingsessionpage_id=page.pk, theme_id=self.maker.themes[theme])
            for item, page in pairs
            for theme in item.themes
        )

    # --- What follows --------------------------------------------------------------------------

    def _derive(self) -> None:
        counts = {
            "theme": self.plan.themes,
            "venue": self.plan.venues,
            "organization": self.plan.organizations,
            "person": self.plan.people,
            "session": self.plan.sessions,
        }
        keys = [
            self.plan.key(kind, number) for kind, count in counts.items() for number in range(count)
        ]
        total, done = sum(counts.values()) * len(self.plan.languages), 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            self.progress("references and editors' search", done, total)

        derived.write_indexes(MODELS, keys, advance)
        indexes = [self.plan.key(f"index-{name}", 0) for name in INDEXES]
        derived.write_indexes(INDEXES.values(), indexes, lambda count: None)
        self.progress("readers' search", 0, 1)
        derived.write_search(self.parents.values())
        derived.write_search_of(self.homes)
        self.progress("readers' search", 1, 1)


def _numbered(pages: list[Any]) -> dict[int, int]:
    return {number: page.pk for number, page in enumerate(pages)}


def _image(name: str, data: bytes, collection: Collection, alt: str) -> Image:
    """Store a picture without asking for its renditions: `--settle` makes them."""
    path = default_storage.save(f"original_images/{name}.jpg", ContentFile(data))
    width, height = Drawing.open(BytesIO(data)).size
    image = Image(
        title=name.replace("-", " ").capitalize(),
        file=path,
        width=width,
        height=height,
        alt_text=alt,
        credit="MITI sample",
        collection=collection,
        is_sample=True,
        file_size=len(data),
    )
    return Image.objects.bulk_create([image])[0]


def _homes(plan: Plan, locales: dict[str, Locale]) -> dict[str, HomePage]:
    """Find the home pages of the default site, and make those that are missing."""
    site = Site.objects.filter(is_default_site=True).first()
    root = site and HomePage.objects.filter(pk=site.root_page_id).first()
    key = root.translation_key if root else plan.key("home", 0)
    homes = {}
    for language, locale in locales.items():
        home = HomePage.objects.filter(translation_key=key, locale=locale).first()
        homes[language] = home or _home(plan, key, language, locale)
    if root is None:
        _point_site(site, homes[plan.languages[0]])
    return homes


def _home(plan: Plan, key: Any, language: str, locale: Locale) -> HomePage:
    home = HomePage(
        translation_key=key,
        locale=locale,
        title=plan.words.label("home", language),
        slug=f"generated-home-{plan.seed}-{language}",
    )
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    return home


def _point_site(site: Site | None, home: HomePage) -> None:
    if site is None:
        site = Site(hostname="localhost", port=8000, is_default_site=True, site_name="MITI")
    site.root_page = home
    site.save()
