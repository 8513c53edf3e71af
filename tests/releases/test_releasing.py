"""A bundle is released at once, or not at all."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, PageLogEntry

from events.models import TrainingSessionPage
from home.models import StandardPage
from releases.domain.applying import PUBLISHED
from releases.domain.problems import ReleaseRefusedError
from releases.domain.releasing import RELEASED, check, release
from releases.enums import BundleState
from tests.factories import BundleRedirectFactory, StandardPageFactory

from .conftest import again, content_of_database, programme, state_of

pytestmark = pytest.mark.django_db


def messages(problems):
    return [line for problem in problems for line in problem["messages"]]


def test_pages_snippets_and_redirects_go_live_together(bundle_of, page, theme, boss):
    first, hidden = page("One"), StandardPageFactory(live=False, title="Hidden")
    hidden.save_revision()
    bundle = bundle_of(first, theme, hidden)
    BundleRedirectFactory(bundle=bundle, old_path="/leaflet", redirect_page=hidden.page_ptr)

    release(bundle, boss)

    assert again(first).title == "New"
    assert again(theme).name == "Heat in cities"
    assert again(hidden).live
    assert Redirect.objects.get(old_path="/leaflet").redirect_page_id == hidden.pk
    assert state_of(bundle) == BundleState.RELEASED


def test_histories_tell_of_it(bundle_of, page, theme, boss):
    first = page("One")
    bundle = bundle_of(first, theme)

    release(bundle, boss)

    assert PageLogEntry.objects.get(page=first.pk, action=PUBLISHED).user == boss
    actions = ModelLogEntry.objects.filter(user=boss, action__startswith="releases.").values_list(
        "action", "object_id"
    )
    assert set(actions) == {(PUBLISHED, str(theme.pk)), (RELEASED, str(bundle.pk))}


def test_one_that_is_not_fit_changes_nothing(bundle_of, page, theme, boss):
    good, bad = page("Good"), page("Bad", draft="")
    bad.body = [("heading", {"text": "", "level": "2"})]
    bad.save_revision(clean=False)
    bundle = bundle_of(good, theme, bad)
    BundleRedirectFactory(bundle=bundle, redirect_link="https://example.org/")
    before = content_of_database()

    with pytest.raises(ReleaseRefusedError) as error:
        release(bundle, boss)

    assert content_of_database() == before
    (problem,) = error.value.problems
    assert problem["member"] == bundle.members.get(title="Bad").pk
    assert state_of(bundle) == BundleState.DRAFT


def test_dry_run_names_all_that_is_wrong_and_changes_nothing(
    bundle_of, page, theme, boss, django_capture_on_commit_callbacks, caplog
):
    good = page("Good")
    bad = [page("Bad", draft=""), page("Worse", draft="")]
    for one in bad:
        one.body = [("heading", {"text": "", "level": "2"})]
        one.save_revision(clean=False)
    bundle = bundle_of(good, theme, *bad)
    before = content_of_database()
    caplog.set_level("INFO")

    with django_capture_on_commit_callbacks() as callbacks:
        problems = check(bundle, boss)

    assert [problem["member"] for problem in problems] == [
        bundle.members.get(title=one.title).pk for one in bad
    ]
    assert content_of_database() == before
    assert callbacks == []
    assert [it.getMessage() for it in caplog.records if "Published" in it.getMessage()] == []


def test_dry_run_of_what_is_fit_changes_nothing(bundle_of, page, theme, boss):
    bundle = bundle_of(page("One"), theme)
    before = content_of_database()

    assert check(bundle, boss) == []

    assert content_of_database() == before
    assert state_of(bundle) == BundleState.DRAFT


def test_sessions_may_exchange_their_speakers(bundle_of, session_with, network, boss):
    first, second = session_with(network.anna, "First"), session_with(network.boris, "Second")
    first.programme, second.programme = (
        programme(network.boris, "First"),
        programme(network.anna, "Second"),
    )
    first.save_revision()
    second.save_revision()
    assert messages(check(bundle_of(first), boss)) != []

    release(bundle_of(first, second), boss)

    speakers = [
        TrainingSessionPage.objects.get(pk=one.pk).programme[1].value["speakers"][0]["person"].pk
        for one in (first, second)
    ]
    assert speakers == [network.boris.pk, network.anna.pk]


def test_sessions_that_are_in_conflict_afterwards_are_refused(
    bundle_of, session_with, network, boss
):
    first, second = session_with(network.anna, "First"), session_with(network.boris, "Second")
    second.programme = programme(network.anna, "Second")
    second.save_revision()

    assert "Anna" in " ".join(messages(check(bundle_of(first, second), boss)))


def test_a_page_may_take_the_address_that_another_leaves(bundle_of, page, boss):
    taker, leaver = page("Taker"), page("Leaver", slug="talks")
    leaver.slug = "old-talks"
    leaver.save_revision()
    release(bundle_of(leaver), boss)
    taker.slug = "talks"
    taker.save_revision()
    leaver = again(leaver)
    leaver.slug = "older-talks"
    leaver.save_revision()

    release(bundle_of(taker, leaver), boss)

    assert again(taker).slug == "talks"
    assert again(leaver).slug == "older-talks"


class TestTakenOffTheSite:
    """What is used by readers stays, unless what uses it goes or changes with it."""

    def test_used_page_is_refused(self, bundle_of, session_with, network, boss):
        session_with(network.anna, "First")
        bundle = bundle_of(gone=[network.anna])

        (problem,) = check(bundle, boss)

        assert problem["member"] == bundle.members.get().pk

    def test_page_goes_with_what_uses_it(self, bundle_of, session_with, network, boss):
        session = session_with(network.anna, "First")

        release(bundle_of(gone=[network.anna, session]), boss)

        assert [again(network.anna).live, again(session).live] == [False, False]

    def test_page_goes_when_its_user_has_another(self, bundle_of, session_with, network, boss):
        session = session_with(network.anna, "First")
        session.programme = programme(network.boris, "First")
        session.save_revision()

        release(bundle_of(session, gone=[network.anna]), boss)

        assert not again(network.anna).live

    def test_session_frees_its_speaker(self, bundle_of, session_with, network, boss):
        old, new = session_with(network.anna, "Old"), session_with(network.boris, "New")
        new.programme = programme(network.anna, "New")
        new.save_revision()

        release(bundle_of(new, gone=[old]), boss)

        assert not again(old).live

    def test_draft_that_begins_to_use_it_is_in_the_way(
        self, bundle_of, session_with, network, boss
    ):
        session = session_with(network.boris, "First")
        session.programme = programme(network.anna, "First")
        session.save_revision()

        assert messages(check(bundle_of(session, gone=[network.anna]), boss)) != []


class TestRedirects:
    """They are checked as redirects that somebody writes are."""

    def test_circle_is_refused(self, bundle_of, page, boss):
        bundle = bundle_of(page("One"))
        BundleRedirectFactory(bundle=bundle, old_path="/a", redirect_link="http://localhost/b/")
        last = BundleRedirectFactory(
            bundle=bundle, old_path="/b", redirect_link="http://localhost/a/"
        )

        (problem,) = check(bundle, boss)

        assert problem["redirect"] == last.pk
        assert problem["messages"] == ["This redirect would lead in a circle: /b → /a → /b"]

    def test_target_must_be_public_then(self, bundle_of, page, boss):
        one = page("One", draft="")
        bundle = bundle_of(gone=[one])
        BundleRedirectFactory(bundle=bundle, redirect_page=one.page_ptr)

        assert messages(check(bundle, boss)) == ["It leads to a page that is not public then."]

    def test_one_whose_page_was_deleted_stops_the_release(self, bundle_of, page, boss):
        target = page("Two", draft="")
        bundle = bundle_of(page("One"))
        BundleRedirectFactory(bundle=bundle, old_path="/a", redirect_page=target.page_ptr)
        target.delete()

        assert messages(check(bundle, boss)) == [
            "The page to which it leads was deleted. Remove it from the bundle, or add it anew."
        ]

    def test_existing_redirect_is_changed(self, bundle_of, page, boss):
        Redirect.add_redirect("/a", "https://example.org/")
        bundle = bundle_of(page("One"))
        BundleRedirectFactory(bundle=bundle, old_path="/a", redirect_link="https://example.com/")

        release(bundle, boss)

        assert Redirect.objects.get(old_path="/a").redirect_link == "https://example.com/"


def test_empty_bundle_is_refused(bundle_of, boss):
    assert messages(check(bundle_of(), boss)) == [
        "The bundle is empty. Add a page, a snippet or a redirect."
    ]


def test_released_bundle_is_not_released_again(bundle_of, page, boss):
    one = page("One")
    bundle = bundle_of(one)
    release(bundle, boss)
    number = StandardPage.objects.get(pk=one.pk).revisions.count()

    with pytest.raises(ReleaseRefusedError):
        release(bundle, boss)

    assert StandardPage.objects.get(pk=one.pk).revisions.count() == number


def test_deleted_member_is_named(bundle_of, page, boss):
    one = page("One")
    bundle = bundle_of(one, page("Two"))
    one.delete()

    assert messages(check(bundle, boss)) == ["It is not there any more. Take it out of the bundle."]
