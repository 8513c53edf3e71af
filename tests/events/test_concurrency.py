"""Two publishes at once, on a database with row locks: rows that agree with the pages."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from events.domain.drafting import open_draft, open_for_change, store
from events.domain.programme import rebuild_programmes
from events.domain.shifting import TimeShift, propose_shift
from events.models import ProgrammeSlot, SlotText, TrainingSessionPage
from tests.factories import day_block, slot_block
from tests.support.threads import at_once

from .test_write_programme import rows

FIRST = date(2015, 6, 22)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_source_and_translation_published_together(transactional_db, make_session, translate):
    session = make_session([day_block(FIRST), slot_block("A"), slot_block("B")])
    french = translate(session, {"A": "Â"})

    for turn in range(5):
        source = TrainingSessionPage.objects.get(pk=session.pk)
        source.programme = [day_block(FIRST), slot_block("A", room=str(turn)), slot_block("B")]
        other = TrainingSessionPage.objects.get(pk=french.pk)
        other.programme[1].value["title"] = f"Â {turn}"
        revisions = source.save_revision(), other.save_revision()

        assert at_once(*(revision.publish for revision in revisions)) == []

        found = rows()
        rebuild_programmes()
        assert rows() == found
        assert ProgrammeSlot.objects.get(position=1).room == str(turn)
        assert SlotText.objects.filter(title=f"Â {turn}").count() == 1


def test_same_page_published_twice(transactional_db, make_session):
    session = make_session([day_block(FIRST), slot_block("A")])
    revisions = []
    for title in ("B", "C"):
        session.programme = [day_block(FIRST), slot_block("A"), slot_block(title)]
        revisions.append(session.save_revision())

    assert at_once(*(revision.publish for revision in revisions)) == []

    found = rows()
    rebuild_programmes()
    assert rows() == found


def test_of_two_who_looked_at_one_draft_the_second_looks_again(transactional_db, make_session):
    session = make_session([day_block(FIRST), slot_block("A", "09:00", "10:00")])
    session.save_revision()
    looked_at = open_draft(session).revision

    def shift():
        with transaction.atomic():
            store(propose_shift(open_for_change(session, looked_at), TimeShift(days=1)))

    (error,) = at_once(shift, shift)

    assert isinstance(error, ValidationError)
    assert error.code == "changed"
    assert session.revisions.count() == 2
    assert str(open_draft(session).session.start_date) == "2015-06-23"
