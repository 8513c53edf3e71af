"""Documents that the project writes itself: the same words give the same bytes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

PAGE = (595, 842)
MARGIN = 56
LINE_WIDTH = 82
# Of the title, the other lines, and from one line to the next.
TITLE_SIZE, TEXT_SIZE, LEADING = 18, 11, 16


def pdf(title: str, paragraphs: Sequence[str], language: str) -> bytes:
    """Write one page of text in the letters of Western Europe; no font is embedded."""
    size = f"{PAGE[0]} {PAGE[1]}"
    stream = b"\n".join(_drawing(title, paragraphs))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang " + _text(language) + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title " + _text(title) + b" /Producer (MITI sample content) >>",
    ]
    return _file(objects)


def plain_text(title: str, paragraphs: Sequence[str]) -> bytes:
    """Write a text in any script; the mark at its beginning says that it is UTF-8."""
    text = "\n\n".join([title, *paragraphs])
    return f"{text}\n".encode("utf-8-sig")


def _drawing(title: str, paragraphs: Sequence[str]) -> Iterator[bytes]:
    yield b"BT /F1 %d Tf %d TL" % (TITLE_SIZE, LEADING)
    yield b"%d %d Td" % (MARGIN, PAGE[1] - MARGIN - TITLE_SIZE)
    yield _text(title) + b" Tj T*"
    yield b"/F1 %d Tf" % TEXT_SIZE
    for paragraph in paragraphs:
        yield b"T*"
        for line in textwrap.wrap(paragraph, LINE_WIDTH):
            yield _text(line) + b" Tj T*"
    yield b"ET"


def _text(words: str) -> bytes:
    """Give a string of a PDF; a letter that the font lacks is an error of the data."""
    said = words.encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        said = said.replace(sign, b"\\" + sign)
    return b"(" + said + b")"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
