"""The documents that the project writes: sound, small, the same bytes each time."""

import re

import pytest
from django.core.files.base import ContentFile

from cms.media.uploads import check_document
from home.sample.library import PDF_LANGUAGES
from home.sample.papers import pdf, plain_text
from home.sample.source import read

PAPERS = [
    (paper["id"], language, texts)
    for paper in read("documents")["documents"]
    for language, texts in paper["texts"].items()
]
IN_PDF = [paper for paper in PAPERS if paper[1] in PDF_LANGUAGES]


@pytest.mark.parametrize(("name", "language", "texts"), IN_PDF)
def test_a_document_is_small_and_the_same_each_time(name, language, texts):
    first, second = (pdf(texts["title"], texts["text"], language) for _ in range(2))

    assert first == second
    assert len(first) < 5000
    check_document(ContentFile(first, name="a.pdf"))


@pytest.mark.parametrize(("name", "language", "texts"), IN_PDF)
def test_the_table_of_a_pdf_points_at_its_objects(name, language, texts):
    data = pdf(texts["title"], texts["text"], language)

    table = int(re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", data)[1])
    assert data[table:].startswith(b"xref\n0 7\n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", data[table:])]
    assert [data[place:].split(b" ", 1)[0] for place in places] == [
        b"1",
        b"2",
        b"3",
        b"4",
        b"5",
        b"6",
    ]
    length, stream = re.search(
        rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", data, re.DOTALL
    ).groups()
    assert int(length) == len(stream)


def test_letters_of_french_and_signs_of_pdf_are_written_as_they_are_read():
    data = pdf("Été (\\)", ["œuvre"], "fr")

    assert "(Été \\(\\\\\\)) Tj".encode("cp1252") in data
    assert "(œuvre) Tj".encode("cp1252") in data


def test_letters_that_the_font_lacks_are_refused():
    with pytest.raises(UnicodeEncodeError):
        pdf("معهد", [], "ar")


def test_other_scripts_are_plain_text():
    data = plain_text("معهد", ["نص", "آخر"])

    assert data.decode("utf-8-sig") == "معهد\n\nنص\n\nآخر\n"
    assert data.startswith(b"\xef\xbb\xbf")
    check_document(ContentFile(data, name="a.txt"))
