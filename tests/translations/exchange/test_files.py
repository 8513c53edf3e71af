"""Files that are damaged or made to hurt: told by code, line and unit, they change nothing."""

import time

import pytest
from wagtail_localize.models import StringTranslation

from translations.exchange import po, xliff, xliff_reader
from translations.exchange.document import document_of
from translations.exchange.formats import read_file
from translations.exchange.importing import import_file
from translations.exchange.problems import TEXTS, Code, Problem, RefusedFileError

from .conftest import ARABIC, translate

UUID = "00000000-0000-0000-0000-000000000000"
HEADER = f'msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: {UUID}\\n"\n\n'
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))


def xliff_of(units, *, attributes='version="2.1" srcLang="en" trgLang="ar"', before=""):
    return (
        f'<?xml version="1.0"?>{before}\n<xliff xmlns="{xliff.NAMESPACE}" {attributes}>\n'
        f'<file id="{UUID}">\n{units}\n</file></xliff>'
    ).encode()


def unit_of(target, *, source="x", id_="u1", data=""):
    return (
        f'<unit id="{id_}"><originalData>{data}</originalData><segment>'
        f"<source>{source}</source><target>{target}</target></segment></unit>"
    )


def problems_of(data):
    with pytest.raises(RefusedFileError) as caught:
        read_file(data)
    return [(problem.code, problem.line, problem.unit) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgctxt "a"\nmsgid "x"\nmsgstr "cut of', 6),
        ('msgctxt "a"\nmsgid "x"\nmsgst', 6),
        ('msgctxt "a"\nmsgid "x"\n', 6),
        ('msgctxt "a"\nmsgstr "x"\n', 5),
        ('msgctxt "a"\nmsgid "x"\nmsgstr one\n', 6),
        ('msgctxt "a"\nmsgid "x"\nmsgstr "a" b"\n', 6),
        ('msgctxt "a"\nmsgid "x"\nmsgid "y"\nmsgstr ""\n', 6),
        ('"lost"\n', 4),
        ("# remark\nwhat is this\n", 5),
        ('msgwhat "x"\n', 4),
    ],
)
def test_damaged_po_file_names_the_line(text, line):
    assert problems_of((HEADER + text).encode()) == [(Code.PO_SYNTAX, line, "")]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", Code.EMPTY_FILE, None),
        (b" \n\n", Code.EMPTY_FILE, None),
        (b"PK\x03\x04" + bytes(range(256)) * 9, Code.UNKNOWN_FORMAT, 1),
        (b"Dear all,\nhere are my texts.", Code.UNKNOWN_FORMAT, 1),
        (b'{"a": 1}', Code.UNKNOWN_FORMAT, 1),
        (HEADER.encode() + 'msgid "é"'.encode("latin-1"), Code.ENCODING, 4),
        (HEADER.encode() + 'msgid "é'.encode()[:-1], Code.PO_SYNTAX, 4),
        (HEADER.encode("utf-16"), Code.ENCODING, 1),
        (b"\xff\xfe\xff", Code.ENCODING, 1),
        (b'msgid "x"\nmsgstr "y"\n', Code.NO_IDENTITY, 1),
        (HEADER.encode() + b'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', Code.PO_PLURAL, 6),
        ((HEADER + 'msgctxt "a"\nmsgid "x"\nmsgstr ""\n' * 2).encode(), Code.DUPLICATE_TEXT, 8),
        (b"<html><body>Not found</body></html>", Code.UNKNOWN_FORMAT, 1),
        (b"<xliff", Code.XML_SYNTAX, 1),
        (xliff_of(unit_of("y"))[:-30], Code.XML_SYNTAX, 4),
        (xliff_of("<unit>&nbsp;</unit>"), Code.XML_SYNTAX, 4),
        (xliff_of(unit_of("a\x07b")), Code.XML_SYNTAX, 4),
        (b'<?xml version="1.0" encoding="klingon"?>\n<xliff/>', Code.ENCODING, 1),
        (b'<?xml version="1.0" encoding="utf-8"?>\n<xliff>\xe9</xliff>', Code.XML_SYNTAX, 2),
        (xliff_of("", before=f"\n<!DOCTYPE x [{ENTITIES}]>"), Code.XML_DOCTYPE, 2),
        (
            xliff_of("", before='\n<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
            Code.XML_DOCTYPE,
            2,
        ),
        (
            xliff_of("", before='\n<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'),
            Code.XML_DOCTYPE,
            2,
        ),
        (xliff_of("<group>" * 50_000), Code.XML_DEPTH, 4),
        (xliff_of("", attributes='version="2.2"'), Code.XLIFF_VERSION, 2),
        (
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>',
            Code.XLIFF_VERSION,
            1,
        ),
        (f'<xliff xmlns="{xliff.NAMESPACE}" version="2.0"/>'.encode(), Code.XLIFF_FILES, 1),
        (xliff_of(f'</file><file id="{UUID}">'), Code.XLIFF_FILES, 2),
    ],
)
def test_file_that_cannot_be_read_names_the_line(data, code, line):
    assert problems_of(data) == [(code, line, "")]


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (unit_of("y") + unit_of("z"), Code.DUPLICATE_TEXT),
        (unit_of('<pc id="9">y</pc>'), Code.UNKNOWN_PLACEHOLDER),
        (unit_of('<ph id="9" dataRef="d9"/>'), Code.UNKNOWN_PLACEHOLDER),
        (unit_of('<ec startRef="9"/>'), Code.UNKNOWN_PLACEHOLDER),
        (unit_of("<b>y</b>"), Code.XLIFF_ELEMENT),
        (unit_of('<cp hex="D800"/>'), Code.XLIFF_ELEMENT),
        (unit_of('<cp hex="FFFFFF"/>'), Code.XLIFF_ELEMENT),
        (unit_of('<cp hex="x"/>'), Code.XLIFF_ELEMENT),
        (unit_of('<cp hex="1"/>', data='<data id="d"><cp/></data>'), Code.XLIFF_ELEMENT),
    ],
)
def test_unit_that_cannot_be_read_is_named(unit, code):
    assert problems_of(xliff_of(unit)) == [(code, 4, "u1")]


def test_unit_without_an_id_has_only_a_line():
    unit = unit_of("y").replace(' id="u1"', "")

    assert problems_of(xliff_of(unit)) == [(Code.XLIFF_NO_ID, 4, "")]


def test_placeholder_that_hides_a_script_is_found_when_it_is_compared(translation, admin_user):
    translate(translation, ARABIC)
    data = xliff.write(document_of(translation))
    StringTranslation.objects.all().delete()
    evil = data.replace(b"&lt;b&gt;</data>", b"&lt;script src=x&gt;</data>")
    assert evil != data

    with pytest.raises(RefusedFileError) as caught:
        import_file(translation, evil, user=admin_user)

    assert [problem.code for problem in caught.value.problems] == [Code.ORIGINAL_CHANGED]
    assert not StringTranslation.objects.exists()


def test_content_that_is_the_name_of_a_file_is_not_opened(tmp_path):
    secret = tmp_path / "msgid"
    secret.write_text(HEADER, encoding="utf-8")

    assert problems_of(str(secret).encode()) == [(Code.PO_SYNTAX, 1, "")]


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 10_000_000,
        b'msgid "x"\nmsgstr "y"\n' * 500_000,
        b"<a>" * 3_400_000,
    ],
    ids=["zeros", "po", "xml"],
)
def test_ten_megabytes_of_nonsense_are_not_looked_at(data):
    started = time.monotonic()

    assert problems_of(data) == [(Code.TOO_LARGE, None, "")]
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "data",
    [
        HEADER.encode() + b'msgid "' + b"<" * 4_900_000 + b'"\nmsgstr ""\n',
        HEADER.encode() + b"#, fuzzy\n" * 500_000,
        HEADER.encode() + b'msgid ""\n' + b'"\\\\"\n' * 900_000 + b'msgstr ""',
        xliff_of(unit_of("&lt;a " * 800_000)),
        xliff_of("<note/>" * 600_000),
    ],
    ids=["brackets", "flags", "backslashes", "tags", "elements"],
)
def test_five_megabytes_of_nonsense_are_read_in_seconds(data):
    started = time.monotonic()

    read_file(data)

    assert time.monotonic() - started < 20


# --- What other programs write --------------------------------------------------------------------


def read_unit(unit):
    (read,) = xliff_reader.read(xliff_of(unit)).units
    return read


DATA = '<data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data>'


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ('<pc id="1">y</pc>', "<b>y</b>"),
        ('<pc id="5" dataRefStart="d1">y</pc>', "<b>y</b>"),
        ('<pc id="5" copyOf="1">y</pc>', "<b>y</b>"),
        ('<sc id="1" dataRef="d1"/>y<ec startRef="1"/>', "<b>y</b>"),
        ('<sc id="1" dataRef="d1"/>y<ec startRef="1" dataRef="d2"/>', "<b>y</b>"),
        ('<mrk id="m1" type="term">y</mrk><sm id="m2"/>z<em startRef="m2"/>', "yz"),
        ('y<x:thing xmlns:x="urn:x">not a text</x:thing>', "y"),
        ("a &lt; b &amp; c", "a &lt; b &amp; c"),
    ],
)
def test_inline_elements_are_read_as_other_programs_write_them(target, expected):
    unit = unit_of(target, source='<pc id="1" dataRefStart="d1" dataRefEnd="d2">x</pc>', data=DATA)

    assert read_unit(unit).target == expected


def test_segments_are_joined_in_the_order_of_the_target():
    unit = (
        '<unit id="u1"><segment state="final"><source>One.</source><target order="3">B.</target>'
        "</segment><ignorable><source> </source></ignorable>"
        '<segment state="reviewed"><source>Two.</source><target order="1">A.</target></segment>'
        "</unit>"
    )

    read = read_unit(unit)

    assert (read.source, read.target, read.is_confirmed) == ("One. Two.", "A. B.", True)


def test_unit_of_which_a_segment_is_not_translated_is_not_translated():
    unit = (
        '<unit id="u1"><segment><source>One.</source><target>A.</target></segment>'
        "<segment><source>Two.</source></segment></unit>"
    )

    assert read_unit(unit).target == ""


def test_groups_matches_and_other_modules_are_passed_over():
    unit = (
        '<group id="g"><unit id="u1"><mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">'
        "<mtc:match><source>x</source><target>wrong</target></mtc:match></mtc:matches>"
        "<segment><source>x</source><target>right</target></segment></unit></group>"
    )

    assert read_unit(unit).target == "right"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_xliff_is_read_in_the_encodings_of_xml(encoding):
    data = xliff_of(unit_of("نعم")).decode().replace('<?xml version="1.0"?>', "")

    (read,) = read_file(data.encode(encoding)).units

    assert read.target == "نعم"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r'msgstr "a\nb\t\"c\" \\ \x41\101\/"', 'a\nb\t"c" \\ AA/'),
        ('msgstr ""\n"a\\n"\n"b"', "a\nb"),
        ('msgstr   "spaces"  \r', "spaces"),
        ('# remark\n#: x:1\n#| msgid "old"\nmsgstr "x"\n\n#~ msgid "gone"\n#~ msgstr "y"', "x"),
    ],
)
def test_po_is_read_as_other_programs_write_it(written, text):
    data = (HEADER + 'msgctxt "a"\nmsgid "x"\n' + written).encode("utf-8-sig")

    (unit,) = po.read(data).units

    assert (unit.source, unit.target) == ("x", text)


def test_every_code_has_a_text_that_can_be_filled():
    params = dict.fromkeys(
        ["limit", "detail", "found", "count", "where", "expected", "option", "text", "tag",
         "character"],
        "x",
    )  # fmt: skip

    assert set(TEXTS) == set(Code)
    assert all(Problem(code, params=params).message for code in Code)


def test_place_names_line_and_unit():
    assert Problem(Code.BROKEN_TAG, 3, "u1").place == "line 3, unit u1"
    assert Problem(Code.BROKEN_TAG).place == ""
