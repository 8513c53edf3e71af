"""Rolling back gives readers what they had before, all of it or nothing."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from events.models import TrainingSessionPage
from home.models import StandardPage
from releases.domain.problems import ReleaseRefusedError
from releases.domain.releasing import release
from releases.domain.rolling_back import GIVEN_BACK, ROLLED_BACK, roll_back
from releases.enums import BundleState
from tests.factories import BundleRedirectFactory, StandardPageFactory
from tests.support.graphql import ask

from .conftest import again, content_of_database, programme, state_of

LINK = "https://example.org/"

pytestmark = pytest.mark.django_db

READERS = """
{
  pages { nodes { path title } }
  themes { nodes { name } }
  redirects { nodes { path url } }
  sessions { nodes { title programme { days { slots { title speakers { person { title } } } } } } }
}
"""


def test_readers_have_what_they_had(bundle_of, page, theme, session_with, network, boss):
    session = session_with(network.anna, "First")
    session.programme = programme(network.boris, "First")
    session.save_revision()
    new = StandardPageFactory(parent=network.home, live=False, title="New one", slug="new-one")
    new.save_revision()
    gone = page("Gone", draft="")
    Redirect.add_redirect("/leaflet", "https://example.org/old")
    bundle = bundle_of(page("One"), theme, session, new, gone=[gone])
    BundleRedirectFactory(bundle=bundle, old_path="/leaflet", redirect_link="https://example.org/")
    BundleRedirectFactory(bundle=bundle, old_path="/b", redirect_page=new.page_ptr)
    before = ask(READERS)
    release(bundle, boss)
    between = ask(READERS)

    roll_back(bundle, boss)

    assert ask(READERS) == before
    assert between != before
    assert state_of(bundle) == BundleState.ROLLED_BACK


def test_what_was_released_stays_a_draft(bundle_of, page, theme, boss):
    one = page("One")
    bundle = bundle_of(one, theme)
    release(bundle, boss)

    roll_back(bundle, boss)

    for instance, name in ((again(one), "title"), (again(theme), "name")):
        assert instance.has_unpublished_changes
        assert getattr(instance.get_latest_revision_as_object(), name) != getattr(instance, name)


def test_histories_tell_of_it(bundle_of, page, boss):
    one = page("One")
    bundle = bundle_of(one)
    release(bundle, boss)

    roll_back(bundle, boss)

    assert PageLogEntry.objects.get(page=one.pk, action=GIVEN_BACK).user == boss
    assert ModelLogEntry.objects.get(action=ROLLED_BACK).object_id == str(bundle.pk)


def test_redirect_that_gave_way_is_there_again(bundle_of, page, network, boss):
    Redirect.add_redirect("/two", "https://example.org/")
    two = StandardPageFactory(parent=network.home, live=False, slug="two")
    two.save_revision()
    bundle = bundle_of(two)
    release(bundle, boss)
    assert not Redirect.objects.filter(old_path="/two").exists()

    roll_back(bundle, boss)

    assert Redirect.objects.get(old_path="/two").redirect_link == "https://example.org/"


def test_address_comes_back_and_the_new_one_leads_to_it(bundle_of, page, boss):
    one = page("One", draft="")
    one.slug = "uno"
    one.save_revision()
    bundle = bundle_of(one)
    release(bundle, boss)
    assert Redirect.objects.get().old_path == "/one"

    roll_back(bundle, boss)

    assert again(one).slug == "one"
    assert Redirect.objects.get().old_path == "/uno"


def test_member_that_was_published_since_is_in_the_way(bundle_of, page, theme, boss):
    one = page("One")
    bundle = bundle_of(one, theme)
    release(bundle, boss)
    one = again(one)
    one.title = "Newer"
    one.save_revision().publish()
    before = content_of_database()

    with pytest.raises(ReleaseRefusedError) as error:
        roll_back(bundle, boss)

    assert content_of_database() == before
    assert [it["member"] for it in error.value.problems] == [bundle.members.get(title="One").pk]
    assert state_of(bundle) == BundleState.RELEASED


def test_member_that_was_deleted_since_is_in_the_way(bundle_of, page, boss):
    one = page("One")
    bundle = bundle_of(one, page("Two"))
    release(bundle, boss)
    one.delete()

    with pytest.raises(ReleaseRefusedError) as error:
        roll_back(bundle, boss)

    assert error.value.messages == ["It was changed or deleted after the release."]


def test_later_draft_is_kept(bundle_of, page, boss):
    one = page("One")
    bundle = bundle_of(one)
    release(bundle, boss)
    one = again(one)
    one.title = "Newer"
    one.save_revision()

    roll_back(bundle, boss)

    assert again(one).title == "One"
    assert again(one).get_latest_revision_as_object().title == "Newer"


def test_new_page_that_is_used_meanwhile_is_in_the_way(
    bundle_of, session_with, network, page, boss
):
    new = type(network.anna)(title="Carla", slug="carla", live=False)
    network.people.add_child(instance=new)
    new.save_revision()
    bundle = bundle_of(new)
    release(bundle, boss)
    session_with(again(new), "First")

    with pytest.raises(ReleaseRefusedError):
        roll_back(bundle, boss)

    assert again(new).live


def test_redirect_that_was_deleted_since_is_named(bundle_of, page, boss):
    bundle = bundle_of(page("One"))
    made = BundleRedirectFactory(bundle=bundle, old_path="/b", redirect_link="https://example.org/")
    release(bundle, boss)
    Redirect.objects.all().delete()

    with pytest.raises(ReleaseRefusedError) as error:
        roll_back(bundle, boss)

    assert [it["redirect"] for it in error.value.problems] == [made.pk]


def test_redirect_that_went_with_its_page_is_not_missed(bundle_of, page, boss, uses_may_break):
    target, new = page("Two", draft=""), page("One")
    bundle = bundle_of(new)
    BundleRedirectFactory(bundle=bundle, old_path="/b", redirect_page=target.page_ptr)
    release(bundle, boss)
    target.delete()

    roll_back(bundle, boss)

    assert again(new).title != "One draft"


@pytest.mark.parametrize("target", ["page", "link"])
def test_redirect_with_another_target_since_is_named(bundle_of, page, boss, target):
    bundle = bundle_of()
    to = {"redirect_page": page("One")} if target == "page" else {"redirect_link": LINK}
    made = BundleRedirectFactory(bundle=bundle, old_path="/b", **to)
    release(bundle, boss)
    second = bundle_of()
    BundleRedirectFactory(bundle=second, old_path="/b", redirect_link=f"{LINK}new/")
    release(second, boss)

    with pytest.raises(ReleaseRefusedError) as error:
        roll_back(bundle, boss)

    assert [it["redirect"] for it in error.value.problems] == [made.pk]
    assert Redirect.objects.get().redirect_link == f"{LINK}new/"


def test_redirect_of_a_site_that_is_gone_is_left_out(bundle_of, network, boss):
    site = Site.objects.create(hostname="example.org", root_page=network.people)
    Redirect.objects.create(old_path="/b", site=site, redirect_link=f"{LINK}old/")
    bundle = bundle_of()
    for place in ({"site": site, "old_path": "/b"}, {"old_path": "/c"}):
        BundleRedirectFactory(bundle=bundle, redirect_link=f"{LINK}new/", **place)
    release(bundle, boss)
    site.delete()

    roll_back(bundle, boss)

    assert Redirect.objects.count() == 0


def test_redirect_that_was_shortened_is_rolled_back(bundle_of, network, boss):
    Redirect.objects.create(old_path="/b", redirect_page=network.anna)
    bundle = bundle_of()
    BundleRedirectFactory(bundle=bundle, old_path="/a", redirect_link="http://localhost/b")
    release(bundle, boss)
    assert Redirect.objects.get(old_path="/a").redirect_page_id == network.anna.pk

    roll_back(bundle, boss)

    assert Redirect.objects.get().old_path == "/b"


def test_sessions_exchange_their_speakers_back(bundle_of, session_with, network, boss):
    first, second = session_with(network.anna, "First"), session_with(network.boris, "Second")
    first.programme = programme(network.boris, "First")
    second.programme = programme(network.anna, "Second")
    first.save_revision()
    second.save_revision()
    bundle = bundle_of(first, second)
    release(bundle, boss)

    roll_back(bundle, boss)

    found = TrainingSessionPage.objects.get(pk=first.pk).programme[1].value["speakers"]
    assert found[0]["person"].pk == network.anna.pk


def test_rolled_back_bundle_can_be_released_again(bundle_of, page, boss):
    one = page("One")
    bundle = bundle_of(one)
    release(bundle, boss)
    roll_back(bundle, boss)

    release(bundle, boss)

    assert StandardPage.objects.get(pk=one.pk).title == "New"
    assert state_of(bundle) == BundleState.RELEASED


def test_right_to_redirects_is_asked_for(bundle_of, boss, member, network):
    bundle = bundle_of()
    made = BundleRedirectFactory(bundle=bundle, redirect_link="https://example.org/")
    release(bundle, boss)

    with pytest.raises(ReleaseRefusedError) as error:
        roll_back(bundle, member("cairo", network.home, "change", "publish"))

    assert [it["redirect"] for it in error.value.problems] == [made.pk]
    assert Redirect.objects.count() == 1


def test_right_is_asked_for(bundle_of, page, boss, member, network):
    one = page("One")
    bundle = bundle_of(one)
    release(bundle, boss)

    with pytest.raises(ReleaseRefusedError):
        roll_back(bundle, member("cairo", network.people, "change", "publish"))

    assert again(one).title == "New"
