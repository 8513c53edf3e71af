"""Files that are not as they should be: what is wrong is named, and nothing hurts."""

import datetime
import io
import zipfile
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from events.exchange.problems import RefusedFileError
from events.exchange.reading import read_file
from events.exchange.tables import COLUMNS

PARIS = ZoneInfo("Europe/Paris")
HEAD = ",".join(COLUMNS)


def read(data):
    return read_file(data if isinstance(data, bytes) else data.encode(), PARIS)


def refusal(data):
    with pytest.raises(RefusedFileError) as caught:
        read(data)
    assert caught.value.problem.message
    return caught.value.problem.code


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n ", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        ("date,title\n2015-06-22,Été\n".encode("latin-1"), "encoding"),
        (b"%PDF-1.4", "unknown_format"),
        (b"\xd0\xcf\x11\xe0old excel", "unknown_format"),
        (b'{"schedule": {}}', "unknown_format"),
        (b"title\nOpening\n", "columns_missing"),
        (b"date,start\n", "columns_missing"),
        (b"date,title,title\n", "column_twice"),
        (b'date,title\n2015-06-22,"open\n', "csv_syntax"),
        (b"<schedule><day></schedule>", "xml"),
        (b"<html></html>", "not_schedule"),
        (b"<schedule>" + b"<x>" * 100 + b"</x>" * 100 + b"</schedule>", "xml"),
        (b'<!DOCTYPE schedule [<!ENTITY a "b">]><schedule>&a;</schedule>', "xml"),
        (b"PK\x03\x04broken", "xlsx_broken"),
        (archive(a="nothing"), "xlsx_broken"),
        (archive(xl__workbook="x" * (21 * 1024 * 1024)), "xlsx_too_large"),
        (b"a" * (5 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_file_that_cannot_be_read_is_refused(db, data, code):
    assert refusal(data) == code


def test_workbook_with_a_document_type_is_refused():
    good = workbook(["date", "title"], ["2015-06-22", "Opening"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            new.writestr(name, content)

    assert refusal(out.getvalue()) == "xlsx_broken"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_workbook_that_is_damaged_within_is_refused(method):
    good = workbook(["date", "title"], *(["2015-06-22", str(number)] for number in range(300)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        info = new.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(out.getvalue())
    start = info.header_offset + 30 + len(info.filename)
    data[start + 9 : start + 40] = b"\xff" * 31

    assert refusal(bytes(data)) == "xlsx_broken"


def test_line_far_below_all_others_is_not_left_out_unsaid():
    lines = [["title", "date"], ["Talk", "2015-06-22"], *[[None]] * 4_998]

    assert len(read(workbook(*lines, [None], [None])).rows) == 1
    assert len(read(workbook(*lines[:-1], ["One more", "2015-06-23"])).rows) == 2
    assert refusal(workbook(*lines, ["One more", "2015-06-23"])) == "too_many_lines"


def test_size_that_an_archive_claims_is_not_believed():
    data = archive(a__xml=b" " * (30 * 1024 * 1024))
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    assert data.count(size) == 2

    assert refusal(data.replace(size, (10).to_bytes(4, "little"))) == "xlsx_broken"


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("talk,,,,A,,,,,,,,,", "unknown_type", "type"),
        ("slot,22/06/2015,,,A,,,,,,,,,", "bad_date", "date"),
        ("slot,1815-06-22,,,A,,,,,,,,,", "bad_date", "date"),
        ("slot,,25:00,,A,,,,,,,,,", "bad_time", "start"),
        ("slot,,nine,,A,,,,,,,,,", "bad_time", "start"),
        ("slot,,09:00,9 Uhr,A,,,,,,,,,", "bad_time", "end"),
        ("slot,,,,A,,Party,,,,,,,", "unknown_kind", "kind"),
        ("slot,,,,A,Anna | Boss,,,,,,,,", "unknown_role", "people"),
        ("slot,,,,A,,,,,tlh,,,,", "unknown_language", "languages"),
        ("slot,,,,A,,,,,,xx,,,", "unknown_language", "interpretation"),
        (f"slot,,,,{'a' * 256},,,,,,,,,", "too_long", "title"),
        (f"slot,,,,A,,,{'t' * 101},,,,,,", "too_long", "track"),
        (f"note,,,,,,,,,,,{'n' * 2001},,", "too_long", "text"),
        (f"slot,,,,A,{';'.join(['Anna'] * 51)},,,,,,,,", "too_many", "people"),
    ],
)
def test_line_in_error_is_named_with_column_and_reason(db, line, code, column):
    file = read(f"{HEAD}\nslot,,,,Fine,,,,,,,,,\n{line}\n")

    (problem,) = file.problems
    assert (problem.code, problem.line, problem.column) == (code, 3, column)
    assert problem.place == f"line 3, column {column}"
    assert problem.message


def test_all_lines_in_error_are_named_at_once(db):
    file = read(f"{HEAD}\nslot,x,y,,A,,,,,,,,,\nslot,,,,B,,z,,,,,,,\n")

    assert [(problem.line, problem.column) for problem in file.problems] == [
        (2, "date"), (2, "start"), (3, "kind"),
    ]  # fmt: skip


def test_key_that_is_there_twice_is_named(db):
    file = read(f"{HEAD}\nslot,,,,A,,,,,,,,,k\nslot,,,,B,,,,,,,,,k\n")

    assert [(problem.code, problem.line) for problem in file.problems] == [("uid_twice", 3)]


def test_lines_are_counted_as_spreadsheets_do(db):
    file = read(f'{HEAD}\nslot,,,,A,,,,,,,"two\nlines",,\n\nslot,x,,,B,,,,,,,,,\n')

    assert file.problems[0].line == 5


def test_more_lines_than_a_programme_may_have_are_refused(db):
    assert refusal("date,title\n" + "2015-06-22,A\n" * 1001) == "too_many_rows"


def test_cells_of_spreadsheets_are_read_as_what_they_are():
    data = workbook(
        ["date", "start", "end", "title", "kind", "comment"],
        [datetime.date(2015, 6, 22), datetime.time(9, 30), 0.5, 42, "Workshop", "x"],
        [datetime.datetime(2015, 6, 22), "9.45", datetime.timedelta(hours=11), "'=A1", None],  # noqa: DTZ001 - cells have no zone
    )

    file = read(data)

    first, second = file.rows
    assert (first.date, first.values["start"]) == (datetime.date(2015, 6, 22), datetime.time(9, 30))
    assert (first.values["end"], first.values["title"]) == (datetime.time(12), "42")
    assert first.values["kind"] == "WORKSHOP"
    assert (second.values["start"], second.values["end"]) == (
        datetime.time(9, 45), datetime.time(11),
    )  # fmt: skip
    assert second.values["title"] == "=A1"
    assert [(warning.code, file.problems) for warning in file.warnings] == [("other_column", [])]


def test_cell_far_away_does_not_make_a_million_lines():
    book = Workbook()
    book.active.append(["date", "title"])
    book.active["XFD1048576"] = "far"
    out = io.BytesIO()
    book.save(out)

    assert read(out.getvalue()).rows == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_table_of_any_spreadsheet_program_is_read(db, delimiter, mark, end):
    title = '"زيارة' + ",;\t".replace(delimiter, "") * 5 + '."'
    lines = ["date", "title"], ["2015-06-22", title]

    file = read(mark + end.join(delimiter.join(line) for line in lines).encode())

    assert [row.values["title"] for row in file.rows] == [title.strip('"')]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("01:00", "soon", "bad_duration"),
        ("01:00", "26:00", "bad_duration"),
        ("2015-06-22T10:00:00+02:00", "yesterday", "bad_date"),
        ("2015-06-22T10:00:00+02:00", "9999-12-31T23:59:59-12:00", "bad_date"),
        ("<title>A", f"<title>{'a' * 300}", "too_long"),
    ],
)
def test_event_in_error_is_named(old, new, code):
    text = """<schedule><day date="2015-06-22">
<room name="R"><event id="1" guid="x"><title>A</title><date>2015-06-22T10:00:00+02:00</date>
<duration>01:00</duration></event></room></day></schedule>"""
    assert read(text).problems == []

    file = read(text.replace(old, new).replace('"2015-06-22"', '""'))

    assert [(problem.code, problem.line) for problem in file.problems] == [(code, 2)]


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ("2030-06-24", "09:30"),
        ("24.6.2030", "9.30"),
        ("٢٠٣٠-٠٦-٢٤", "٠٩:٣٠"),
        ("\u200f۲۰۳۰-۰۶-۲۴\u200f", "\u200f۰۹:۳۰"),
        ("٢٤.٠٦.٢٠٣٠", "٩h٣٠"),
    ],
)
def test_dates_and_times_are_read_as_centres_write_them(day, start):
    (row,) = read(f"date,start,title\n{day},{start},Welcome\n").rows

    assert (row.date, row.values["start"]) == (datetime.date(2030, 6, 24), datetime.time(9, 30))


@pytest.mark.parametrize("day", ["24/06/2030", "6/24/2030", "31.6.2030", "۱۴۰۹-۰۴-۰۳", "24.06.30"])
def test_dates_that_may_mean_another_day_are_refused(day):
    problems = read(f"date,title\n{day},Welcome\n").problems

    assert [str(problem.code) for problem in problems] == ["bad_date"]
    assert day in problems[0].message
