"""Suggestions from what has been translated before."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail_localize.models import StringTranslation

from tests.factories import StandardPageFactory
from tests.support.translated_site import write
from translations.desk.memory import Suggestion, fitted, suggestions_for
from translations.desk.texts import Text, texts_of
from translations.domain.rules import Rules
from translations.exchange.document import Unit


@pytest.fixture
def page_of(site):
    def build(title, arabic="", body=(), code="ar"):
        page = StandardPageFactory(parent=site.home, title=title, body=list(body))
        page.save_revision().publish()
        translation = site.begin(page, code)
        if arabic:
            write(translation, {title: arabic})
        return translation

    return build


def suggested(translation, user):
    title = next(text for text in texts_of(translation) if text.unit.path == "title")
    return suggestions_for(title, translation, user)


def test_the_same_and_what_is_like_it_are_suggested_best_first(site, page_of):
    page_of("Opening of the training", "افتتاح التدريب")
    page_of("Opening of a training", "افتتاح تدريب")
    page_of("Opening of the training!", "افتتاح!")
    page_of("Water", "ماء")
    new = page_of("Opening of the training")

    assert suggested(new, site.boss) == [
        Suggestion("Opening of the training", "افتتاح التدريب", 100),
        Suggestion("Opening of the training!", "افتتاح!", 97),
        Suggestion("Opening of a training", "افتتاح تدريب", 90),
    ]


def test_neither_machines_nor_other_languages_nor_the_text_itself_suggest(site, page_of):
    page_of("Opening", "개회", code="ko")
    machine = page_of("Opening", "آلة")
    StringTranslation.objects.filter(context__object_id=machine.source.object_id).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
    )
    own = page_of("Opening", "الافتتاح")

    assert suggested(own, site.boss) == []


def test_one_translation_of_several_texts_is_suggested_once(site, page_of):
    page_of("Opening", "الافتتاح")
    page_of("Opening!", "الافتتاح")
    new = page_of("Opening")

    assert suggested(new, site.boss) == [Suggestion("Opening", "الافتتاح", 100)]


def test_nothing_comes_from_where_the_user_may_not_look(site, page_of):
    page_of("Opening", "سر")
    new = page_of("Opening", "")
    editor = site.member("ed")
    group = editor.groups.create(name="Editors of one page")
    right = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(
        group=group, page=new.get_target_instance(), permission=right
    )

    assert suggested(new, site.boss) == [Suggestion("Opening", "سر", 100)]
    assert suggested(new, site.users.get(pk=editor.pk)) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ('<b>ا</b> <a id="a1">ب</a>', '<b>ا</b> <a id="a1">ب</a>'),
        ('<b>ا</b> <a id="a2">ب</a>', "<b>ا</b> ب"),
        ("<b>broken", ""),
    ],
)
def test_only_links_of_the_text_come_along(target, expected):
    text = Text(Unit("body.1", 'One <a id="a1">link</a>', is_rich=True), Rules())

    assert fitted(target, text) == expected
    assert fitted("ا &amp; <b>ب</b><br/>", Text(Unit("title", "A & b"), Rules())) == "ا & ب\n"


def test_suggestions_are_one_answer_with_a_script_or_without(
    client, site, page_of, translator, reviewer, count_queries
):
    page_of("Opening", "الافتتاح")
    new = page_of("Opening")
    key = next(text.key for text in texts_of(new) if text.unit.path == "title")
    address = reverse("translations_suggestions", args=[new.pk, key])
    client.force_login(translator)
    client.get(address)

    with count_queries() as few:
        html = client.get(address).content.decode()
    for number in range(5):
        page_of(f"Opening {number}", f"افتتاح {number}")
    with count_queries() as more:
        client.get(address)
    page = client.get(reverse("translations_desk", args=[new.pk]), {"suggest": key})

    assert 'data-insert="الافتتاح" data-suggestion="1"' in html
    assert 'data-suggestion="1"' in page.content.decode()
    assert len(few) == len(more)
    missing = reverse("translations_suggestions", args=[new.pk, "u0"])
    assert client.get(missing).status_code == 404
    client.force_login(reviewer)
    assert client.get(address)["Location"] == "/admin/"
