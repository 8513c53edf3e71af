"""Comments on single texts: who reads and writes them, and what hostile or long ones do."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import Comment

from tests.support.digest import digests
from tests.support.translated_site import TranslatedSite
from translations.desk import comments as module
from translations.desk.comments import RefusedCommentError, add_comment
from translations.desk.texts import texts_of
from translations.models import TextComment

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u202e{{ 7 }} {% x %}"


@pytest.fixture
def translation(site):
    return site.begin(site.session)


def text_of(translation, original="Opening"):
    return next(text for text in texts_of(translation) if text.unit.source == original)


def comment(client, user, translation, words, original="Opening", headers=SCRIPT, **values):
    client.force_login(user)
    url = reverse(
        "translations_add_comment", args=[translation.pk, text_of(translation, original).key]
    )
    return client.post(url, {"comment": words, **values}, headers=headers)


def act(client, user, found, action, translation=None, headers=SCRIPT):
    client.force_login(user)
    translation = translation or found.translation
    url = reverse("translations_comment", args=[translation.pk, found.pk])
    return client.post(url, {"action": action}, headers=headers)


def desk(client, user, translation, shown=""):
    client.force_login(user)
    return client.get(reverse("translations_desk", args=[translation.pk]), {"show": shown})


def is_refused(response):
    ways_out = ("/admin/", "/admin/login/")
    led_to = response.headers.get("Location", "").partition("?")[0]
    return response.status_code in {403, 404} or led_to in ways_out


def test_translator_and_reviewer_discuss_a_text(client, translation, translator, reviewer):
    answer = comment(client, translator, translation, "Which hall?").json()
    assert "Which hall?" in answer["thread"]
    assert answer["count"] == 1

    comment(client, reviewer, translation, "The large one.")

    html = desk(client, translator, translation).content.decode()
    assert html.index("Which hall?", html.index("thread-")) < html.rindex("The large one.")
    assert "(2 open)" in html
    assert [found.user for found in TextComment.objects.order_by("pk")] == [translator, reviewer]


def test_who_wrote_is_told_of_answers_until_they_are_resolved(
    client, translation, translator, reviewer
):
    comment(client, reviewer, translation, "Unrelated", "Cool streets")
    comment(client, translator, translation, "Which hall?")
    assert desk(client, translator, translation).context["answered"] == []
    comment(client, reviewer, translation, "The large one.")

    response = desk(client, translator, translation)

    (item,) = response.context["answered"]
    assert [found.text for found in item["comments"]] == ["The large one."]
    assert "Answers to your comments" in response.content.decode()
    act(client, translator, TextComment.objects.get(text="The large one."), "resolve")
    assert desk(client, translator, translation).context["answered"] == []


def test_comments_are_resolved_opened_again_and_deleted_by_their_writer(
    client, translation, translator, reviewer
):
    comment(client, translator, translation, "Which hall?")
    found = TextComment.objects.get()

    answer = act(client, reviewer, found, "resolve").json()
    found.refresh_from_db()
    assert found.resolved_by == reviewer
    assert "Resolved by rana" in answer["thread"]
    assert answer["count"] == 0
    act(client, translator, found, "reopen")
    found.refresh_from_db()
    assert (found.resolved_at, found.resolved_by) == (None, None)

    before = digests()
    assert is_refused(act(client, reviewer, found, "delete"))
    assert digests() == before
    act(client, translator, found, "delete")
    assert not TextComment.objects.exists()


def test_forms_without_a_script_come_back_to_their_text(client, translation, translator):
    url = reverse("translations_desk", args=[translation.pk])
    key = text_of(translation).key

    response = comment(client, translator, translation, "Which hall?", headers={}, show="look")

    assert response["Location"] == f"{url}?show=look#thread-{key}"
    response = act(client, translator, TextComment.objects.get(), "resolve", headers={})
    assert response["Location"] == f"{url}?show=all#thread-{key}"


@pytest.mark.parametrize("headers", [SCRIPT, {}])
@pytest.mark.parametrize("words", ["", " \n\t", "x" * 2001, "\x00\x07"])
def test_what_cannot_be_stored_says_why_and_comes_back(
    client, translation, translator, headers, words
):
    before = digests()

    response = comment(client, translator, translation, words, headers=headers)

    assert response.status_code == 422
    told = "at most 2000 are kept" if len(words) > 100 else "Write something first."
    assert told in response.content.decode()
    assert headers or words not in {"x" * 2001} or words in response.content.decode()
    assert digests() == before


def test_hostile_and_long_words_are_shown_as_they_are_and_do_nothing(
    client, translation, translator
):
    long = "ب" * 2000
    comment(client, translator, translation, HOSTILE)
    comment(client, translator, translation, long)

    answer = comment(client, translator, translation, "last").json()["thread"]
    html = desk(client, translator, translation).content.decode()

    for shown in (answer, html):
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&gt;" in shown
        assert "{{ 7 }} {% x %}" in shown
        assert shown.count('<div class="desk-comment__text" dir="auto">') == 3
        assert long in shown
    assert TextComment.objects.order_by("pk").first().text == HOSTILE


def test_open_comments_are_bounded(client, translation, translator, monkeypatch):
    monkeypatch.setattr(module, "MOST_OPEN", 2)
    for number in range(2):
        comment(client, translator, translation, f"{number}")

    response = comment(client, translator, translation, "more", "Cool streets")

    assert response.json()["error"].endswith("Resolve some first.")
    assert TextComment.objects.count() == 2


def test_resolved_comments_are_shown_as_far_as_anybody_reads(
    client, translation, translator, monkeypatch
):
    monkeypatch.setattr(module, "MOST_RESOLVED", 2)
    for number in range(4):
        comment(client, translator, translation, f"word {number}")
        act(client, translator, TextComment.objects.get(text=f"word {number}"), "resolve")

    html = desk(client, translator, translation).content.decode()

    assert ["word 0" in html, "word 1" in html, "word 2" in html, "word 3" in html] == [
        False, False, True, True,
    ]  # fmt: skip


def test_comments_are_discussed_while_the_texts_are_closed(client, site, translation, translator):
    client.force_login(translator)
    client.post(reverse("translations_desk", args=[translation.pk]), {"action": "send"})

    assert comment(client, translator, translation, "Which hall?").status_code == 200


def test_comments_stay_where_an_original_was_changed_and_are_kept_when_it_is_gone(
    client, site, translation, translator
):
    comment(client, translator, translation, "About the title", "Cool streets")
    comment(client, translator, translation, "About the opening")
    site.session.title = "Cooler streets"
    site.session.programme = []
    site.session.save_revision().publish()

    translation.source.update_from_db()

    response = desk(client, translator, translation)
    threads = {
        text.unit.source: [found.text for found in text.thread.open]
        for text in response.context["texts"]
    }
    assert threads == {"Cooler streets": ["About the title"], "Shade and water": []}
    assert [found.text for found in response.context["comments_left"]] == ["About the opening"]
    html = response.content.decode()
    assert "Comments on texts that the original no longer has" in html
    gone = TextComment.objects.get(text="About the opening")
    url = reverse("translations_desk", args=[translation.pk])
    assert act(client, translator, gone, "resolve", headers={})["Location"] == (
        f"{url}?show=all#desk-gone"
    )
    assert desk(client, translator, translation).context["comments_left"] == []


def test_a_comment_on_a_text_that_is_gone_meanwhile_is_not_lost(
    client, site, translation, translator
):
    url = reverse("translations_add_comment", args=[translation.pk, text_of(translation).key])
    site.session.programme = []
    site.session.save_revision().publish()
    translation.source.update_from_db()
    client.force_login(translator)

    response = client.post(url, {"comment": "Which hall?"})

    assert response.status_code == 410
    assert "Which hall?" in response.content.decode()


@pytest.mark.parametrize("groups", [["Translators: Korean", "Reviewers: Korean"], []])
def test_who_may_not_open_the_desk_reads_and_writes_nothing(
    client, site, translation, translator, groups
):
    comment(client, translator, translation, "Secret words")
    found = TextComment.objects.get()
    korean = site.begin(site.session, "ko")
    kim = site.member("kim", *groups)
    before = digests()

    tried = [
        desk(client, kim, translation),
        comment(client, kim, translation, "x"),
        comment(client, kim, translation, "x", headers={}),
        *(act(client, kim, found, action) for action in ("resolve", "reopen", "delete")),
        # Through a translation that is open to them.
        *(act(client, kim, found, action, korean) for action in ("resolve", "delete")),
    ]

    assert all(is_refused(response) for response in tried)
    assert all("Secret words" not in response.content.decode() for response in tried)
    assert digests() == before


@pytest.mark.parametrize("action", ["", "publish"])
def test_unknown_actions_are_refused(client, translation, translator, action):
    comment(client, translator, translation, "Which hall?")
    before = digests()

    assert is_refused(act(client, translator, TextComment.objects.get(), action))
    assert digests() == before


def test_reading_changes_nothing(client, translation, translator):
    comment(client, translator, translation, "Which hall?")
    key = text_of(translation).key
    client.force_login(translator)
    found = TextComment.objects.get()
    for name, last in (("translations_add_comment", key), ("translations_comment", found.pk)):
        assert client.get(reverse(name, args=[translation.pk, last])).status_code == 405


def test_snippets_are_discussed_too_and_wagtails_comments_are_left_alone(
    client, site, translator, reviewer
):
    theme = site.begin(site.theme)

    comment(client, translator, theme, "Heat as in weather?", "Heat")

    (text,) = desk(client, reviewer, theme, "comments").context["texts"]
    assert [found.text for found in text.thread.open] == ["Heat as in weather?"]
    assert not Comment.objects.exists()


def test_comments_are_filtered_and_counted(client, site, translation, translator):
    comment(client, translator, translation, "One")
    comment(client, translator, translation, "Two")

    response = desk(client, translator, translation, "comments")

    assert [text.unit.source for text in response.context["texts"]] == ["Opening"]
    tabs = {str(tab["shown"]): tab["count"] for tab in response.context["tabs"]}
    assert tabs["comments"] == 1
    report = client.get(reverse("translations_list")).content.decode()
    assert f"{reverse('translations_desk', args=[translation.pk])}?show=comments" in report
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "2 open comments" in home


def test_number_of_statements_of_the_desk_is_constant(
    client, translation, translator, count_queries
):
    desk(client, translator, translation)
    numbers = []
    for comments in (0, 1, 20):
        for number in range(comments):
            comment(client, translator, translation, f"{number}")
        desk(client, translator, translation)
        with count_queries() as queries:
            desk(client, translator, translation)
        numbers.append(len(queries))

    assert numbers == [49, 49, 49]


def test_a_comment_takes_as_many_statements_among_many(
    client, translation, translator, count_queries
):
    comment(client, translator, translation, "first")
    numbers = []
    for _time in (1, 2):
        with count_queries() as queries:
            comment(client, translator, translation, "again")
        numbers.append(len(queries))
        for number in range(10):
            comment(client, translator, translation, f"{number}")

    assert numbers[0] == numbers[1]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_both_are_heard(django_user_model, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("one connection in memory has one writer")
    site = TranslatedSite(django_user_model)
    translation = site.begin(site.session)
    text = text_of(translation)
    monkeypatch.setattr(module, "MOST_OPEN", 3)
    refused, barrier = [], threading.Barrier(4)

    def write_one(name):
        barrier.wait()
        try:
            add_comment(translation, text, name, site.boss)
        except RefusedCommentError:
            refused.append(name)
        finally:
            connection.close()

    threads = [threading.Thread(target=write_one, args=(f"word {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (TextComment.objects.count(), len(refused)) == (3, 1)
