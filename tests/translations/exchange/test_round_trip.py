"""What goes out comes back: the same texts, and then the same bytes."""

from dataclasses import replace

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail_localize.models import StringTranslation

from tests.factories import StandardPageFactory
from translations.exchange import po, xliff, xliff_reader
from translations.exchange.document import Document, Identity, State, Unit, digest_of, document_of
from translations.exchange.importing import import_file
from translations.exchange.markup import canonical, text_of

from .conftest import ARABIC, LINKED, stored, translate, translation_of

FORMATS = {"po": (po.write, po.read), "xliff": (xliff.write, xliff_reader.read)}
BOTH = pytest.mark.parametrize("kind", FORMATS)

# Every character that a database of ours may hold: controls, right-to-left marks, emoji, U+2028.
characters = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(list("\n\r\t\x0b\x1b\x85\u2028\u200f\u200c\ufffe\"\\'<>&;#|~🌳مرحبا")),
)
plain = st.text(characters, max_size=12).map(text_of)
rich = st.recursive(
    plain,
    lambda inner: st.one_of(
        inner.map(lambda html: f"<b>{html}</b>"),
        inner.map(lambda html: f'<a id="a1">{html}</a>'),
        inner.map(lambda html: f"{html}<br/>"),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=5,
)
sources = st.one_of(plain, rich).filter(lambda html: html.strip())
units = st.builds(
    Unit,
    path=st.from_regex(r"[a-z]{1,8}(\.[0-9a-f]{1,8}(\.'[^\ud800-\udfff]{0,4}')?)?", fullmatch=True),
    source=sources,
    target=st.one_of(st.just(""), rich),
    state=st.sampled_from([State.INITIAL, State.TRANSLATED, State.REVIEWED, State.FINAL]),
    notes=st.lists(st.text(characters, max_size=9), max_size=2).map(tuple),
)


def document(found, title="Title"):
    identity = Identity("0" * 8 + "-0000" * 3 + "-" + "0" * 12, "0" * 16, "en", "ar", title)
    return Document(identity, tuple({unit.key: unit for unit in found}.values()))


@BOTH
@settings(deadline=None)
@given(found=st.lists(units, max_size=4), title=st.text(characters, max_size=9))
def test_every_text_comes_back_and_makes_the_same_file(kind, found, title):
    write, read = FORMATS[kind]
    original = document(found, title)

    data = write(original)
    came_back = read(data)

    assert came_back.identity.translation == original.identity.translation
    assert came_back.identity.digest == original.identity.digest
    assert [(unit.key, unit.source, unit.target) for unit in came_back.units] == [
        (unit.key, unit.source, unit.target) for unit in original.units
    ]
    again = [
        replace(unit, target=read.target)
        for unit, read in zip(original.units, came_back.units, strict=True)
    ]
    assert write(replace(original, units=tuple(again))) == data


@settings(deadline=None)
@given(found=st.lists(units, max_size=4))
def test_polib_reads_the_same_from_a_po_file(found):
    # polib takes some characters for ends of lines, and does not know octal escapes.
    hard = [f"{chr(code)}" for code in range(0x20)] + ["\x7f", "\x85", "\u2028", "\u2029", "\\"]
    simple = [
        unit
        for unit in found
        if not any(c in unit.path + unit.source + unit.target + "".join(unit.notes) for c in hard)
    ]
    data = po.write(document(simple)).decode()

    entries = polib.pofile(data)

    assert [(e.msgctxt, e.msgid, e.msgstr) for e in entries] == [
        (unit.path, unit.source, unit.target) for unit in document(simple).units
    ]


@BOTH
@pytest.mark.parametrize(
    "texts", [{}, dict(list(ARABIC.items())[:2]), ARABIC], ids=["empty", "partial", "complete"]
)
def test_export_import_export_gives_the_same_bytes(kind, texts, translation, admin_user):
    translate(translation, texts)
    write, _read = FORMATS[kind]
    data = write(document_of(translation))
    before = list(StringTranslation.objects.order_by("pk").values())

    report = import_file(translation, data, user=admin_user)

    assert (report.changes, report.unchanged, report.warnings) == ([], len(texts), [])
    assert list(StringTranslation.objects.order_by("pk").values()) == before
    assert write(document_of(translation)) == data


@BOTH
def test_texts_travel_into_an_empty_translation(kind, page, translation, admin_user):
    translate(translation, ARABIC)
    write, _read = FORMATS[kind]
    data = write(document_of(translation))
    StringTranslation.objects.all().delete()

    report = import_file(translation, data, user=admin_user)

    assert (len(report.changes), report.unchanged, report.missing) == (4, 0, [])
    assert stored(translation) == ARABIC
    assert write(document_of(translation)) == data


@BOTH
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=st.one_of(st.just(""), plain), linked=rich)
def test_stored_translations_survive_the_journey(kind, title, linked, translation, admin_user):
    StringTranslation.objects.all().delete()
    kept = {LINKED: linked.replace("\x00", ""), "Cool “streets”": title.replace("\x00", "")}
    translate(translation, {source: target for source, target in kept.items() if target})
    write, _read = FORMATS[kind]
    data = write(document_of(translation))

    report = import_file(translation, data, user=admin_user)

    assert [change.target for change in report.changes] == []
    assert stored(translation) == {source: target for source, target in kept.items() if target}
    assert write(document_of(translation)) == data


@BOTH
def test_snippets_and_programmes_travel_too(kind, notice, session, admin_user):
    write, _read = FORMATS[kind]
    for instance, text in ((notice, "On <i>Friday</i>"), (session, "Opening day")):
        translation = translation_of(instance)
        translate(translation, {text: "<i>ب</i>" if "<i>" in text else "ب"})
        data = write(document_of(translation))

        report = import_file(translation, data, user=admin_user)

        assert (report.changes, report.unchanged) == ([], 1)
        assert write(document_of(translation)) == data


@BOTH
def test_translation_with_an_error_stays_as_it_is(kind, translation, admin_user):
    translate(translation, {LINKED: "<b>left open"})
    write, _read = FORMATS[kind]
    data = write(document_of(translation))

    report = import_file(translation, data, user=admin_user)

    assert report.changes == []
    assert stored(translation) == {LINKED: "<b>left open"}
    assert write(document_of(translation)) == data


def test_the_same_text_twice_in_one_place_is_one_unit(home):
    page = StandardPageFactory(
        parent=home, title="T", body=[("rich_text", "<p>Same</p><p>Same</p>")]
    )

    found = document_of(translation_of(page))

    assert [unit.source for unit in found.units] == ["T", "Same"]
    assert found.identity.digest == digest_of(reversed(found.units))


def test_what_an_editor_typed_is_compared_in_one_way_of_writing(translation, admin_user):
    translate(translation, {"Why shade?": "A & B<br>C"})
    data = xliff.write(document_of(translation))

    report = import_file(translation, data, user=admin_user)

    assert (report.changes, report.unchanged) == ([], 1)
    assert canonical(stored(translation)["Why shade?"]) == "A &amp; B<br/>C"
