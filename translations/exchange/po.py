"""PO files.

Read by a parser of our own: polib drops the last letter of a string whose quotation mark is
missing, opens a file of the server whose name is given as the content, splits texts at U+2028, and
does not know the line of a translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from translations.domain.obstacles import key_of

from .document import Document, Identity, ReadDocument, ReadUnit, State, Unit
from .problems import Code, refused

FORMAT = "PO"
SUFFIX = ".po"
CONTENT_TYPE = "text/x-gettext-translation; charset=utf-8"

# wagtail-localize's name, so that files downloaded before this can be uploaded still.
TRANSLATION, DIGEST = "X-WagtailLocalize-TranslationID", "X-Source-Digest"
SOURCE_LANGUAGE, TARGET_LANGUAGE, TITLE = "X-Source-Language", "Language", "Project-Id-Version"

NAMED = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
NAMED |= {"\\": "\\", '"': '"'}
LETTERS = {letter: character for character, letter in NAMED.items()}
TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", flags=re.DOTALL)
STATEMENT = re.compile(r"(?P<keyword>msg[a-z_]+(?:\[\d+\])?)\s*(?P<text>.*)", flags=re.DOTALL)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', flags=re.DOTALL)
KEYWORDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")


def write(document: Document) -> bytes:
    """Write all texts; no date, so that the same texts are the same file."""
    identity = document.identity
    header = {
        TITLE: " ".join(identity.title.split()),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        TARGET_LANGUAGE: identity.target_language,
        SOURCE_LANGUAGE: identity.source_language,
        TRANSLATION: identity.translation,
        DIGEST: identity.digest,
    }
    texts = "".join(f"{name}: {value}\n" for name, value in header.items())
    entries = [f'msgid ""\n{_statement("msgstr", texts)}', *map(_entry, document.units)]
    return "\n".join(entries).encode()


def _entry(unit: Unit) -> str:
    lines = [f"#. {' '.join(note.split())}\n" for note in unit.notes]
    if unit.target and unit.state == State.INITIAL:
        lines.append("#, fuzzy\n")
    lines.append(_statement("msgctxt", unit.path))
    lines.append(_statement("msgid", unit.source))
    lines.append(_statement("msgstr", unit.target))
    return "".join(lines)


def _statement(keyword: str, text: str) -> str:
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    if len(lines) > 1:
        lines.insert(0, "")
    return f"{keyword} " + "".join(f'"{_escape(line)}"\n' for line in lines or [""])


def _escape(text: str) -> str:
    return TO_ESCAPE.sub(lambda found: _escaped(found.group()), text)


def _escaped(character: str) -> str:
    return "\\" + NAMED.get(character, f"{ord(character):03o}")


def _unescape(text: str) -> str:
    return ESCAPE.sub(lambda found: _unescaped(found[1]), text)


def _unescaped(code: str) -> str:
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return chr(int(code, 8))
    return LETTERS.get(code, code)


@dataclass(slots=True)
class _Entry:
    """An entry while it is read: its strings, and the lines on which they begin."""

    line: int
    flags: set[str] = field(default_factory=set)
    texts: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Say whether it has its translation, of which plural forms are several."""
        return any(keyword.startswith("msgstr") for keyword in self.texts)

    def text(self, keyword: str) -> str:
        """Join the lines of a string."""
        return "".join(self.texts.get(keyword, []))


def read(data: bytes) -> ReadDocument:
    """Read a file; raises RefusedFileError with the line of what is wrong."""
    entries = _Reader().read(_decode(data))
    header = next((entry for entry in entries if _is_header(entry)), None)
    if header is None:
        raise refused(Code.NO_IDENTITY, 1, where=TRANSLATION)
    document = ReadDocument(FORMAT, _identity(header))
    seen: set[str] = set()
    for entry in entries:
        if entry is header:
            continue
        unit = _unit(entry)
        if unit.key in seen:
            raise refused(Code.DUPLICATE_TEXT, entry.lines["msgid"])
        seen.add(unit.key)
        document.units.append(unit)
    return document


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if error.reason == "unexpected end of data":
            raise _syntax(line, _("the file ends inside a letter")) from error
        raise refused(Code.ENCODING, line) from error


def _is_header(entry: _Entry) -> bool:
    return "msgctxt" not in entry.texts and not entry.text("msgid")


def _identity(header: _Entry) -> Identity:
    values = dict(line.split(":", 1) for line in header.text("msgstr").split("\n") if ":" in line)
    values = {name.strip(): value.strip() for name, value in values.items()}
    if not values.get(TRANSLATION):
        raise refused(Code.NO_IDENTITY, header.line, where=TRANSLATION)
    return Identity(
        translation=values[TRANSLATION],
        digest=values.get(DIGEST, ""),
        source_language=values.get(SOURCE_LANGUAGE, ""),
        target_language=values.get(TARGET_LANGUAGE, ""),
        title=values.get(TITLE, ""),
    )


def _unit(entry: _Entry) -> ReadUnit:
    plural = next((word for word in entry.texts if word not in KEYWORDS), "msgid_plural")
    if plural in entry.texts:
        raise refused(Code.PO_PLURAL, entry.lines[plural])
    is_fuzzy = "fuzzy" in entry.flags
    path, source = entry.text("msgctxt"), entry.text("msgid")
    return ReadUnit(
        key=key_of(path, source),
        line=entry.lines["msgstr"],
        name="",
        source=source,
        target=entry.text("msgstr"),
        is_confirmed=not is_fuzzy,
        needs_work=is_fuzzy,
    )


class _Reader:
    """Reads a file line by line into entries."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.entry = _Entry(1)
        self.keyword = ""

    def read(self, text: str) -> list[_Entry]:
        lines = text.split("\n")
        for number, raw in enumerate(lines, start=1):
            line = raw.strip(" \t\r\f\v")
            if not line or line.startswith("#"):
                self._comment(line, number)
            elif line.startswith('"'):
                self._continuation(line, number)
            else:
                self._statement(line, number)
        if self.entry.texts and not self.entry.is_complete:
            raise _syntax(len(lines), _("the file ends before msgstr"))
        self._finish(len(lines))
        return self.entries

    def _finish(self, number: int) -> None:
        """Begin a new entry if this one has all that it needs."""
        if self.entry.is_complete:
            self.entries.append(self.entry)
            self.entry, self.keyword = _Entry(number), ""

    def _comment(self, line: str, number: int) -> None:
        self._finish(number)
        if line.startswith("#,"):
            self.entry.flags.update(flag.strip() for flag in line[2:].split(","))

    def _continuation(self, line: str, number: int) -> None:
        if not self.keyword:
            raise _syntax(number, _("a text without msgid or msgstr"))
        self.entry.texts[self.keyword].append(_string(line, number))

    def _statement(self, line: str, number: int) -> None:
        found = STATEMENT.fullmatch(line)
        if not found or found["keyword"].partition("[")[0] not in KEYWORDS:
            raise _syntax(number, _("neither a comment nor msgctxt, msgid or msgstr"))
        self.keyword = keyword = found["keyword"]
        if keyword in {"msgctxt", "msgid"}:
            self._finish(number)
            self.keyword = keyword
        if keyword in self.entry.texts:
            detail = _("%(keyword)s twice in one entry") % {"keyword": keyword}
            raise _syntax(number, detail)
        if keyword.startswith("msgstr") and "msgid" not in self.entry.texts:
            raise _syntax(number, _("msgstr without msgid"))
        self.entry.texts[keyword] = [_string(found["text"], number)]
        self.entry.lines[keyword] = number


def _string(text: str, number: int) -> str:
    found = STRING.fullmatch(text)
    if not found:
        raise _syntax(number, _("quotation marks are missing or stand inside a text without \\"))
    return _unescape(found[1])


def _syntax(number: int, detail: str) -> Exception:
    return refused(Code.PO_SYNTAX, number, detail=detail)
