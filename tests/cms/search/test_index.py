"""The index is what live pages say: at every save, and after a rebuild."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from cms.search.index import MAX_BODY, Document, index_page, rebuild, store
from cms.search.models import SearchEntry, SearchVariant
from cms.search.query import search
from cms.search.text import SearchText

pytestmark = pytest.mark.django_db


def found(query):
    return [entry.page_id for entry in search(query)]


def state():
    """Everything the index holds."""
    entries = SearchEntry.objects.order_by("pk").values_list()
    return list(entries), set(SearchVariant.objects.values_list("key", "word"))


def add(home, title, **fields):
    slug = f"page-{Page.objects.count()}"
    return home.add_child(instance=Page(title=title, slug=slug, **fields))


def test_a_page_is_found_by_its_title_from_its_save_on(home):
    page = add(home, "Climate")

    assert found("climate") == [page.pk]


def test_a_renamed_page_is_found_by_its_new_title_only(home):
    page = add(home, "Climate")
    page.title = "Resilience"
    page.save()

    assert found("climate") == []
    assert found("resilience") == [page.pk]


def test_a_draft_is_not_found(home):
    add(home, "Climate", live=False)

    assert found("climate") == []


def test_a_draft_of_a_live_page_is_not_found_until_published(home):
    page = add(home, "Climate")
    page.title = "Resilience"
    revision = page.save_revision()
    index_page(page)

    assert page.title == "Resilience"
    assert found("resilience") == []
    assert found("climate") == [page.pk]

    revision.publish()

    assert found("resilience") == [page.pk]
    assert found("climate") == []


def test_an_unpublished_page_is_gone(home):
    page = add(home, "Climate")
    page.unpublish()

    assert found("climate") == []


def test_a_page_that_the_scheduler_unpublishes_is_gone(home):
    add(home, "Climate", expire_at=timezone.now() - timedelta(minutes=1))

    call_command("publish_scheduled")

    assert not SearchEntry.objects.filter(title="Climate").exists()


def test_an_entry_does_not_stand_in_the_way_of_deleting_its_page(home):
    page = add(home, "Climate")
    call_command("rebuild_references_index", stdout=StringIO())

    assert not ReferenceIndex.get_references_to(page).exists()


def test_text_that_no_database_stores_is_left_out(home):
    page = add(home, "Climate")

    store([Document(page.pk, page.locale_id, "PAGE", SearchText("a\x00b \ud800", "  c\n\n d "))])

    entry = SearchEntry.objects.get(page=page)
    assert (entry.title, entry.body) == ("a b", "c d")


def test_a_body_is_cut(home):
    page = add(home, "Climate")

    store([Document(page.pk, page.locale_id, "PAGE", SearchText("t", "x" * 2 * MAX_BODY))])

    assert len(SearchEntry.objects.get(page=page).body) == MAX_BODY


def test_rebuilding_equals_what_saves_have_written(home):
    for title in ("Climate", "Résilience", "مدينة", "서울", "Île-de-France"):
        add(home, title)
    before = state()
    SearchEntry.objects.all().delete()
    SearchVariant.objects.all().delete()

    assert rebuild() == 6
    assert state() == before
    assert rebuild() == 6
    assert state() == before


def test_rebuilding_mends_what_went_wrong(home):
    page, draft = add(home, "Climate"), add(home, "Draft")
    Page.objects.filter(pk=page.pk).update(title="Resilience")
    Page.objects.filter(pk=draft.pk).update(live=False)

    rebuild()

    assert found("climate") == []
    assert found("resilience") == [page.pk]
    assert found("draft") == []


def test_rebuilding_forgets_words_that_nobody_says(home):
    page = add(home, "Climate")
    page.title = "Resilience"
    page.save()
    assert SearchVariant.objects.filter(word="climate").exists()

    rebuild()

    assert not SearchVariant.objects.filter(word="climate").exists()
    assert SearchVariant.objects.filter(word="resilience").exists()


def test_rebuilding_some_pages_leaves_the_others(home):
    page, other = add(home, "Climate"), add(home, "Other")
    Page.objects.filter(pk__in=[page.pk, other.pk]).update(title="Resilience")

    assert rebuild(Page.objects.filter(pk=page.pk)) == 1
    assert found("resilience") == [page.pk]
    assert found("other") == [other.pk]


@pytest.mark.parametrize("pages", [1, 100])
def test_a_batch_takes_a_constant_number_of_statements(home, count_queries, pages):
    for _ in range(pages):
        add(home, "Climate")
    rebuild()

    with count_queries() as queries:
        rebuild(Page.objects.filter(title="Climate"))

    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    # The ids, the lock, the rows, the entries, the known words.
    assert len(statements) == 5


def test_saving_a_page_again_takes_four_statements(home, count_queries):
    page = add(home, "Climate")

    with count_queries() as queries:
        index_page(page)

    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    # The lock, the row, the entry, the known words.
    assert len(statements) == 4


def test_the_command_says_what_it_does(home):
    add(home, "Climate")
    said = StringIO()

    call_command("rebuild_search_index", stdout=said)

    assert said.getvalue().splitlines() == [
        "3 of 3 pages read",
        "2 pages are in the search index.",
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's triggers")
def test_rebuilding_makes_missing_structures_again(home):
    page = add(home, "Climate")
    with connection.cursor() as cursor:
        for event in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER search_fulltext_{event}")
        cursor.execute("DROP TABLE search_fulltext")

    rebuild()

    assert found("climate") == [page.pk]
