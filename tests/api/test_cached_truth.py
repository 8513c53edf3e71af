"""Every documented query, asked before and after every kind of change: stored answers are true.

After each change an answer from the store must equal one that is made anew; and what the change has
nothing to do with must still come from the store.
"""

import datetime
import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
)

from cms.caching import answers
from cms.media.models import Document, Image, Rendition
from cms.references.guard import references_may_break
from cms.translation_state.models import TranslationState
from events.domain.rebuilding import rebuild_programmes
from events.models import Theme, TrainingSessionPage, Venue
from home.models import InterfaceMessage, Menu, Notice, SiteSettings, StandardPage
from organizations.models import ContactPoint, OrganizationPage, PersonPage
from tests.support.documents import documents
from tests.support.grown_site import GrownSite, as_drafts
from tests.support.random_site import remove, take_off
from tests.support.statements import variables_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROWS = 3
DOCUMENTS = {str(document): document for document in documents()}
# Few that depend on little, by what they are about.
LITTLE = {
    "languages": ("{ locales { code } }", {}),
    "contacts": ("{ contactPoints { nodes { name } } }", {}),
    "themes": ("{ themes { nodes { name } } }", {}),
    "venues": ("{ venues { nodes { name city } } }", {}),
    "sessions": ("{ sessions { nodes { title startDate } } }", {}),
    "people": ("{ people { nodes { title } } }", {}),
    "organizations": ("{ organizations { nodes { title } } }", {}),
    "settings": ("{ site { settings { email } } }", {}),
    "redirects": ("{ redirects { nodes { path url } } }", {}),
    "upcoming": ("{ sessions(filter: {upcoming: true}) { nodes { title } } }", {}),
    "messages": ("{ interfaceMessages { nodes { text } } }", {}),
    "notices": ("{ notices { nodes { text { html } } } }", {}),
}
ALL = set(LITTLE)


def save(page, **values):
    """Save a page as its publication does, without an editor's checks."""
    for name, value in values.items():
        setattr(page, name, value)
    with as_drafts():
        page.save()


def restrict(site):
    page = site.first("PersonPage")
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def hide_a_collection(site):
    hidden = Collection.get_first_root_node().add_child(name="Hidden")
    CollectionViewRestriction.objects.create(collection=hidden, restriction_type="login")
    Image.objects.filter(pk=Image.objects.first().pk).update(collection=hidden)


def expire(site):
    page = site.first("OrganizationPage")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    with references_may_break():
        call_command("publish_scheduled")


def go_live(site):
    page = TrainingSessionPage.objects.filter(locale__language_code="en", live=True).last()
    page.live, page.go_live_at = False, timezone.now() - datetime.timedelta(minutes=1)
    with as_drafts(), references_may_break():
        page.save()
        page.save_revision(approved_go_live_at=page.go_live_at)
        call_command("publish_scheduled")


def save_a_draft(site):
    page = site.first("TrainingSessionPage")
    page.title = "Only a draft"
    with as_drafts():
        page.save_revision()


def move(site):
    pages = StandardPage.objects.filter(locale__language_code="en", live=True, numchild=0)
    first, second = pages.order_by("path")[:2]
    with as_drafts():
        first.move(second, pos="last-child")


def outdate(site):
    """Say that other texts of a French page are outdated, as publishing its original does."""
    page = site.hubs["en"]["StandardPage"]
    states = TranslationState.objects.filter(translation_key=page.translation_key)
    states.filter(locale__language_code="fr").update(outdated=["title"])


# Each change, with what of LITTLE it leaves alone.
CHANGES = {
    "a draft": (save_a_draft, ALL),
    "a title": (
        lambda site: save(site.first("PersonPage"), title="Renamed", draft_title="Renamed"),
        ALL - {"people", "redirects"},
    ),
    "a day": (
        lambda site: save(site.first("TrainingSessionPage"), start_date=datetime.date(2130, 1, 2)),
        ALL - {"sessions", "upcoming", "redirects"},
    ),
    "a theme": (
        lambda site: Theme.objects.filter(pk=site.first("Theme").pk).update(name="Renamed theme"),
        ALL - {"themes"},
    ),
    "a venue": (
        lambda site: Venue.objects.filter(pk=site.first("Venue").pk).update(city="Elsewhere"),
        ALL - {"venues"},
    ),
    "a contact": (
        lambda site: ContactPoint.objects.filter(live=True).update(name="Another desk"),
        ALL - {"contacts"},
    ),
    "a menu": (lambda site: Menu.objects.filter(live=True).update(items="[]"), ALL),
    "a message": (
        lambda site: InterfaceMessage.objects.update(text="Another text"),
        ALL - {"messages"},
    ),
    "a notice": (lambda site: Notice.objects.update(text="Another text"), ALL - {"notices"}),
    "settings": (
        lambda site: SiteSettings.objects.update(email="new@example.org"),
        ALL - {"settings"},
    ),
    "a redirect": (
        lambda site: Redirect.objects.create(old_path="/quite-new", redirect_link="/about/"),
        ALL - {"redirects"},
    ),
    "an image": (
        lambda site: Image.objects.filter(pk=Image.objects.first().pk).update(alt_text="Other"),
        ALL,
    ),
    "a file": (lambda site: Document.objects.update(title="Another file"), ALL),
    "renditions": (lambda site: Rendition.objects.all().delete(), ALL),
    "a slug": (
        lambda site: save(site.first("OrganizationPage"), slug="elsewhere"),
        ALL - {"organizations", "redirects"},
    ),
    "an outdated text": (outdate, ALL - {"redirects"}),
    "a move": (move, ALL - {"redirects"}),
    "a programme": (lambda site: rebuild_programmes(), None),
    "unpublishing": (
        lambda site: take_off(
            PersonPage.objects.filter(live=True, locale__language_code="en").last()
        ),
        ALL - {"people", "redirects"},
    ),
    "an expiry": (expire, None),
    "going live": (go_live, ALL - {"sessions", "upcoming", "redirects"}),
    "deleting": (
        lambda site: remove(OrganizationPage.objects.filter(locale__language_code="en").last()),
        None,
    ),
    "a restriction": (restrict, set()),
    "a collection": (hide_a_collection, set()),
    "a site": (lambda site: Site.objects.update(site_name="Another name"), set()),
}


@pytest.fixture
def site(tmp_path, settings):
    """Give a site with a few rows of every kind."""
    settings.MEDIA_ROOT = str(tmp_path)
    site = GrownSite()
    site.grow(ROWS)
    return site


def ask(text, variables):
    response = Client().get(
        "/graphql/",
        {"query": text, "variables": json.dumps(variables)},
        headers={"accept": "application/json"},
    )
    answer = json.loads(response.content)
    assert "errors" not in answer, (text, answer["errors"])
    return answer["data"]


def test_stored_answers_are_true_after_every_change(site, django_assert_max_num_queries):
    asked = {name: (item.text, variables_on(site, item)) for name, item in DOCUMENTS.items()}
    asked |= LITTLE

    def ask_all():
        return {name: ask(*question) for name, question in asked.items()}

    def stored(name):
        """Whether the answer comes from the store: all it costs is its version."""
        try:
            with django_assert_max_num_queries(1):
                ask(*asked[name])
        except pytest.fail.Exception:
            return False
        return True

    before = ask_all()
    assert {name for name in LITTLE if stored(name)} == ALL
    changed = {}
    for change, (make, unrelated) in CHANGES.items():
        make(site)

        if unrelated is not None:
            kept = {name for name in LITTLE if stored(name)}
            assert (change, kept) == (change, unrelated)
        given = ask_all()
        answers.LOCAL.clear()
        anew = ask_all()
        stale = {name: [given[name], anew[name]] for name in asked if given[name] != anew[name]}
        assert (change, stale) == (change, {})
        changed[change] = {name for name in asked if given[name] != before[name]}
        before = given

    # The changes are ones that readers see.
    assert {change for change, names in changed.items() if not names} <= {"a draft", "a programme"}
