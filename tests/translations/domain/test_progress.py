"""Counts of translations: true after every change, and read without counting again."""

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from events.models import TrainingSessionPage
from tests.factories import TrainingSessionPageFactory
from tests.support.translated_site import segments, write
from translations.domain.drafting import synchronize
from translations.domain.progress import LOT, refresh
from translations.models import TranslationProgress

ARABIC = {"Cool streets": "شوارع باردة"}


def numbers(translation):
    refresh()
    row = TranslationProgress.objects.get(translation=translation)
    return row.texts_done, row.texts, row.words_done, row.words


def republish(site, **values):
    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def is_behind(translation):
    refresh()
    row = TranslationProgress.objects.get(translation=translation)
    return row.is_behind and row.examined > translation.source.last_updated_at


def test_words_of_the_original_count_where_it_is_translated(site):
    translation, korean = site.begin(site.session), site.begin(site.session, "ko")
    assert numbers(translation) == (0, 3, 0, 6)

    write(translation, ARABIC)

    assert numbers(translation) == (1, 3, 2, 6)
    assert numbers(korean) == (0, 3, 0, 6)


def test_what_cannot_be_used_is_not_done(site):
    translation = site.begin(site.session)
    write(translation, ARABIC)
    assert numbers(translation) == (1, 3, 2, 6)

    row = StringTranslation.objects.get()
    row.has_error = True
    row.save(update_fields=["has_error"])
    assert numbers(translation) == (0, 3, 0, 6)
    row.delete()
    assert numbers(translation) == (0, 3, 0, 6)


def test_changes_that_are_taken_over_are_counted(site):
    translation = site.begin(site.session)
    write(translation, ARABIC)
    numbers(translation)

    republish(site, title="Cooler streets for all", theme="")
    synchronize(translation.source, [translation])

    assert numbers(translation) == (0, 2, 0, 5)
    assert TranslationProgress.objects.get(translation=translation).changed == 1


def test_an_original_published_with_other_texts_is_ahead_of_its_translation(site):
    translation = site.begin(site.session)
    assert not is_behind(translation)

    republish(site, time_zone="Europe/Paris")
    assert not is_behind(translation)
    republish(site, title="Cooler streets")
    assert is_behind(translation)

    synchronize(translation.source, [translation])
    assert not is_behind(Translation.objects.get(pk=translation.pk))


def test_a_draft_of_the_original_changes_nothing(site):
    translation = site.begin(site.session)
    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    page.title = "Not yet"
    page.save_revision()

    assert not is_behind(translation)


def test_every_count_is_what_counting_anew_gives(site):
    translations = [
        site.begin(item, code) for item in (site.session, site.theme) for code in ("ar", "ko", "fr")
    ]
    refresh()
    write(translations[0], ARABIC)
    write(translations[3], {"Heat": "حرارة"})
    republish(site, summary="Two more words here")
    synchronize(translations[0].source, translations[:3])
    refresh()
    stored = list(TranslationProgress.objects.order_by("translation").values())

    TranslationProgress.objects.update(is_current=False, words=99, texts_done=99, changed=99)
    refresh()

    assert list(TranslationProgress.objects.order_by("translation").values()) == stored
    assert sum(row["words_done"] for row in stored) == 3


@pytest.mark.parametrize("number", [1, 4])
def test_counting_takes_the_same_statements_for_any_number(site, count_queries, number):
    pages = [
        TrainingSessionPageFactory(parent=site.trainings, title=f"Session {count}")
        for count in range(number)
    ]
    translations = [site.begin(page) for page in pages]
    refresh()
    for count, translation in enumerate(translations):
        write(translation, {f"Session {count}": f"دورة {count}"})

    with count_queries() as counting:
        refresh()
    with count_queries() as reading:
        refresh()

    total = TranslationProgress.objects.aggregate(done=Sum("words_done"))
    assert total == {"done": 2 * number}
    assert number < LOT
    # Missing rows, rows to count, originals to examine; counting is a transaction of 4 besides.
    assert [len(counting), len(reading)] == [9, 3]


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_text_that_is_not_committed_yet_is_counted_afterwards(django_user_model):
    from threading import Thread

    from tests.support.translated_site import TranslatedSite

    site = TranslatedSite(django_user_model)
    translation = site.begin(site.session)
    refresh()
    seen = []

    def count_meanwhile():
        refresh()
        seen.append(TranslationProgress.objects.get(translation=translation).is_current)
        connection.close()

    with transaction.atomic():
        write(translation, ARABIC)
        other = Thread(target=count_meanwhile)
        other.start()
        other.join(timeout=20)
        assert not other.is_alive()

    assert seen == [True]
    assert numbers(translation) == (1, 3, 2, 6)


def test_the_statements_of_saving_one_text(site, count_queries):
    translation = site.begin(site.session)
    segment = segments(translation)["Cool streets"]
    refresh()

    def save(text):
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            locale_id=translation.target_locale_id,
            context_id=segment.context_id,
            defaults={"data": text},
        )

    save("شوارع")
    with count_queries() as queries:
        save("شوارع باردة")

    ours = [query["sql"] for query in queries if "translations_translationprogress" in query["sql"]]
    assert len(ours) == 1
    assert StringSegment.objects.count() == 3
    assert timezone.now() > translation.created_at
