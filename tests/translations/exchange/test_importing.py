"""Taking over files that are whole, partial, old, or somebody else's."""

import re

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from tests.factories import StandardPageFactory
from translations.exchange import po, xliff
from translations.exchange.document import document_of
from translations.exchange.importing import import_file
from translations.exchange.problems import Code, RefusedFileError

from .conftest import ARABIC, LINKED, RICH, stored, translate, translation_of

WRITERS = {"po": po.write, "xliff": xliff.write}
BOTH = pytest.mark.parametrize("kind", WRITERS)
SHADE = "Why shade?"


def export(translation, kind):
    return WRITERS[kind](document_of(translation))


def filled(translation, kind, texts):
    """Give the file as a translator would send it back, and leave the translation as it was."""
    translate(translation, texts)
    data = export(translation, kind)
    StringTranslation.objects.all().delete()
    return data


def refusal(translation, data, user, **options):
    """Give the problems of a file that must be refused, having checked that nothing changed."""
    before = list(StringTranslation.objects.order_by("pk").values())
    with pytest.raises(RefusedFileError) as caught:
        import_file(translation, data, user=user, **options)
    assert list(StringTranslation.objects.order_by("pk").values()) == before
    return [(problem.code, problem.unit, problem.line) for problem in caught.value.problems]


def refused_codes(translation, data, user, **options):
    return [code for code, _unit, _line in refusal(translation, data, user, **options)]


def edit(page, body):
    """Publish another body, and take it over into the translations as editors do."""
    page.body = body
    page.save_revision().publish()
    TranslationSource.update_or_create_from_instance(page)


@BOTH
def test_file_with_empty_translations_changes_only_what_it_has(kind, translation, admin_user):
    data = filled(translation, kind, {SHADE: ARABIC[SHADE]})
    translate(translation, {LINKED: ARABIC[LINKED]})

    report = import_file(translation, data, user=admin_user)

    assert stored(translation) == {SHADE: ARABIC[SHADE], LINKED: ARABIC[LINKED]}
    assert [(change.unit.target, change.target) for change in report.changes] == [
        ("", ARABIC[SHADE])
    ]
    assert (report.unchanged, len(report.missing), report.warnings) == (0, 2, [])


@BOTH
def test_file_without_some_units_is_taken_over_and_says_so(kind, translation, admin_user):
    data = filled(translation, kind, ARABIC).decode()
    cut = {
        "po": lambda text: re.sub(
            r'\n#\. Title\n.*?msgctxt "title".*?\n\n', "\n", text, flags=re.S
        ),
        "xliff": lambda text: re.sub(
            r'    <unit [^>]*name="title".*?</unit>\n', "", text, flags=re.S
        ),
    }[kind](data)
    assert cut != data

    report = import_file(translation, cut.encode(), user=admin_user)

    (warning,) = report.warnings
    assert warning.code == Code.FEWER_TEXTS
    assert "3 of the 4 texts" in warning.message
    assert len(report.changes) == 3
    assert [unit.path for unit in report.missing] == ["title"]


@BOTH
def test_changed_translation_is_written_as_by_its_uploader(kind, translation, admin_user):
    translate(translation, {SHADE: "Old"}, translation_type="machine", tool_name="Engine")
    data = export(translation, kind).replace(b"Old", "جديد".encode()).replace(b"#, fuzzy\n", b"")

    report = import_file(translation, data, user=admin_user)

    row = StringTranslation.objects.get(data="جديد")
    assert [(change.unit.target, change.target) for change in report.changes] == [("Old", "جديد")]
    assert (row.translation_type, row.last_translated_by) == ("manual", admin_user)
    assert row.tool_name == {"po": "PO file", "xliff": "XLIFF file"}[kind]


def test_title_of_the_draft_follows_and_nothing_is_published(page, translation, admin_user):
    data = filled(translation, "po", {page.title: ARABIC[page.title]})
    draft = Page.objects.get(translation_key=page.translation_key, locale=translation.target_locale)
    revision = draft.latest_revision_id

    import_file(translation, data, user=admin_user)

    draft.refresh_from_db()
    assert (draft.draft_title, draft.title, draft.live) == (ARABIC[page.title], page.title, False)
    assert draft.latest_revision_id == revision


@BOTH
def test_machine_translation_is_offered_as_unconfirmed_and_confirmed_by_its_mark(
    kind, translation, admin_user
):
    translate(translation, {SHADE: "x"}, translation_type="machine")
    data = export(translation, kind)
    untouched = import_file(translation, data, user=admin_user)
    confirmed = data.replace(b"#, fuzzy\n", b"").replace(
        b'state="initial">\n        <source>Why', b'state="reviewed">\n        <source>Why'
    )
    assert confirmed != data

    report = import_file(translation, confirmed, user=admin_user)

    assert (untouched.changes, untouched.unchanged) == ([], 1)
    assert [change.target for change in report.changes] == ["x"]
    assert StringTranslation.objects.get().translation_type == "manual"


def test_fuzzy_translation_is_not_taken_over_and_named(translation, admin_user):
    data = filled(translation, "po", ARABIC).replace(b"#. Title", b"#, fuzzy\n#. Title")

    report = import_file(translation, data, user=admin_user)

    (warning,) = report.warnings
    assert (warning.code, warning.line) == (Code.NEEDS_WORK, 17)
    assert "شوارع" in warning.message
    assert "Cool “streets”" not in stored(translation)
    assert len(report.changes) == 3


def test_changed_xliff_target_is_taken_over_whatever_its_state(translation, admin_user):
    data = filled(translation, "xliff", ARABIC).replace(b'"translated"', b'"initial"')

    report = import_file(translation, data, user=admin_user)

    assert len(report.changes) == 4


@BOTH
def test_lost_bold_is_a_warning_and_a_lost_link_an_error(kind, translation, admin_user):
    without_bold = filled(translation, kind, {LINKED: 'س <a id="a1">ص</a>'})
    without_link = filled(translation, kind, {LINKED: "س <b>ص</b>"})

    assert refused_codes(translation, without_link, admin_user) == [Code.MISSING_PLACEHOLDER]
    report = import_file(translation, without_bold, user=admin_user)

    assert [(w.code, w.params) for w in report.warnings] == [
        (Code.FORMATTING_MISSING, {"tag": "<b>"})
    ]


@BOTH
def test_all_errors_are_told_at_once_and_nothing_is_taken_over(kind, translation, admin_user):
    texts = {**ARABIC, SHADE: "<b>x</b>", LINKED: "y\x07"}
    data = filled(translation, kind, texts)

    assert refused_codes(translation, data, admin_user) == [
        Code.TAG_IN_PLAIN_TEXT,
        Code.CONTROL_CHARACTER,
        Code.MISSING_PLACEHOLDER,
    ]


# --- Whose file it is -----------------------------------------------------------------------------


@BOTH
def test_file_of_another_page_is_refused_by_name(kind, translation, home, admin_user):
    other = translation_of(StandardPageFactory(parent=home, title="About <us>"))

    with pytest.raises(RefusedFileError) as caught:
        import_file(translation, export(other, kind), user=admin_user)

    (problem,) = caught.value.problems
    assert problem.code == Code.OTHER_TRANSLATION
    assert "“About <us>” (en → ar)" in problem.message


@BOTH
def test_file_of_another_language_is_refused(kind, page, translation, admin_user):
    french = translation_of(page, "fr")

    assert refused_codes(translation, export(french, kind), admin_user) == [Code.OTHER_TRANSLATION]


@BOTH
@pytest.mark.parametrize(("language", "codes"), [("fr", [Code.OTHER_LANGUAGE]), ("ar-SA", None)])
def test_language_that_a_program_wrote_is_compared_without_its_region(
    kind, language, codes, translation, admin_user
):
    data = filled(translation, kind, ARABIC)
    other = data.replace(b"Language: ar", f"Language: {language}".encode()).replace(
        b'trgLang="ar"', f'trgLang="{language}"'.encode()
    )
    assert other != data

    if codes:
        assert refused_codes(translation, other, admin_user) == codes
    else:
        assert len(import_file(translation, other, user=admin_user).changes) == 4


@pytest.mark.parametrize(
    ("kind", "pattern", "replacement", "line"),
    [
        ("po", rb'"X-WagtailLocalize-TranslationID[^\n]*\n', b"", 1),
        ("po", rb"TranslationID: [^\\]*", b"TranslationID: ", 1),
        ("po", rb"^.*?\n\n", b"", 1),
        ("xliff", rb'<file id="[^"]*"', b'<file id="f1"', 3),
        ("xliff", rb'<file id="[^"]*"', b"<file", 3),
    ],
)
def test_file_that_does_not_say_whose_it_is(
    kind, pattern, replacement, line, translation, admin_user
):
    data = filled(translation, kind, ARABIC)
    changed = re.sub(pattern, replacement, data, count=1, flags=re.DOTALL)
    assert changed != data

    assert refusal(translation, changed, admin_user) == [(Code.NO_IDENTITY, "", line)]


def test_po_file_downloaded_from_wagtail_localize_itself_is_taken_over(translation, admin_user):
    translate(translation, ARABIC)
    data = str(translation.export_po()).encode()
    StringTranslation.objects.all().delete()

    report = import_file(translation, data, user=admin_user)

    assert stored(translation) == ARABIC
    assert [warning.code for warning in report.warnings] == [Code.OLDER_BUT_COMPLETE]


# --- How old it is --------------------------------------------------------------------------------


@BOTH
def test_older_file_is_taken_over_if_all_that_it_translates_is_still_there(
    kind, page, translation, admin_user
):
    data = filled(translation, kind, ARABIC)
    kept = list(page.body.raw_data)
    edit(page, [*kept, {"type": "rich_text", "value": "<p>New</p>"}])

    report = import_file(translation, data, user=admin_user)

    assert len(report.changes) == 4
    assert [warning.code for warning in report.warnings] == [
        Code.OLDER_BUT_COMPLETE,
        Code.FEWER_TEXTS,
    ]
    assert [unit.source for unit in report.missing] == ["New"]


@BOTH
def test_older_file_with_texts_that_are_gone_is_refused_and_names_them(
    kind, page, translation, admin_user
):
    data = filled(translation, kind, ARABIC)
    heading = dict(page.body.raw_data[0])
    edit(page, [{**heading, "value": {"text": "Why more shade?", "level": "2"}}])

    with pytest.raises(RefusedFileError) as caught:
        import_file(translation, data, user=admin_user)

    first, *gone = caught.value.problems
    assert first.code == Code.OLDER_ORIGINAL
    assert "3 of its translated texts" in first.message
    assert [problem.code for problem in gone] == [Code.TEXT_GONE] * 3
    assert "Why shade?" in gone[0].message
    assert stored(translation) == {}


@BOTH
def test_older_file_gives_what_has_not_changed_if_asked(kind, page, translation, admin_user):
    data = filled(translation, kind, ARABIC)
    _heading, text = page.body.raw_data
    edit(page, [dict(text)])

    report = import_file(translation, data, user=admin_user, take_over=True)

    assert len(report.changes) == 3
    assert [(unit.source, unit.target) for unit in report.left_out] == [(SHADE, ARABIC[SHADE])]


@BOTH
def test_order_and_untranslated_leftovers_do_not_make_a_file_old(
    kind, page, translation, admin_user
):
    data = filled(translation, kind, {LINKED: ARABIC[LINKED]})
    heading, text = (dict(block) for block in page.body.raw_data)
    edit(page, [text, heading])
    moved = import_file(translation, data, user=admin_user)
    edit(page, [text])

    shortened = import_file(translation, data, user=admin_user)

    assert (len(moved.changes), moved.warnings) == (1, [])
    assert shortened.unchanged == 1
    assert [warning.code for warning in shortened.warnings] == [Code.OLDER_BUT_COMPLETE]


@BOTH
def test_original_that_was_changed_in_the_file_is_refused(kind, translation, admin_user):
    data = filled(translation, kind, ARABIC)
    changed = data.replace(b"Why shade?</source>", b"Why sun?</source>").replace(
        b'msgid "Why shade?"', b'msgid "Why sun?"'
    )
    expected = {"po": Code.UNKNOWN_TEXT, "xliff": Code.ORIGINAL_CHANGED}[kind]

    assert refused_codes(translation, changed, admin_user) == [expected]


def test_the_number_of_statements_does_not_grow_with_what_is_unchanged(
    home, admin_user, count_queries
):
    counts = []
    for number in (1, 40):
        body = [("rich_text", RICH)] * number
        page = StandardPageFactory(parent=home, title=f"Page {number}", body=body)
        translation = translation_of(page)
        translate(translation, ARABIC)
        data = export(translation, "xliff")
        with count_queries() as queries:
            import_file(translation, data, user=admin_user)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_translation_into_another_language_is_not_touched(translation, admin_user, page):
    french = translation_of(page, "fr")
    translate(french, {SHADE: "Pourquoi ?"})
    translate(translation, ARABIC)

    import_file(translation, export(translation, "po"), user=admin_user)

    assert stored(french) == {SHADE: "Pourquoi ?"}
