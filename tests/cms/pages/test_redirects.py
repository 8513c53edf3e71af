"""Redirects that pages leave behind when they get another address, and those that lead nowhere."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from home.models import StandardPage
from tests.factories import HomePageFactory, SiteFactory, StandardPageFactory
from tests.support.graphql import ask

ROOT = "http://miti.example.org"
QUESTION = """query ($path: String!, $locale: LocaleCode) {
  redirect(path: $path, locale: $locale) { url isPermanent target { path } }
}"""


def lead(path, locale=None):
    """Give where a path leads, as a front end is told."""
    found = ask(QUESTION, path=path, locale=locale)["redirect"]
    return found and found["url"].removeprefix(ROOT)


def all_redirects():
    return {row.old_path: row.redirect_page_id for row in Redirect.objects.all()}


def rename(page, slug):
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    page.save_revision().publish()


@pytest.fixture
def tree(db):
    """Give a site in English and French with a page, a page below it, and their translations."""
    home = HomePageFactory(slug="home", locale=Locale.objects.get(language_code="en"))
    Site.objects.create(hostname="miti.example.org", root_page=home, is_default_site=True)
    home.french = home.copy_for_translation(Locale.objects.create(language_code="fr"))
    home.french.save_revision().publish()
    home.about = StandardPageFactory(parent=home, title="About", slug="about")
    home.team = StandardPageFactory(parent=home.about, title="Team", slug="team")
    home.other = StandardPageFactory(parent=home, title="Other", slug="other")
    return home


@pytest.fixture
def both(tree):
    """Translate the pages."""
    for name in ("about", "team"):
        page = getattr(tree, name).copy_for_translation(tree.french.locale)
        page.save_revision().publish()
        setattr(tree, f"{name}_fr", page)
    return tree


def test_new_slug_leaves_redirects_for_a_page_and_all_below_it(tree):
    rename(tree.about, "about-us")

    assert all_redirects() == {"/about": tree.about.pk, "/about/team": tree.team.pk}
    assert lead("/about/") == "/about-us/"
    assert lead("/about/team/") == "/about-us/team/"
    assert lead("/about-us/") is None


def test_move_leaves_redirects(tree):
    tree.about.move(tree.other, "last-child")

    assert lead("/about/") == "/other/about/"
    assert lead("/about/team/") == "/other/about/team/"


@pytest.mark.parametrize("way", ["page", "plain page", "view", "bulk"])
def test_every_way_to_move_leaves_redirects(tree, admin_client, way):
    if way == "page":
        tree.about.move(tree.other, "last-child")
    elif way == "plain page":
        Page.objects.get(pk=tree.about.pk).move(tree.other, "last-child")
    elif way == "view":
        address = reverse("wagtailadmin_pages:move_confirm", args=[tree.about.pk, tree.other.pk])
        admin_client.post(address)
    else:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        data = {"chooser": tree.other.pk}
        admin_client.post(f"{address}?id={tree.about.pk}", data)

    assert lead("/about/team/") == "/other/about/team/"


def test_translations_follow_a_slug_and_leave_redirects_under_their_own_paths(both):
    rename(both.about, "about-us")

    assert lead("/about/team/") == "/about-us/team/"
    assert lead("/fr/about/team/") == "/fr/about-us/team/"
    assert lead("/about/team/", "FR") == "/fr/about-us/team/"
    assert len(all_redirects()) == 4


def test_translated_slug_leaves_redirects_in_its_language_only(both):
    rename(both.about_fr, "a-propos")

    assert all_redirects() == {"/fr/about": both.about_fr.pk, "/fr/about/team": both.team_fr.pk}
    assert lead("/about/", "FR") == "/fr/a-propos/"


def test_chains_do_not_grow_and_the_way_back_is_no_circle(tree):
    for slug in ("one", "two", "three"):
        rename(tree.about, slug)

    assert {lead(f"/{slug}/") for slug in ("about", "one", "two")} == {"/three/"}

    rename(tree.about, "about")

    assert all_redirects() == {
        **{f"/{slug}": tree.about.pk for slug in ("one", "two", "three")},
        **{f"/{slug}/team": tree.team.pk for slug in ("one", "two", "three")},
    }
    assert lead("/about/") is None


def test_typed_redirect_to_the_old_address_leads_to_the_page(tree):
    typed = ["/about/", "/about", f"{ROOT}/about/team/", "/about/?year=2030", "/about-others/"]
    for number, link in enumerate(typed):
        Redirect.objects.create(old_path=f"/{number}", redirect_link=link)

    rename(tree.about, "about-us")

    assert [(row.redirect_page_id, row.redirect_link) for row in Redirect.objects.filter(
        automatically_created=False).order_by("old_path")] == [
        (tree.about.pk, ""), (tree.about.pk, ""), (tree.team.pk, ""),
        (None, "/about/?year=2030"), (None, "/about-others/"),
    ]  # fmt: skip


def test_page_that_was_never_public_leaves_nothing(tree):
    Page.objects.filter(pk=tree.about.pk).update(live=False, first_published_at=None)
    draft = StandardPage.objects.get(pk=tree.about.pk)
    draft.slug = "about-us"
    draft.save()

    assert all_redirects() == {"/about/team": tree.team.pk}


def test_page_that_is_off_the_site_for_now_leaves_a_redirect_for_later(tree):
    tree.team.save_revision().publish()
    tree.team.refresh_from_db()
    tree.team.unpublish()
    page = StandardPage.objects.get(pk=tree.team.pk)
    page.slug = "people"
    page.save()

    assert all_redirects() == {"/about/team": tree.team.pk}
    assert lead("/about/team/") is None

    page.save_revision().publish()

    assert lead("/about/team/") == "/about/people/"


@pytest.mark.parametrize("how", ["published", "renamed", "moved", "created"])
def test_redirect_in_the_way_of_a_page_goes(tree, how):
    path = "/other/new" if how == "moved" else "/new"
    Redirect.objects.create(old_path=path, redirect_page=tree.about)
    if how == "published":
        page = StandardPageFactory(parent=tree, slug="new", live=False)
        assert path in all_redirects()
        page.save_revision().publish()
    elif how == "renamed":
        rename(tree.other, "new")
    elif how == "moved":
        rename(tree.team, "new")
        Page.objects.get(pk=tree.team.pk).move(tree.other, "last-child")
    else:
        StandardPageFactory(parent=tree, slug="new")

    assert path not in all_redirects()


def test_draft_leaves_the_redirect_of_its_address(tree):
    Redirect.objects.create(old_path="/new", redirect_page=tree.about)

    StandardPageFactory(parent=tree, slug="new", live=False)

    assert lead("/new") == "/about/"


def test_redirect_for_all_sites_stays_if_there_are_several(tree):
    SiteFactory(root_page=HomePageFactory(slug="second"))
    Redirect.objects.create(old_path="/new", redirect_page=tree.about)

    StandardPageFactory(parent=tree, slug="new")

    assert "/new" in all_redirects()


def test_page_that_moves_to_another_site_leaves_nothing(tree):
    other = HomePageFactory(slug="second")
    SiteFactory(root_page=other)

    tree.about.move(other, "last-child")

    assert all_redirects() == {}


def test_home_page_with_another_slug_moves_nothing(tree):
    rename(tree, "welcome")

    assert all_redirects() == {}


def test_order_among_siblings_is_no_move(tree):
    tree.other.move(tree.about, "left")

    assert all_redirects() == {}


def test_path_too_long_for_a_redirect_is_left_out(tree):
    page = tree.about
    for number in range(3):
        page = StandardPageFactory(parent=page, slug=f"{'x' * 90}{number}")

    rename(tree.about, "about-us")

    assert len(all_redirects()) == 4


@pytest.mark.parametrize("number", [1, 3, 300])
def test_statements_do_not_grow_with_what_is_below(tree, number, count_queries):
    for place in range(number):
        StandardPageFactory(parent=tree.about, slug=f"page-{place}")
    Redirect.objects.bulk_create(
        Redirect(old_path=f"/old-{place}", redirect_link=f"/about/page-{place}/")
        for place in range(number)
    )
    page = Page.objects.get(pk=tree.about.pk)

    with count_queries() as queries:
        page.move(tree.other, "last-child")

    ours = [q["sql"] for q in queries if "redirects_redirect" in q["sql"]]
    # SQLite takes fewer values at once: three hundred changed rows are four statements there.
    assert len(ours) == (6 if number == 300 and connection.vendor == "sqlite" else 3)
    assert len(all_redirects()) == 2 * number + 2
    assert not Redirect.objects.exclude(redirect_link="").exists()


# --- Written by somebody ------------------------------------------------------------------------


def form(**values):
    return RedirectForm({"old_path": "/a", "is_permanent": True, "redirect_link": "", **values})


def test_redirect_to_itself_is_refused_in_any_spelling(tree):
    for link in ("/a", "/a/", f"{ROOT}/a/"):
        redirect = Redirect(old_path="/a/", redirect_link=link)
        with pytest.raises(ValidationError, match="circle"):
            redirect.clean()


def test_circle_over_others_and_over_a_page_is_refused(tree):
    Redirect.objects.create(old_path="/b", redirect_link="/c/")
    Redirect.objects.create(old_path="/c", redirect_link="/a/")
    Redirect.objects.create(old_path="/d", redirect_page=tree.about)

    for redirect in (
        Redirect(old_path="/a", redirect_link="/b"),
        Redirect(old_path="/about", redirect_page=tree.about),
        Redirect(old_path="/about/", redirect_link="/d/"),
    ):
        with pytest.raises(ValidationError, match="circle"):
            redirect.clean()


@pytest.mark.parametrize("path", ["/about", "/about/", "/", "/about/team"])
def test_address_of_a_public_page_is_refused(tree, path):
    redirect = Redirect(old_path=Redirect.normalise_path(path), redirect_link="https://a.example/")

    with pytest.raises(ValidationError, match="A public page has this address") as caught:
        redirect.clean()

    assert caught.value.code == "taken"


def test_address_of_a_page_that_is_not_public_is_free(tree, uses_may_break):
    tree.about.unpublish()

    Redirect(old_path="/about", redirect_link="https://a.example/").clean()
    Redirect(old_path="/abouts", redirect_link="https://a.example/").clean()
    Redirect(old_path="/ko", redirect_link="https://a.example/").clean()


def test_form_says_it(tree):
    found = form(old_path="/about", redirect_page=tree.about.pk)

    assert not found.is_valid()
    assert found.errors["__all__"] == ["This redirect would lead in a circle: /about"]


def test_chain_is_shortened_when_it_is_written(tree):
    Redirect.objects.create(old_path="/b", redirect_link="https://elsewhere.example.org/")
    Redirect.objects.create(old_path="/c", redirect_page=tree.about)
    to_address = Redirect(old_path="/a", redirect_link="/b/")
    to_page = Redirect(old_path="/d", redirect_link="/c")

    to_address.clean()
    to_page.clean()

    assert to_address.redirect_link == "https://elsewhere.example.org/"
    assert (to_page.redirect_page_id, to_page.redirect_link) == (tree.about.pk, "")


def test_chain_over_a_temporary_redirect_is_left_as_it_is(tree):
    Redirect.objects.create(old_path="/b", redirect_page=tree.about, is_permanent=False)
    redirect = Redirect(old_path="/a", redirect_link="/b/")

    redirect.clean()

    assert (redirect.redirect_page_id, redirect.redirect_link) == (None, "/b/")


@pytest.mark.parametrize("link", ["https://[a]b/", "javascript:alert(1)", "/about/?a=1", "", "x"])
def test_other_links_are_left_to_other_checks(tree, link):
    Redirect(old_path="/a", redirect_link=link).clean()
