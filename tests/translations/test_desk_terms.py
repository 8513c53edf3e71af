"""Terms at the desk: marked in the original, listed, checked."""

import re

import pytest
from django.urls import reverse

from tests.factories import StandardPageFactory, TermFactory
from tests.support.translated_site import write
from translations.desk.texts import Text, texts_of
from translations.domain.rules import Rules
from translations.domain.terms import Termbase
from translations.exchange.document import Unit, document_of
from translations.exchange.importing import import_file
from translations.exchange.po import write as write_po
from translations.templatetags.desk_terms import with_terms

MARK = re.compile(r'<dfn class="desk-term" title="[^"]+" aria-describedby="[^"]+">([^<]+)</dfn>')


@pytest.fixture
def translation(site):
    return site.begin(site.session)


def show(client, user, translation):
    client.force_login(user)
    response = client.get(reverse("translations_desk", args=[translation.pk]))
    return response.content.decode()


def marked(source, *terms, is_rich=False):
    unit = Unit("title", source, is_rich=is_rich)
    return str(with_terms(Text(unit, Rules(termbase=Termbase(terms, "en", "ar")))))


def test_terms_are_marked_and_listed_in_their_languages(client, site, translation, translator):
    term = TermFactory(text="Street", preferred="شارع\nدرب", forbidden="طريق", note="Not a road")

    html = show(client, translator, translation)

    key = texts_of(translation)[0].key
    mark = (
        '<dfn class="desk-term" title="\u2068شارع\u2069 · \u2068درب\u2069"'
        f' aria-describedby="term-{key}-{term.pk}">streets</dfn>'
    )
    assert f'lang="en" dir="ltr">Cool {mark}</div>' in html
    assert f'<li id="term-{key}-{term.pk}">' in html
    assert '<bdi lang="en" dir="ltr">Street</bdi>' in html
    assert 'data-term="شارع" data-term-key="4" aria-keyshortcuts="Alt+4"' in html
    assert 'data-term="درب" data-term-key="5"' in html
    assert 'not <bdi lang="ar" dir="rtl">طريق</bdi>' in html
    assert "<bdi>Not a road</bdi>" in html
    assert html.count('class="desk-terms"') == 1


def test_who_only_reads_gets_no_buttons(client, site, translation, reviewer):
    TermFactory(text="street", preferred="شارع")

    html = show(client, reviewer, translation)

    assert '<bdi lang="ar" dir="rtl">شارع</bdi>' in html
    assert "data-term" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>The</b> street", "<b>The</b> [street]"),
        ("The str<b>eet</b>s & <i>x</i>", "The [str]<b>[eet]</b>[s] &amp; <i>x</i>"),
        ("street<br/>street", "[street]<br>[street]"),
        (
            'A <a id="a1">street</a>',
            'A <span class="desk-link" data-mark="1">[street]</span>',
        ),
        ("&lt;street&gt;", "&lt;[street]&gt;"),
    ],
)
def test_marks_leave_formats_as_they_are(source, expected):
    term = TermFactory(text="street")

    shown = marked(source, term, is_rich=True)

    assert MARK.sub(r"[\1]", shown) == expected


def test_a_text_that_cannot_be_read_is_shown_as_it_is():
    assert marked("<b>street", is_rich=True) == "<b>street"


def test_desk_warns_of_terms_and_saving_says_so(client, site, translation, translator):
    TermFactory(text="street", preferred="شارع", forbidden="طريق")
    write(translation, {"Cool streets": "طرق باردة"})

    assert "The preferred translation of “\u2068street\u2069” is missing" in show(
        client, translator, translation
    )
    text = texts_of(translation)[0]
    answer = client.post(
        reverse("translations_text", args=[translation.pk, text.key]),
        {"target": "الطريق البارد", "version": text.version},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    assert "“\u2068طريق\u2069” is not to be used for “\u2068street\u2069”" in answer["feedback"]
    look = client.get(reverse("translations_desk", args=[translation.pk]), {"show": "look"})
    assert [text.unit.source for text in look.context["texts"]] == ["Cool streets"]


def test_file_that_is_taken_over_is_checked_for_terms(site, translation):
    TermFactory(text="street", preferred="شارع")
    write(translation, {"Cool streets": "شوارع"})
    data = write_po(document_of(translation)).replace("شوارع".encode(), "مدن".encode())

    report = import_file(translation, data, user=site.boss)

    (change,) = report.changes
    assert [finding.lacking for finding in change.findings] == [("شارع",)]


def test_statements_grow_with_neither_terms_nor_texts(client, site, translator, count_queries):
    TermFactory(text="street", preferred="شارع")
    small = site.begin(StandardPageFactory(parent=site.home, title="Street"))
    body = [("heading", {"text": f"Street {number}", "level": "2"}) for number in range(20)]
    large = site.begin(StandardPageFactory(parent=site.home, title="Streets", body=body))
    show(client, translator, small)

    with count_queries() as one:
        show(client, translator, small)
    for number in range(30):
        TermFactory(text=f"street {number}", preferred="شارع")
    with count_queries() as many:
        html = show(client, translator, large)

    assert html.count("<dfn") == 21
    assert (len(one), len(many)) == (47, 47)
