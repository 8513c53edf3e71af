"""Rows made anew equal those that publishing wrote."""

from datetime import UTC, date, datetime, time
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.domain.programme import Shift, rebuild_programmes, recompute_instants
from events.models import ProgrammeDay, ProgrammeSlot, SlotText, TrainingSessionPage
from tests.factories import TrainingSessionPageFactory, day_block, note_block, slot_block

from .test_write_programme import EMPTY, rows

FIRST, SECOND = date(2015, 6, 22), date(2015, 6, 23)

BLOCKS = st.sampled_from(
    [
        slot_block("A", "09:00", "10:00"),
        slot_block("B"),
        slot_block("C", "23:00", "01:00", room="1"),
        day_block(SECOND, "Second"),
        note_block("N"),
    ]
)
PROGRAMMES = st.lists(BLOCKS, max_size=5, unique_by=lambda block: block["id"]).map(
    lambda blocks: [day_block(FIRST, "First"), *blocks]
)
LOCALES = st.sampled_from(["en", "fr"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), LOCALES, PROGRAMMES, st.sampled_from(["", "'", "²"])),
        st.tuples(st.sampled_from(["unpublish", "delete", "draft"]), LOCALES),
        st.tuples(st.just("translate")),
        st.tuples(st.just("alias")),
    ),
    max_size=8,
)


class Site:
    """A session and its French page, changed step by step as editors would."""

    def __init__(self, network):
        self.network = network
        self.key = TrainingSessionPageFactory(
            parent=network.trainings, programme=[day_block(FIRST), slot_block("A")]
        ).translation_key

    def page(self, code):
        pages = TrainingSessionPage.objects.filter(translation_key=self.key)
        return pages.filter(locale__language_code=code).first()

    def publish(self, code, programme, mark):
        page = self.page(code)
        if page is None or page.alias_of_id:
            return
        page.programme = [
            {**block, "value": {**block["value"], "title": f"{block['value'].get('title')}{mark}"}}
            if block["type"] == "slot"
            else block
            for block in programme
        ]
        page.save_revision(clean=False).publish()

    def unpublish(self, code):
        if page := self.page(code):
            page.unpublish()

    def draft(self, code):
        page = self.page(code)
        if page and not page.alias_of_id:
            page.programme = []
            page.save_revision(clean=False)

    def delete(self, code):
        page = self.page(code)
        if page and code == "fr":
            page.delete()

    def translate(self):
        if self.page("fr") is None:
            page = self.page("en").copy_for_translation(self.network.french)
            page.save_revision(clean=False)

    def alias(self):
        source = self.page("en")
        if self.page("fr") is None and source.live:
            source.copy_for_translation(self.network.french, alias=True)


@pytest.mark.slow
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_rebuilding_gives_what_publishing_gave(network, steps):
    with transaction.atomic():
        site = Site(network)
        for name, *arguments in steps:
            getattr(site, name)(*arguments)
        published = rows()

        rebuild_programmes()
        assert rows() == published

        ProgrammeDay.objects.all().delete()
        ProgrammeSlot.objects.all().delete()
        rebuild_programmes()
        assert rows() == published
        transaction.set_rollback(True)


def test_command_rebuilds_all_and_says_so(make_session):
    make_session([day_block(FIRST), slot_block("A")])
    make_session([day_block(FIRST), slot_block("B")])
    expected = rows()
    SlotText.objects.update(title="spoilt")
    ProgrammeSlot.objects.filter(position=1).update(room="spoilt")
    out, err = StringIO(), StringIO()

    call_command("rebuild_programme", stdout=out, stderr=err)

    assert rows() == expected
    assert out.getvalue() == "2 programmes rebuilt\n"
    assert err.getvalue() == "2 of 2\n"


def test_command_rebuilds_one_session(make_session):
    one = make_session([day_block(FIRST), slot_block("A")])
    make_session([day_block(FIRST), slot_block("B")])
    SlotText.objects.update(title="spoilt")

    call_command(
        "rebuild_programme", session=one.translation_key, stdout=StringIO(), stderr=StringIO()
    )

    assert sorted(SlotText.objects.values_list("title", flat=True)) == ["A", "spoilt"]


def test_command_takes_an_unknown_key(db):
    out = StringIO()
    call_command("rebuild_programme", session=uuid4(), stdout=out)

    assert out.getvalue() == "0 programmes rebuilt\n"


def test_rows_of_pages_that_were_hidden_behind_our_back_go(make_session):
    make_session([day_block(FIRST), slot_block("A")])
    TrainingSessionPage.objects.update(live=False)
    rebuild_programmes()

    assert rows() == EMPTY


def test_new_rules_of_a_zone_shift_the_instant_and_not_the_printed_hour(make_session):
    session = make_session([day_block(FIRST), slot_block("A", "09:00", "10:00")])
    slot = ProgrammeSlot.objects.get()
    # As if the row had been written under other rules: Paris at UTC+3.
    ProgrammeSlot.objects.update(
        starts_at=datetime(2015, 6, 22, 6, tzinfo=UTC), ends_at=datetime(2015, 6, 22, 7, tzinfo=UTC)
    )
    TrainingSessionPage.objects.update(ends_before=datetime(2015, 6, 25, 21, tzinfo=UTC))

    shifts = recompute_instants()

    assert shifts == [
        Shift(
            session.pk,
            f"slot {slot.uid}",
            datetime(2015, 6, 22, 6, tzinfo=UTC),
            datetime(2015, 6, 22, 7, tzinfo=UTC),
        ),
        Shift(
            session.pk,
            "ends_before",
            datetime(2015, 6, 25, 21, tzinfo=UTC),
            datetime(2015, 6, 25, 22, tzinfo=UTC),
        ),
    ]
    slot.refresh_from_db()
    assert (slot.start_time, slot.starts_at) == (time(9), datetime(2015, 6, 22, 7, tzinfo=UTC))
    assert slot.ends_at == datetime(2015, 6, 22, 8, tzinfo=UTC)
    assert recompute_instants() == []


def test_command_lists_shifted_instants(make_session):
    session = make_session()
    TrainingSessionPage.objects.update(ends_before=datetime(2015, 6, 25, 21, tzinfo=UTC))
    out = StringIO()

    call_command("rebuild_programme", instants=True, stdout=out)

    assert out.getvalue() == (
        f"page {session.pk}, ends_before: 2015-06-25 21:00:00+00:00 -> 2015-06-25 22:00:00+00:00\n"
        "1 instants changed\n"
    )
