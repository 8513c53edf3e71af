"""Public paths of pages."""

import pytest

from tests.factories import HomePageFactory, LocaleFactory, SiteFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    home = HomePageFactory(title="Home", slug="home")
    return SiteFactory(hostname="miti.example.org", root_page=home, is_default_site=True)


def test_page_in_the_default_language_has_no_prefix(site):
    page = StandardPageFactory(parent=site.root_page, slug="about")

    assert page.get_url_parts() == (site.pk, "http://miti.example.org", "/about/")
    assert page.full_url == "http://miti.example.org/about/"


def test_home_page_is_at_the_root(site):
    assert site.root_page.full_url == "http://miti.example.org/"


def test_translation_has_its_language_as_prefix(site):
    french = LocaleFactory(language_code="fr")
    page = StandardPageFactory(parent=site.root_page, slug="about")
    translation = page.copy_for_translation(french, copy_parents=True)

    assert translation.full_url == "http://miti.example.org/fr/about/"


def test_default_language_is_that_of_the_site_s_root(site):
    arabic = HomePageFactory(slug="cairo", locale=LocaleFactory(language_code="ar"))
    SiteFactory(hostname="cairo.example.org", root_page=arabic)
    page = StandardPageFactory(parent=arabic, slug="about")

    assert page.full_url == "http://cairo.example.org/about/"


def test_site_inside_a_site_owns_its_pages(site):
    inner = HomePageFactory(parent=site.root_page, slug="paris")
    SiteFactory(hostname="paris.example.org", port=443, root_page=inner)
    page = StandardPageFactory(parent=inner, slug="about")

    assert page.full_url == "https://paris.example.org/about/"


def test_page_outside_all_sites_has_no_address(site):
    page = StandardPageFactory(parent=HomePageFactory(slug="elsewhere"), slug="about")

    assert page.get_url_parts() is None
    assert page.full_url is None


@pytest.mark.parametrize("number", [1, 5])
def test_addresses_of_a_listing_cost_three_statements(number, site, rf, count_queries):
    pages = [StandardPageFactory(parent=site.root_page) for _ in range(number)]
    request = rf.get("/")

    with count_queries() as queries:
        addresses = [page.get_full_url(request) for page in pages]

    assert len(set(addresses)) == number
    assert len(queries) == 3


def test_slug_of_an_arabic_title_is_in_latin_letters(site):
    page = StandardPageFactory(parent=site.root_page, title="التكيف والصمود", slug="")

    assert page.slug == "ltkyf-wlsmwd"
