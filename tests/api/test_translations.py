"""How language versions stand to each other, with the original visible and not."""

import datetime

import pytest
from wagtail.models import Page, PageViewRestriction

from events.models import Theme
from tests.factories import StandardPageFactory, ThemeFactory
from tests.support.graphql import ask

from .conftest import translated

pytestmark = pytest.mark.django_db
STATUS = "translations { locale { code } status lastSourceChange }"
FIRST, SECOND, THIRD = (datetime.datetime(2026, 5, day, tzinfo=datetime.UTC) for day in (1, 2, 3))


def iso(moment):
    return moment.isoformat()


def version(code, status, change):
    return {"locale": {"code": code}, "status": status, "lastSourceChange": iso(change)}


@pytest.fixture
def about(site):
    """Give a page in English, changed last, French and Arabic; the Arabic older than the French."""
    page = StandardPageFactory(parent=site.home, slug="about")
    versions = {"en": page, "fr": translated(page, site.french, "fr")}
    versions["ar"] = translated(page, site.arabic, "ar")
    for code, moment in (("en", THIRD), ("fr", SECOND), ("ar", FIRST)):
        Page.objects.filter(pk=versions[code].pk).update(last_published_at=moment)
    return versions


def of_page(page):
    return ask(f"{{ page(id: {page.pk}) {{ {STATUS} }} }}")["page"]["translations"]


def test_page_stands_to_its_original(about):
    assert of_page(about["en"]) == [
        version("FR", "OUTDATED", THIRD),
        version("AR", "OUTDATED", THIRD),
    ]
    assert of_page(about["fr"]) == [
        version("EN", "ORIGINAL", THIRD),
        version("AR", "OUTDATED", THIRD),
    ]


@pytest.mark.parametrize("state", ["draft", "expired", "private", "missing"])
def test_hidden_original_is_as_if_it_were_not_there(about, state):
    original = Page.objects.filter(pk=about["en"].pk)
    if state == "private":
        PageViewRestriction.objects.create(page=about["en"], restriction_type="login")
    elif state == "missing":
        about["en"].delete()
    else:
        original.update(**({"live": False} if state == "draft" else {"expire_at": FIRST}))

    assert of_page(about["fr"]) == [version("AR", "OUTDATED", SECOND)]
    assert of_page(about["ar"]) == [version("FR", "ORIGINAL", SECOND)]


@pytest.mark.parametrize("state", ["visible", "draft", "expired", "missing"])
def test_snippets_stand_to_what_is_visible(site, state, count_queries):
    theme = ThemeFactory(locale=site.english, last_published_at=THIRD)
    rows = [(site.french, SECOND), (site.arabic, FIRST)]
    for locale, moment in rows:
        copy = theme.copy_for_translation(locale)
        copy.live, copy.last_published_at = True, moment
        copy.save()
    original = Theme.objects.filter(pk=theme.pk)
    if state == "missing":
        original.delete()
    elif state != "visible":
        original.update(**({"live": False} if state == "draft" else {"expire_at": FIRST}))

    found = ask(f"{{ themes(locale: FR) {{ nodes {{ {STATUS} }} }} }}")["themes"]["nodes"]

    if state == "visible":
        expected = [version("EN", "ORIGINAL", THIRD), version("AR", "OUTDATED", THIRD)]
    else:
        expected = [version("AR", "OUTDATED", SECOND)]
    assert found == [{"translations": expected}]


def test_translations_of_many_snippets_are_one_question(site, count_queries):
    def statements():
        with count_queries() as queries:
            ask(f"{{ themes {{ nodes {{ {STATUS} }} }} }}")
        return len(queries)

    ThemeFactory(locale=site.english)
    statements()
    one = statements()
    for _ in range(5):
        ThemeFactory(locale=site.english).copy_for_translation(site.french).save()

    assert statements() == one
