"""Cells as other programs read them: none is a formula, and all come back as they were."""

import csv
import io

import pytest

from cms.spreadsheets import csv_file
from cms.spreadsheets.cells import guarded, unguarded

STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("text", ["{}1", "'{}1", "''{}1"])
def test_formulas_of_every_keyboard_are_guarded(text, start):
    written = guarded(text.format(start))

    assert written == f"'{text.format(start)}"
    assert unguarded(written) == text.format(start)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("text", ["a;{}1;", "a; {}1", "a\n{}1", "a\t{}1", "a;'{}1", '"a";{}1;"'])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_delimiter_makes_a_formula_of_a_part(text, start, delimiter):
    line = ["name", text.format(start)]

    data = csv_file.write([["a", "b"], line])

    assert [cells for _number, cells in csv_file.read(data)] == [["a", "b"], line]
    shown = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    assert not [cell for cells in shown for cell in cells if cell.strip(' "').startswith(STARTS)]
