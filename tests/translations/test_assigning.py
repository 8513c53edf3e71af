"""Deadlines and translators: who sets them, for whom, and what is left in the history."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from tests.support.digest import digests
from tests.support.translated_centres import editor_of
from translations.domain.assigning import ASSIGNED, assign
from translations.domain.policy import assignable_translations, rights_of
from translations.domain.queue import unfinished
from translations.models import Assignment

ADDRESS = reverse("translations_assign")
LIST = reverse("translations_list")
DAY = datetime.date(2030, 6, 1)


def post(client, user, translations, **fields):
    client.force_login(user)
    data = {"translations": [translation.pk for translation in translations], **fields}
    return client.post(ADDRESS, data)


def stored():
    rows = Assignment.objects.order_by("translation")
    return list(rows.values_list("translation_id", "deadline", "assignee__username"))


def said(client):
    return [str(message).strip() for message in client.get(LIST).context["messages"]]


@pytest.fixture
def arabic(site):
    return site.begin(site.session)


@pytest.fixture
def korean(site):
    return site.begin(site.session, "ko")


def test_reviewer_sets_several_at_once_and_leaves_what_is_empty(
    client, site, arabic, reviewer, translator
):
    theme = site.begin(site.theme)

    answer = post(client, reviewer, [arabic, theme], deadline="2030-06-01")
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert said(client) == ["2 translations changed."]
    post(client, reviewer, [theme], assignee=translator.pk)
    assert stored() == [(arabic.pk, DAY, None), (theme.pk, DAY, "amal")]

    post(client, reviewer, [arabic, theme], no_deadline="on", assignee="nobody")
    assert stored() == [(arabic.pk, None, None), (theme.pk, None, None)]


def test_a_deadline_that_is_past_is_taken_with_a_word(client, site, arabic, reviewer):
    post(client, reviewer, [arabic], deadline="2020-06-01")

    assert said(client) == [
        "1 translation changed.",
        "This deadline is past already: see whether the year is right.",
    ]
    assert stored() == [(arabic.pk, datetime.date(2020, 6, 1), None)]
    post(client, reviewer, [arabic], deadline="2020-06-01", no_deadline="on")
    assert said(client) == ["1 translation changed."]


def test_those_may_whose_work_it_is(client, site, arabic, korean, translator, reviewer):
    guests = Group.objects.create(name="Guests")
    guests.permissions.add(Permission.objects.get(codename="access_admin"))
    users = {
        "translator": (translator, False, False),
        "reviewer": (reviewer, True, False),
        "editor": (editor_of(site, "Seoul", korean.get_target_instance()), False, True),
        "guest": (site.member("guest", "Guests"), False, False),
        "boss": (site.boss, True, True),
    }
    for name, (user, *expected) in users.items():
        fresh = site.users.get(pk=user.pk)
        rights = [rights_of(fresh, item).may_assign for item in (arabic, korean)]
        listed = assignable_translations(fresh)
        assert (rights, [item in listed for item in (arabic, korean)]) == (expected, expected), name
        for translation, may in zip((arabic, korean), expected, strict=True):
            before = digests()
            post(client, user, [translation], deadline="2030-06-01")
            assert Assignment.objects.filter(translation=translation, deadline=DAY).exists() == may
            assert may or digests() == before
            Assignment.objects.all().delete()


def test_one_that_is_not_allowed_stops_all(client, arabic, korean, reviewer):
    answer = post(client, reviewer, [arabic, korean], deadline="2030-06-01")

    assert answer["Location"] == reverse("wagtailadmin_home")
    assert stored() == []


def test_whoever_it_is_given_to_translates_into_the_language(
    client, site, arabic, korean, reviewer, translator
):
    post(client, reviewer, [arabic], assignee=reviewer.pk)
    assert said(client)[0].startswith("Translator: Select a valid choice.")
    post(client, site.boss, [arabic, korean], assignee=translator.pk)
    text = "Choose somebody else, or only translations into their languages."
    assert said(client) == [f"amal does not translate into Korean. {text}"]
    type(translator).objects.filter(pk=translator.pk).update(is_active=False)
    post(client, reviewer, [arabic], assignee=translator.pk)

    assert stored() == []


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"deadline": "soon"}, "Deadline: Enter a valid date."),
        ({"translations": []}, "Choose translations first: tick the box of each."),
        ({}, "0 translations changed."),
    ],
)
def test_what_cannot_be_says_so(client, arabic, reviewer, fields, text):
    client.force_login(reviewer)

    client.post(ADDRESS, {"translations": [arabic.pk], **fields})

    assert said(client) == [text]
    assert Assignment.objects.count() == 0


def test_the_form_leads_back_and_nowhere_else(client, arabic, reviewer):
    here = f"{LIST}?language=ar"

    assert post(client, reviewer, [arabic], next=here)["Location"] == here
    answer = post(client, reviewer, [arabic], next="https://example.org/")
    assert answer["Location"] == LIST
    assert client.get(ADDRESS).status_code == 405


def test_it_is_written_in_the_history(site, arabic, reviewer, translator):
    theme = site.begin(site.theme)
    assign([arabic, theme], reviewer, deadline=DAY, assignee=translator)
    assign([arabic, theme], reviewer, deadline=DAY)

    entries = [log.objects.get(action=ASSIGNED) for log in (PageLogEntry, ModelLogEntry)]
    assert [(entry.user, str(entry.formatter.format_message(entry))) for entry in entries] == [
        (reviewer, "Deadline: 2030-06-01; translator: amal")
    ] * 2


def test_the_desk_shows_it_and_offers_it_to_those_who_may(client, arabic, reviewer, translator):
    assign([arabic], reviewer, deadline=datetime.date(2020, 1, 2), assignee=translator)
    address = reverse("translations_desk", args=[arabic.pk])

    client.force_login(translator)
    text = client.get(address).content.decode()
    assert "Deadline: 2 Jan 2020." in text
    assert "The deadline is past." in text
    assert "Translator: amal." in text
    assert ADDRESS not in text
    client.force_login(reviewer)
    assert ADDRESS in client.get(address).content.decode()


def test_what_is_given_to_another_is_not_in_the_own_queue(site, arabic, reviewer, translator):
    other = site.member("zaid", "Translators: Arabic")
    theme = site.begin(site.theme)
    assign([theme], reviewer, deadline=DAY, assignee=translator)

    assert list(unfinished(translator)) == [theme, arabic]
    assert list(unfinished(other)) == [arabic]
    assign([theme], reviewer, assignee=None)
    assert list(unfinished(other)) == [theme, arabic]


@pytest.mark.parametrize("number", [1, 3])
def test_reading_takes_the_same_statements_for_any_number(
    site, reviewer, translator, count_queries, number
):
    items = [site.begin(item) for item in (site.session, site.theme, site.trainings)[:number]]
    chosen = list(assignable_translations(reviewer).filter(pk__in=[item.pk for item in items]))
    chosen = [item for item in chosen if item.source and item.target_locale]

    with count_queries() as queries:
        assign(chosen, reviewer, deadline=DAY)

    writes = [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert len(writes) == 2 * number
