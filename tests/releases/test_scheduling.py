"""A bundle is released at its time: once, by the rights of who scheduled it, or not at all."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DataError, IntegrityError, OperationalError
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    ModelLogEntry,
    PageLogEntry,
    Revision,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from cms.pages.publishing import REFUSED as MEMBER_REFUSED
from cms.references.guard import uses_in_the_way
from cms.references.pending import rebuild
from cms.references.uses import State
from home.models import StandardPage
from releases.domain import due
from releases.domain.problems import ReleaseRefusedError
from releases.domain.releasing import REFUSED, call_off, check, schedule
from releases.enums import BundleState
from releases.models import ReleaseBundle
from tests.factories import BundleRedirectFactory

from .conftest import content_of_database, programme, state_of

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2030, 6, 22, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def scheduled(bundle_of, page, theme, boss):
    """Give a bundle of a page and a snippet that is due at noon."""
    bundle = bundle_of(page("One"), theme)
    with time_machine.travel(NOON - HOUR, tick=False):
        schedule(bundle, boss, NOON)
    return ReleaseBundle.objects.get(pk=bundle.pk)


def run(moment=NOON):
    with time_machine.travel(moment, tick=False):
        call_command("publish_scheduled")


def one():
    return StandardPage.objects.get(slug="one")


def lose_draft(bundle):
    """Delete the draft of a member that a bundle has noted."""
    Revision.objects.filter(pk=bundle.members.get(title="One").revision_id).delete()


def test_it_is_released_at_its_time_and_not_before(scheduled):
    run(NOON - HOUR)
    assert (one().title, state_of(scheduled)) == ("One", BundleState.SCHEDULED)

    run()

    assert (one().title, state_of(scheduled)) == ("New", BundleState.RELEASED)


def test_clock_that_goes_back_releases_nothing_twice(scheduled):
    run()
    entries = PageLogEntry.objects.count(), ModelLogEntry.objects.count()

    run(NOON - HOUR)
    run(NOON + HOUR)

    assert (PageLogEntry.objects.count(), ModelLogEntry.objects.count()) == entries


def test_later_edits_stay_a_draft(scheduled):
    page = one()
    page.title = "Written later, by somebody who may not publish"
    page.save_revision()

    run()

    assert one().title == "New"
    assert one().has_unpublished_changes
    assert one().get_latest_revision_as_object().title == page.title


def test_noted_draft_is_not_purged(transactional_db, scheduled):
    page = one()
    page.title = "Later"
    page.save_revision()

    call_command("purge_revisions")
    run()

    assert (one().title, state_of(scheduled)) == ("New", BundleState.RELEASED)


def test_page_is_deleted_with_a_noted_draft(scheduled):
    one().delete()

    assert not StandardPage.objects.filter(slug="one").exists()


def test_one_that_became_unfit_takes_all_off_the_schedule(scheduled, boss, theme):
    other = StandardPage.objects.get(slug="one")
    lose_draft(scheduled)
    before = content_of_database()

    run()

    bundle = ReleaseBundle.objects.get(pk=scheduled.pk)
    assert bundle.state == BundleState.DRAFT
    assert [it["member"] for it in bundle.problems] == [bundle.members.get(title="One").pk]
    assert bundle.scheduled_by == boss
    assert content_of_database() == before
    assert PageLogEntry.objects.get(action=MEMBER_REFUSED).page_id == other.pk
    assert ModelLogEntry.objects.get(action=REFUSED).object_id == str(bundle.pk)


def test_other_bundles_are_released_all_the_same(scheduled, bundle_of, page, boss):
    lose_draft(scheduled)
    second = bundle_of(page("Two"))
    with time_machine.travel(NOON - HOUR, tick=False):
        schedule(second, boss, NOON)

    run()

    assert [state_of(scheduled), state_of(second)] == [BundleState.DRAFT, BundleState.RELEASED]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (IntegrityError, BundleState.DRAFT),
        (DataError, BundleState.DRAFT),
        (OperationalError, BundleState.SCHEDULED),
    ],
)
def test_what_the_database_never_takes_is_tried_for_a_while(scheduled, monkeypatch, error, state):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr(due, "finish", refuse)

    run()
    assert state_of(scheduled) == BundleState.SCHEDULED
    run(NOON + HOUR)

    assert state_of(scheduled) == state
    assert bool(ReleaseBundle.objects.get(pk=scheduled.pk).problems) == (state == BundleState.DRAFT)


def test_right_withdrawn_since_is_missed(bundle_of, page, member, network):
    cairo = member("cairo", network.home, "change", "publish")
    bundle = bundle_of(page("One"))
    with time_machine.travel(NOON - HOUR, tick=False):
        schedule(bundle, cairo, NOON)
    cairo.groups.clear()

    run()

    assert one().title == "One"
    assert state_of(bundle) == BundleState.DRAFT
    assert ReleaseBundle.objects.get().problems[0]["messages"] == [
        "cairo may not publish it. Ask somebody who may to release the bundle."
    ]


def test_check_goes_by_the_rights_of_who_has_scheduled_it(bundle_of, page, member, network, boss):
    cairo = member("cairo", network.home, "change", "publish")
    bundle = bundle_of(page("One"))
    schedule(bundle, cairo, NOON)

    assert check(bundle, member("stranger", network.trainings, "change", "publish")) == []
    cairo.groups.clear()

    assert [it["messages"] for it in check(bundle, boss)] == [
        ["cairo may not publish it. Ask somebody who may to release the bundle."]
    ]


@pytest.mark.parametrize("change", ["inactive", "deleted"])
def test_nobody_releases_for_who_is_gone(bundle_of, page, member, network, change):
    cairo = member("cairo", network.home, "change", "publish")
    bundle = bundle_of(page("One"))
    with time_machine.travel(NOON - HOUR, tick=False):
        schedule(bundle, cairo, NOON)
    if change == "inactive":
        type(cairo).objects.filter(pk=cairo.pk).update(is_active=False)
    else:
        cairo.delete()

    run()

    assert (one().title, state_of(bundle)) == ("One", BundleState.DRAFT)


def test_only_who_may_publish_all_may_schedule(bundle_of, page, member, network):
    cairo = member("cairo", network.home, "change")
    bundle = bundle_of(page("One"))

    with pytest.raises(ReleaseRefusedError):
        schedule(bundle, cairo, NOON)

    assert state_of(bundle) == BundleState.DRAFT


def test_called_off_bundle_is_not_released(scheduled, boss):
    call_off(scheduled, boss)

    run()

    assert (one().title, state_of(scheduled)) == ("One", BundleState.DRAFT)


class TestObstacles:
    """What keeps a single page from being published keeps a bundle."""

    def said(self, bundle, user):
        return [line for problem in check(bundle, user) for line in problem["messages"]]

    def test_lock(self, bundle_of, page, boss, member, network):
        page = page("One")
        cairo = member("cairo", network.home, "change", "publish", "lock")
        bundle = bundle_of(page)
        StandardPage.objects.filter(pk=page.pk).update(
            locked=True, locked_by=boss, locked_at=timezone.now()
        )

        assert self.said(bundle, cairo) == ["Somebody has locked it. Ask them to unlock it."]
        assert self.said(bundle, boss) == []

    def test_open_review(self, bundle_of, page, boss, network):
        page = page("One")
        workflow = Workflow.objects.create(name="Review")
        task = GroupApprovalTask.objects.create(name="Look")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        workflow.start(page, boss)

        assert self.said(bundle_of(page), boss) == [
            "A review is open. Approve it, or cancel it, first."
        ]
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS

    def test_schedule_of_its_own(self, bundle_of, page, boss):
        page = page("One")
        page.go_live_at = timezone.now() + HOUR
        page.save_revision().publish()

        assert self.said(bundle_of(page), boss) == [
            "Its draft has a schedule of its own. Remove the schedule from the draft."
        ]

    def test_end_that_is_past(self, bundle_of, page, boss):
        page = page("One")
        page.expire_at = timezone.now() - HOUR
        page.save_revision()

        assert self.said(bundle_of(page), boss) == [
            "The end that its draft has is past. Change or remove it."
        ]


def test_only_who_scheduled_it_or_may_publish_all_calls_it_off(
    scheduled, bundle_of, page, member, network
):
    stranger = member("stranger", network.trainings, "change", "publish")
    with pytest.raises(PermissionDenied):
        call_off(scheduled, stranger)
    scheduled.refresh_from_db()
    assert scheduled.is_scheduled

    publisher = member("publisher", network.home, "change", "publish", models=["publish_theme"])
    bundle = bundle_of(page(title="Another"))
    schedule(bundle, publisher, timezone.now() + HOUR)
    call_off(bundle, publisher)

    bundle.refresh_from_db()
    assert bundle.is_open


def test_who_may_not_write_redirects_neither_schedules_them_nor_calls_them_off(
    bundle_of, member, network, boss
):
    cairo = member("cairo", network.home, "change", "publish")
    bundle = bundle_of()
    made = BundleRedirectFactory(bundle=bundle, redirect_link="https://example.org/")

    with pytest.raises(ReleaseRefusedError) as error:
        schedule(bundle, cairo, NOON)
    assert [it["redirect"] for it in error.value.problems] == [made.pk]
    schedule(bundle, boss, NOON)
    with pytest.raises(PermissionDenied):
        call_off(bundle, cairo)

    assert state_of(bundle) == BundleState.SCHEDULED


def test_who_speaks_in_a_draft_that_waits_is_used(bundle_of, session_with, network, boss):
    session = session_with(network.anna, "Water")
    session.programme = programme(network.boris, "Water")
    session.save_revision()
    assert uses_in_the_way([network.boris]) == []
    bundle = bundle_of(session)
    schedule(bundle, boss, timezone.now() + HOUR)
    session.programme = programme(network.anna, "Water")
    session.save_revision()

    (use,) = uses_in_the_way([network.boris])
    assert (use.source.pk, use.state) == (session.pk, State.SCHEDULED)
    assert rebuild() > 0
    assert len(uses_in_the_way([network.boris])) == 1

    call_off(bundle, boss)
    assert uses_in_the_way([network.boris]) == []
