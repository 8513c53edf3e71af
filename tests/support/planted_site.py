"""A site where every kind of object stands in every state and is referred to wherever it can be.

Each object has a word of its own in all its texts. `hidden` holds the words, keys and primary keys
that no anonymous answer may contain, `visible` those of the twins that stand beside them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import models
from grapple.registry import registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    CollectionViewRestriction,
    Comment,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.media.models import Document, Image
from cms.media.presets import PRESETS
from cms.pages.publishing import CheckedPublishMixin
from events.models import TrainingSessionPage
from home.models import HomePage, Menu, SiteSettings, SiteSettingsText, StandardPage
from organizations.models import ContactPoint, OrganizationPage, PersonPage
from tests.factories import (
    CollectionFactory,
    DocumentFactory,
    ImageAltTextFactory,
    ImageFactory,
)
from tests.factories.media import PDF, picture_bytes

from .markers import COMMON, word
from .planted import VISIBLE, Planted, Record
from .planting import addresses_of, fill, start_primary_keys
from .versions import release_all

# References lead from later ones to earlier ones; what is not named comes last.
ORDER = (OrganizationPage, PersonPage)
PAGES = sorted(registry.pages, key=lambda m: (m not in ORDER, m is PersonPage, m.__name__))
SNIPPETS = sorted(registry.snippets, key=lambda model: model.__name__)
PRIVATE_COLUMNS = {ContactPoint: ("purpose", "retention")}
RESTRICTIONS = ("login", "groups", "password")
FAMILY_STATES = ("draft", "private: login")


class PlantedSite(Record):
    """The site, made in the order in which its objects refer to each other."""

    # --- Pages -----------------------------------------------------------------------------------

    def page(
        self,
        model: type[Page],
        state: str,
        parent: Page,
        *,
        hidden: bool,
        targets: Any = None,
        aim: bool = True,
        slug: str | None = None,
        shared: str | None = None,
        **columns: Any,
    ) -> Planted:
        """Plant a page below another, with references to the twins unless told otherwise."""
        made = self.word(f"{model.__name__}, {state}", hidden=hidden)
        live = columns.pop("live", True)
        locale = columns.pop("locale", self.english)
        instance = model(slug=slug or made, live=live, locale=locale, owner=self.user, **columns)
        fill(instance, made, targets or self.only_twins(shared), shared)
        if hasattr(instance, "public_consent"):
            instance.public_consent = True
        if live:
            instance.first_published_at = instance.last_published_at = self.now
        Page.objects.get(pk=parent.pk).add_child(instance=instance)
        return self.note(instance, state, made, hidden=hidden, aim=aim)

    def pages_in_all_states(self, model: type[Page], number: int) -> None:
        """Plant the twin of a page type, and hidden ones below the twins planted before it."""
        twin = self.page(model, VISIBLE, self.home, hidden=False)
        self.twins[model] = twin.instance
        parents = [item for item in self.twins.values() if isinstance(item, Page)]

        def hide(state: str, parent: Page | None = None, **columns: Any) -> Page:
            below = parent or parents[(number + len(self.planted)) % len(parents)]
            return self.page(model, state, below, hidden=True, **columns).instance

        hide("draft", live=False).save_revision()
        later = self.now + timedelta(days=1)
        hide("scheduled", live=False, go_live_at=later).save_revision(approved_go_live_at=later)
        hide("expired, still live", expire_at=self.now - timedelta(minutes=1))
        hide("expired").unpublish(set_expired=True)
        hide("unpublished").unpublish()
        for restriction in RESTRICTIONS:
            restrict(hide(f"private: {restriction}"), restriction, PageViewRestriction, "page")
        hide("below a private page", self.private)
        hide("far below a private page", self.far_below)
        hide("other site", self.other_home)
        hide("outside of all sites", Page.get_first_root_node())
        hide("in a language that the site has no more", self.german_home, locale=self.german)
        hide("in a removed language, below a page of another", locale=self.german)
        hide("in a language that is not public", self.spanish_home, locale=self.spanish)
        self._aliases(twin)
        self._families(model)
        self._live_child_of_draft(model)

    def _aliases(self, twin: Planted) -> None:
        slug = self.word(f"{twin.kind}, hidden alias", hidden=True)
        alias = twin.instance.create_alias(parent=self.private, update_slug=slug)
        self.note(alias, "alias below a private page", slug, hidden=True)
        original = self.page(
            type(twin.instance),
            "private, with a public alias",
            self.private,
            hidden=False,
            slug=self.word(f"{twin.kind}, original of an alias", hidden=True),
            aim=False,
        )
        self.hidden[str(original.instance.pk)] = str(original)
        self.planted.remove(original)
        alias = original.instance.create_alias(
            parent=self.french_home,
            update_slug=original.word,
            update_locale=self.french,
            reset_translation_key=False,
        )
        self.note(alias, "public alias of a private page", original.word, hidden=False)

    def _families(self, model: type[Page]) -> None:
        """Plant pages with one language version hidden and the other visible."""
        for state in FAMILY_STATES:
            for hidden_locale in (self.english, self.french):
                key = None
                pair = f"pair of {model.__name__}, {hidden_locale} is {state}"
                shared = self.word(pair, hidden=False)
                for locale, parent in ((self.english, self.home), (self.french, self.french_home)):
                    is_hidden = locale == hidden_locale
                    label = f"{locale} of a pair whose {hidden_locale} is {state}"
                    columns = {"translation_key": key} if key else {}
                    columns |= page_columns(state, self.now) if is_hidden else {}
                    planted = self.page(
                        model,
                        label,
                        parent,
                        hidden=is_hidden,
                        locale=locale,
                        shared=shared,
                        **columns,
                    )
                    key = planted.instance.translation_key
                    if is_hidden and state.startswith("private"):
                        restrict(planted.instance, "login", PageViewRestriction, "page")

    def _live_child_of_draft(self, model: type[Page]) -> None:
        slug = word(f"{model.__name__}, slug of a draft that a public address has to show")
        draft = self.page(
            model, "draft with a live child", self.home, hidden=True, live=False, slug=slug
        )
        self.page(
            StandardPage,
            f"child of a draft {model.__name__}",
            draft.instance,
            hidden=False,
            aim=False,
        )

    # --- Snippets, images, documents -------------------------------------------------------------

    def snippet(
        self,
        model: Any,
        state: str,
        *,
        hidden: bool,
        targets: Any = None,
        shared: str | None = None,
        **columns: Any,
    ) -> Any:
        """Plant a snippet."""
        made = self.word(f"{model.__name__}, {state}", hidden=hidden)
        names = {item.name for item in model._meta.concrete_fields}
        columns.setdefault("locale", self.english)
        for name in {"slug", "handle"} & names:
            columns.setdefault(name, shared or made)
        instance = model(**columns)
        fill(instance, made, targets or self.only_twins(), shared)
        for name in PRIVATE_COLUMNS.get(model, ()):
            setattr(instance, name, self.word(f"{model.__name__}.{name}, {state}", hidden=True))
        instance.save()
        return self.note(instance, state, made, hidden=hidden).instance

    def snippets_in_all_states(self, model: Any) -> None:
        """Plant the twin of a snippet, and hidden ones."""
        self.twins[model] = self.snippet(model, VISIBLE, hidden=False)
        for state in ("draft", "scheduled", "expired, still live", "expired", "unpublished"):
            instance = self.snippet(model, state, hidden=True, **page_columns(state, self.now))
            if state == "scheduled":
                instance.save_revision(approved_go_live_at=self.now + timedelta(days=1))
        removed = "in a language that the site has no more"
        self.snippet(model, removed, hidden=True, locale=self.german)
        if any(item.name == "starts_at" for item in model._meta.concrete_fields):
            soon, past = self.now + timedelta(hours=1), self.now - timedelta(hours=1)
            self.snippet(model, "not yet shown", hidden=True, starts_at=soon)
            self.snippet(model, "no longer shown", hidden=True, ends_at=past)
        for state in ("draft", "expired, still live"):
            for hidden_locale in (self.english, self.french):
                key = {}
                pair = f"pair of {model.__name__}, {hidden_locale} is {state}"
                shared = self.word(pair, hidden=False)
                for locale in (self.english, self.french):
                    is_hidden = locale == hidden_locale
                    label = f"{locale} of a pair whose {hidden_locale} is {state}"
                    columns = page_columns(state, self.now) if is_hidden else {}
                    made = self.snippet(
                        model,
                        label,
                        hidden=is_hidden,
                        locale=locale,
                        shared=shared,
                        **key,
                        **columns,
                    )
                    key = {"translation_key": made.translation_key}

    def files_in_all_states(self) -> None:
        """Plant images with renditions, and documents, in public and private collections."""
        places = {VISIBLE: CollectionFactory(name=self.word("collection", hidden=True))}
        for restriction in RESTRICTIONS:
            place = CollectionFactory(name=self.word(f"collection {restriction}", hidden=True))
            restrict(place, restriction, CollectionViewRestriction, "collection")
            places[f"in a private collection: {restriction}"] = place
        child = CollectionFactory(name=self.word("collection below", hidden=True), parent=place)
        grandchild = CollectionFactory(
            name=self.word("collection far below", hidden=True), parent=child
        )
        places["in a collection below a private one"] = child
        places["in a collection far below a private one"] = grandchild
        for state, collection in places.items():
            hidden = state != VISIBLE
            made = self.word(f"Image, {state}", hidden=hidden)
            image = ImageFactory(
                title=made,
                alt_text=f"{made} {COMMON}",
                credit=made,
                collection=collection,
                file=ContentFile(picture_bytes(), name=f"{made}.png"),
            )
            ImageAltTextFactory(image=image, locale=self.french, text=f"{made} {COMMON}")
            image.get_renditions(*(sizes[-1].filter_spec for sizes in PRESETS.values()))
            self.note(image, state, made, hidden=hidden)
            made = self.word(f"Document, {state}", hidden=hidden)
            document = DocumentFactory(
                title=made,
                collection=collection,
                locale=self.german if hidden else None,
                file=ContentFile(PDF, name=f"{made}.pdf"),
            )
            self.note(document, state, made, hidden=hidden)

    # --- What refers to all of them --------------------------------------------------------------

    def referrers(self, model: type[Page]) -> None:
        """Plant visible pages that refer to each object in each way the type allows."""
        single = [
            item.related_model
            for item in model._meta.concrete_fields
            if isinstance(item, models.ForeignKey)
            and item.model is not Page
            and not item.remote_field.parent_link
        ]
        sizes = [sum(isinstance(p.instance, target) for p in self.targets) for target in single]
        places = [(self.english, self.home), (self.french, self.french_home)]
        for locale, home in places if model in (*ORDER, TrainingSessionPage) else places[:1]:
            self.page(
                model,
                f"{locale} referrer to all",
                home,
                hidden=False,
                locale=locale,
                targets=self.everything,
                aim=False,
            )
        for position in range(1, max(sizes, default=0)):
            self.page(
                model,
                f"referrer to number {position}",
                self.home,
                hidden=False,
                targets=self.number(position),
                aim=False,
            )

    def menus_and_redirects(self) -> None:
        """Plant a menu with all targets, and redirects to all pages."""
        for locale in (self.english, self.french):
            self.snippet(
                Menu,
                f"{locale} referrer to all",
                hidden=False,
                locale=locale,
                handle="main",
                targets=self.everything,
            )
        for planted in list(self.targets):
            if isinstance(planted.instance, Page):
                label = f"redirect to {planted}"
                beside = self.redirects[planted.instance.pk] = self.word(
                    label, hidden=planted.is_hidden
                )
                Redirect.objects.create(old_path=f"/{beside}", redirect_page=planted.instance)
                self._typed_redirects(planted, beside)

    def _typed_redirects(self, planted: Planted, beside: str) -> None:
        """Plant redirects to a page by its address, and by the path of another redirect."""
        for number, address in enumerate([*addresses_of(planted.instance), f"/{beside}"]):
            made = self.word(f"typed redirect {number} to {planted}", hidden=planted.is_hidden)
            Redirect.objects.create(old_path=f"/{made}", redirect_link=address)

    def drafts_of_live_objects(self) -> None:
        """Give every twin a newer draft that changes every text."""
        for instance in self.twins.values():
            draft = type(instance)._default_manager.get(pk=instance.pk)
            label = f"newer draft of {type(instance).__name__}"
            fill(draft, self.word(label, hidden=True), self.everything)
            draft.save_revision(user=self.user)

    def _people(self) -> None:
        names = {
            name: self.word(f"User.{name}", hidden=True)
            for name in ("username", "first_name", "last_name")
        }
        email = f"{self.word('User.email', hidden=True)}@example.org"
        self.user = get_user_model().objects.create(email=email, **names)

    def _homes(self) -> None:
        self.english = Locale.objects.get(language_code="en")
        self.french, self.spanish, self.german = (
            Locale.objects.create(language_code=code) for code in ("fr", "es", "de")
        )
        root = Page.get_first_root_node()
        self.home = self.page(HomePage, "home", root, hidden=False, aim=False).instance
        key = self.home.translation_key
        self.french_home = self.page(
            HomePage,
            "French home",
            root,
            hidden=False,
            locale=self.french,
            translation_key=key,
            aim=False,
        ).instance
        self.spanish_home = self.page(
            HomePage,
            "draft home",
            root,
            hidden=True,
            locale=self.spanish,
            translation_key=key,
            live=False,
        ).instance
        self.german_home = self.page(
            HomePage,
            "home in a removed language",
            root,
            hidden=True,
            locale=self.german,
            translation_key=key,
        ).instance
        self.other_home = self.page(HomePage, "home of the other site", root, hidden=True).instance
        self.site = Site.objects.create(
            hostname="localhost", root_page=self.home, is_default_site=True, site_name="Network"
        )
        name = self.word("name of the other site", hidden=True)
        Site.objects.create(hostname="other.example.org", root_page=self.other_home, site_name=name)
        self.private = self.page(StandardPage, "private section", self.home, hidden=True).instance
        restrict(self.private, "login", PageViewRestriction, "page")
        self.far_below = self.page(StandardPage, "below it", self.private, hidden=True).instance

    def _rest(self) -> None:
        settings = SiteSettings(site=self.site)
        fill(settings, self.word("SiteSettings", hidden=False))
        settings.texts = [SiteSettingsText(locale=self.french, footer=COMMON)]
        settings.save()
        made = self.word("page of a type that the API has not", hidden=True)
        plain = self.home.add_child(instance=Page(title=made, slug=made))
        self.note(plain, "of no type of the API", made, hidden=True)
        shy = self.page(PersonPage, "without consent", self.home, hidden=False, aim=False).instance
        email = f"{self.word('e-mail without consent', hidden=True)}@example.org"
        PersonPage.objects.filter(pk=shy.pk).update(public_consent=False, email=email)

    def build(self) -> PlantedSite:
        """Plant everything, saved as drafts are: such texts do not pass an editor's checks."""
        try:
            CheckedPublishMixin.is_deferred_validation = True
            with disable_reference_index_auto_update():
                self._build()
        finally:
            CheckedPublishMixin.is_deferred_validation = False
        return self

    def _build(self) -> None:
        for number, model in enumerate([Page, Image, Document, *SNIPPETS]):
            start_primary_keys(number, model)
        self._people()
        self._homes()
        self.files_in_all_states()
        for model in SNIPPETS:
            self.snippets_in_all_states(model)
        for number, model in enumerate(PAGES):
            self.pages_in_all_states(model, number)
        self._rest()
        for model in PAGES:
            self.referrers(model)
        self.menus_and_redirects()
        self.drafts_of_live_objects()
        release_all(1)
        text = self.word("comment of an editor", hidden=True)
        Comment.objects.create(
            page=self.twins[StandardPage], user=self.user, text=text, contentpath="title"
        )
        self.finish()


def page_columns(state: str, now: Any) -> dict[str, Any]:
    """Give the columns of a page or snippet in a state that columns alone make."""
    return {
        "draft": {"live": False},
        "scheduled": {"live": False, "go_live_at": now + timedelta(days=1)},
        "unpublished": {"live": False, "has_unpublished_changes": True, "first_published_at": now},
        "expired": {"live": False, "expired": True, "expire_at": now - timedelta(days=1)},
        "expired, still live": {"expire_at": now - timedelta(minutes=1)},
    }.get(state, {})


def restrict(instance: Any, restriction: str, model: Any, name: str) -> None:
    """Make a page or collection private."""
    made = model.objects.create(
        restriction_type=restriction, password=word("a password"), **{name: instance}
    )
    if restriction == "groups":
        made.groups.add(Group.objects.get_or_create(name="Members")[0])
