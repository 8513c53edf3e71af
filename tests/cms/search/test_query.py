"""What is found, in which order, and that no input costs more than it may."""

import pytest
from django.db import connection
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageViewRestriction

from cms.search.engines import install
from cms.search.models import SearchEntry, SearchKind, SearchVariant
from cms.search.query import SearchQueryError, parse, search

pytestmark = pytest.mark.django_db


def found(query, **restrictions):
    return [entry.page_id for entry in search(query, **restrictions)]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Métropole de Montréal", "metropole montreal"),
        ("IAU Île-de-France", "Ile de France"),
        ("IAU Île-de-France", "ILE-DE-FRANCE"),
        ("IAU Île-de-France", "idf"),
        ("IAU Île-de-France", "l'île"),
        ("IAU îdF", "Île-de-France"),
        ("IAU îdF", "ile de france iau"),
        ("Ile de France", "Île-de-France"),
        ("L’institut d’urbanisme", "institut urbanisme"),
        ("Institut", "l'institut"),
        ("City's centre", "city"),
        ("المدينة الكبيرة", "مدينه كبيره"),
        ("مدن كبيرة", "المدن"),
        ("إدارة المدن", "اداره"),
        ("الإِدَارَةُ", "الادارة"),
        ("شهرداری مشهد", "شهرداري"),
        ("کتاب‌های شهر", "كتاب"),
        ("کتاب‌های شهر", "کتابهای"),
        ("کتابهای شهر", "کتاب‌های"),
        ("سال ۱۳۹۴", "1394"),
        ("서울에서 열린 교육", "서울 교육"),
        ("메트로폴리스 협회", "메트로"),
        ("Climate", "climate "),
        ("Climate", "clim"),
        ("Tel. +33 1 77 49 76 32", "+33 1 77 49 76 32"),
        ("Session 2015", "2015"),
    ],
)
def test_spellings_find_each_other(make_page, title, query):
    page = make_page(title)
    make_page("Nothing of the kind")

    assert found(query) == [page.pk]


@pytest.mark.parametrize(
    "typed",
    [
        "metropolls",
        "metropoils",
        "metroplis",
        "metroopolis",
        "etropolis",
        "mertopoils",
        "métropolsi",
    ],
)
def test_typos_find_the_word(make_page, typed):
    page = make_page("Metropolis")
    make_page("Monopoly")

    assert found(typed) == [page.pk]


@pytest.mark.parametrize(
    ("meant", "typed"),
    [("القاهرة", "القاهره"), ("القاهرة", "القهارة"), ("스마트시티", "스마투시티")],
)
def test_typos_find_the_word_in_other_scripts(make_page, meant, typed):
    page = make_page(meant)

    assert found(typed) == [page.pk]


@pytest.mark.parametrize("typed", ["cat", "citty hall", "2016", "mxtrxpxlis", "smrat"])
def test_too_many_edits_find_nothing(make_page, typed):
    make_page("A car in the city, 2015: metropolis")

    assert found(typed) == []


def test_every_word_is_wanted(make_page):
    both = make_page("Climate", "resilience")
    make_page("Climate")
    make_page("", "resilience")

    assert found("resilience climate") == [both.pk]


def test_only_the_last_word_may_be_a_beginning(make_page):
    page = make_page("Metropolis climate")

    assert found("metropolis cli") == [page.pk]
    assert found("metro climate") == []


def test_rank_prefers_no_typo_then_title_then_whole_words(make_page):
    typo_in_title = make_page("Metropolas")
    word_in_body = make_page("x", "about metropolis")
    beginning_in_title = make_page("Metropolisation")
    word_in_title = make_page("Metropolis")

    entries = list(search("metropolis"))

    assert [entry.page_id for entry in entries] == [
        word_in_title.pk,
        beginning_in_title.pk,
        word_in_body.pk,
        typo_in_title.pk,
    ]
    assert [entry.rank for entry in entries] == [13, 12, 8, 4]


def test_rank_prefers_more_of_the_title(make_page):
    body = make_page("x", "climate resilience")
    half = make_page("Climate", "resilience")
    title = make_page("Resilience of the climate")

    assert found("climate resilience") == [title.pk, half.pk, body.pk]


def test_boosts_count_like_the_title(make_page):
    mentions = make_page("x", "the emrc")
    named = make_page("Regional centre", boosts=["EMRC"])

    assert found("emrc") == [named.pk, mentions.pk]


def test_newer_pages_come_first_among_equals(make_page):
    pages = [make_page("Climate").pk for _ in range(3)]

    assert found("climate") == pages[::-1]


def test_search_keeps_to_locales_and_kinds(make_page):
    french = Locale.objects.create(language_code="fr")
    page = make_page("Climate", locale=french, kind=SearchKind.SESSION)
    make_page("Climate", kind=SearchKind.SESSION)
    make_page("Climate", locale=french)

    assert found("climate", locale_ids=[french.pk], kinds=["SESSION"]) == [page.pk]
    assert found("climate", locale_ids=[]) == []
    assert found("climate", kinds=[]) == []


OPERATORS = [
    "%",
    "_",
    "*",
    '"',
    "'",
    "''",
    "\\",
    "()",
    "{}",
    ":",
    "^",
    "--",
    "***",
    "NOT",
    "AND",
    "OR",
    "NEAR(",
    "-x",
    "+",
    "|",
    "&",
    "!",
    "<->",
    "$$",
    "%s",
    "{0}",
    "title_words:x",
]


@pytest.mark.parametrize("query", ["", " ", "\x00", "\ud800", "\u202e", "\ufffe", *OPERATORS])
def test_operators_mean_nothing(make_page, query):
    make_page("Climate", "resilience")

    assert found(query) == []


@pytest.mark.parametrize(
    "query", ['"climate"', "climate*", "climate OR zzz OR", "-climate", "cli%te"]
)
def test_operators_are_left_out_or_are_words(make_page, query):
    page = make_page("Climate or zzz", "cli te")

    assert found(query) == [page.pk]


def test_long_queries_are_refused_with_a_code():
    with pytest.raises(SearchQueryError) as refusal:
        search("a" * 10_000)

    assert refusal.value.code == "QUERY_TOO_LONG"
    assert str(refusal.value) == "A search query has at most 200 characters."


def test_words_after_the_eighth_do_not_count(make_page):
    page = make_page("one two three four five six seven eight")

    assert found("one two three four five six seven eight nine") == [page.pk]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200
)
@given(
    st.text(alphabet=st.characters(), max_size=200)
    | st.text(alphabet="'\"*():-^ abAND", max_size=60)
)
def test_no_query_fails(make_page, query):
    assert isinstance(list(search(query)), list)


@settings(deadline=None)
@given(st.text(alphabet="a-'\u200c b.é", max_size=200))
def test_parsing_is_bounded(query):
    wanted = parse(query)

    assert len(wanted) <= 8
    assert sum(len(spelling) for one in wanted for spelling in one) <= 8 * 5


def test_hidden_pages_change_neither_results_nor_counts(make_page, home):
    visible = [make_page("Metropolis", "climate").pk for _ in range(3)]
    before = [(entry.page_id, entry.rank) for entry in search("metropolsi")]
    secret = make_page("Metropolsi", "classified codename").get_parent().get_children().last()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    public = Page.objects.exclude(pk=secret.pk)

    after = search("metropolsi").filter(page__in=public)

    assert [(entry.page_id, entry.rank) for entry in after] == before
    assert after.count() == 3
    assert search("codename").filter(page__in=public).count() == 0
    assert search("climate").filter(page__in=public).count() == len(visible)


def test_a_cursor_holds_while_other_pages_are_published(make_page):
    pages = [make_page("Climate").pk, make_page("x", "climate").pk]
    seen = search("climate")[0]
    make_page("Climate")
    make_page("x", "the climate of climates, a climate")

    after = Q(rank__lt=seen.rank) | Q(rank=seen.rank, page_id__lt=seen.page_id)
    rest = search("climate").filter(after)

    assert seen.page_id == pages[0]
    assert [(entry.page_id, entry.rank) for entry in rest if entry.page_id in pages] == [
        (pages[1], 8)
    ]
    assert [entry.rank for entry in search("climate")] == [13, 13, 8, 8]


def test_entries_filter_lists_of_pages(make_page):
    page = make_page("Climate")
    make_page("Other")

    assert list(Page.objects.filter(pk__in=search("climate").values("page"))) == [page]


@pytest.mark.parametrize("rows", [1, 100])
def test_searching_takes_two_statements(make_page, count_queries, rows):
    for _ in range(rows):
        make_page("Metropolis", "climate")

    with count_queries() as queries:
        entries = list(search("metropolsi climate"))

    assert len(entries) == rows
    assert len(queries) == 2


def test_short_words_need_no_look_up_of_typos(make_page, count_queries):
    make_page("City")

    with count_queries() as queries:
        entries = list(search("cit"))

    assert len(entries) == 1
    assert len(queries) == 1


def test_deleting_a_page_leaves_nothing(make_page):
    page = make_page("Climate")

    Page.objects.get(pk=page.pk).delete()

    assert found("climate") == []
    assert not SearchEntry.objects.filter(page_id=page.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's full-text table")
def test_sqlite_full_text_is_consistent_after_every_kind_of_write(make_page):
    page = make_page("Climate", "resilience")
    make_page("Other")
    SearchEntry.objects.filter(page=page).update(words="else", title_words="")
    page.delete()

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES ('integrity-check')")
    assert found("climate") == []
    assert len(found("other")) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's plans")
def test_postgresql_searches_through_its_index(make_page):
    make_page("Climate")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "search_entry_words_gin" in search("climate").explain()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's indexes")
def test_an_index_that_was_made_before_is_changed_to_write_at_once():
    def options():
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'search_entry_words_gin'")
        return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        assert options() == ["fastupdate=off"]
        cursor.execute("ALTER INDEX search_entry_words_gin RESET (fastupdate)")
        assert options() is None

        install("default")

        assert options() == ["fastupdate=off"]


def test_vocabulary_look_up_reads_the_index_only(make_page):
    make_page("Climate")

    plan = SearchVariant.objects.filter(key__in=[1, 2]).values_list("key", "word").explain()

    if connection.vendor == "sqlite":
        assert "COVERING INDEX search_variant_key_word" in plan
