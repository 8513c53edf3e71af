"""Sessions through wagtail-localize: what translators meet, and what comes of their work."""

from datetime import date

import pytest
from django.db import connection
from wagtail_localize.models import String, StringTranslation, TranslationContext, TranslationSource

from events.domain.programme import load_programmes
from events.models import TrainingSessionPage
from tests.factories import DocumentFactory, day_block, note_block, slot_block

FIRST = date(2015, 6, 22)


@pytest.fixture(autouse=True)
def _migrations_table(db):
    """Make the table that wagtail-localize reads, which tests without migrations lack."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations "
            "(id bigint, app varchar(255), name varchar(255), applied timestamp)"
        )


@pytest.fixture
def submit(network):
    """Translate texts of a session into French and publish it, as the translators' tool does."""

    def submit(session, texts):
        source, _ = TranslationSource.update_or_create_from_instance(session)
        for old, new in texts.items():
            string = String.objects.get(data=old, locale=network.english)
            for segment in source.stringsegment_set.filter(string=string):
                StringTranslation.objects.update_or_create(
                    translation_of=string,
                    locale=network.french,
                    context=TranslationContext.objects.get(pk=segment.context_id),
                    defaults={"data": new},
                )
        source.create_or_update_translation(
            network.french, publish=False, copy_parent_pages=True, fallback=True
        )
        page = TrainingSessionPage.objects.get(
            translation_key=session.translation_key, locale=network.french
        )
        page.latest_revision.publish()
        return TrainingSessionPage.objects.get(pk=page.pk)

    return submit


def slots(page):
    programme = load_programmes([page], ["en"])[page.pk]
    return [(slot.title, slot.room, slot.text_locale) for slot in programme.slots]


def test_translated_slots_keep_their_ids_and_structure(make_session, submit, network):
    session = make_session(
        [
            day_block(FIRST, "Opening day"),
            slot_block("Opening", "09:00", "09:30", room="Hall", speakers=[network.anna]),
            slot_block("Talk", "10:00", "11:00"),
            note_block("Bring a coat"),
        ]
    )

    french = submit(session, {"Opening": "Ouverture", "Bring a coat": "Prenez un manteau"})

    assert slots(french) == [("Ouverture", "Hall", "fr"), ("Talk", "", "en")]
    (day,) = load_programmes([french], [])[french.pk].days
    assert (day.title, day.is_fallback) == ("Opening day", True)
    assert [note.text for note in day.notes] == ["Prenez un manteau"]
    assert [child.id for child in french.programme] == [child.id for child in session.programme]


def test_moved_slot_moves_in_the_translation_without_its_being_published(make_session, submit):
    session = make_session(
        [day_block(FIRST), slot_block("Opening", "09:00"), slot_block("Talk", "10:00")]
    )
    french = submit(session, {"Opening": "Ouverture", "Talk": "Exposé"})
    published_at = french.last_published_at

    session.programme = [
        day_block(FIRST),
        slot_block("Talk", "08:00", room="2"),
        slot_block("Opening", "09:00"),
        slot_block("New", "11:00"),
    ]
    session.save_revision().publish()

    french.refresh_from_db()
    assert french.last_published_at == published_at
    assert slots(french) == [("Exposé", "2", "fr"), ("Ouverture", "", "fr"), ("New", "", "en")]


def test_each_language_keeps_its_own_files(make_session, submit):
    english, french_file = DocumentFactory(title="Leaflet"), DocumentFactory(title="Dépliant")
    session = make_session(title="Climate")
    session.documents.add(session.documents.model(document=english))
    session.save_revision().publish()
    french = submit(session, {"Climate": "Climat"})
    french.documents.set([french.documents.model(document=french_file)])
    french.save_revision().publish()

    session.capacity = 10
    session.save_revision().publish()
    again = submit(session, {"Climate": "Le climat"})

    assert (again.title, again.capacity) == ("Le climat", 10)
    assert [row.document.title for row in again.documents.all()] == ["Dépliant"]
