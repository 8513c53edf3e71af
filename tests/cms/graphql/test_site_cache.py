"""Sites, languages and restrictions are kept from request to request, and never when outdated."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms.graphql.site_cache import forget_sites
from tests.factories import HomePageFactory, StandardPageFactory
from tests.support.graphql import ask

pytestmark = pytest.mark.django_db(transaction=True)
QUERY = "{ site { name } pages { nodes { title } } }"


@pytest.fixture(autouse=True)
def _made_anew(settings):
    """Store no answer, and keep no site of another test."""
    settings.GRAPHQL_CACHE_BYTES = 0
    forget_sites()
    yield
    forget_sites()


@pytest.fixture
def page():
    """Give a page of a site."""
    home = HomePageFactory(title="Home", slug="home")
    Site.objects.create(
        hostname="miti.example.org", site_name="MITI", root_page=home, is_default_site=True
    )
    return StandardPageFactory(parent=home, title="About")


def answer():
    data = ask(QUERY)
    return data["site"]["name"], [node["title"] for node in data["pages"]["nodes"]]


def test_they_are_read_once_and_checked_within_the_first_statement(page, count_queries):
    answer()
    forget_sites()

    with count_queries() as first:
        answer()
    with count_queries() as second:
        assert answer() == ("MITI", ["Home", "About"])

    assert (len(first), len(second)) == (2, 1)


def test_a_restriction_holds_for_the_next_request(page):
    answer()

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert answer() == ("MITI", ["Home"])


def test_a_change_of_the_site_holds_for_the_next_request(page):
    answer()

    Site.objects.update(site_name="Institute")

    assert answer() == ("Institute", ["Home", "About"])


def test_an_expired_home_page_takes_its_site_along_at_that_moment(page):
    end = timezone.now() + datetime.timedelta(hours=1)
    Page.objects.filter(pk=page.get_parent().pk).update(expire_at=end)
    assert answer() == ("MITI", ["Home", "About"])

    with time_machine.travel(end + datetime.timedelta(seconds=1), tick=False):
        assert answer() == ("MITI", [])
