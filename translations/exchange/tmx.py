"""TMX 1.4b: the translation memory of two languages, written and read text by text.

Neither keeps more than a few texts at a time. Inline tags are `bpt`, `ept` and `ph`, whose content
is the tag as it is stored; those of other programs are left out, and their text is kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from wagtail_localize.strings import INLINE_TAGS

from .markup import TAG, MarkupError, Tag, canonical, parse, text_of
from .problems import Code, refused
from .xliff import FOREIGN
from .xml_tree import DEPTH_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

FORMAT = "TMX"
SUFFIX = ".tmx"
CONTENT_TYPE = "application/x-tmx+xml"
VERSIONS = frozenset({"1.1", "1.2", "1.3", "1.4"})
LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
TYPES = {"a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "br": "lb"}
CODES = frozenset({"bpt", "ept", "ph", "it"})
# What stands in these is not text of the segment.
HIDDEN = frozenset({"sub", "ut"})
CHUNK = 64 * 1024
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class MemoryText:
    """A text with its translations, by the codes of the languages in small letters."""

    line: int
    texts: dict[str, str]

    def of(self, code: str) -> str:
        """Give the text of a language, with or without its region."""
        base = code.lower().partition("-")[0]
        found = (text for name, text in self.texts.items() if name.partition("-")[0] == base)
        return self.texts.get(code.lower()) or next(found, "")


# --- Writing ------------------------------------------------------------------------------------


def write(pairs: Iterable[tuple[str, str]], source: str, target: str) -> Iterator[str]:
    """Write texts with their translations; no date, so that the same texts are the same file."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield (
        '  <header creationtool="MITI CMS" creationtoolversion="1" segtype="block"'
        f' o-tmf="wagtail-localize" adminlang="en" srclang={quoteattr(source)} datatype="html"/>\n'
    )
    yield "  <body>\n"
    for original, translation in pairs:
        places: dict[tuple[str, int], int] = {}
        one = _segment(source, original, places)
        other = _segment(target, translation, places)
        yield f"    <tu>\n{one}{other}    </tu>\n"
    yield "  </body>\n</tmx>\n"


def _segment(code: str, html: str, places: dict[tuple[str, int], int]) -> str:
    try:
        pieces = parse(html)
    except MarkupError:
        pieces = [html]
    text = "".join(_pieces(pieces, places))
    return f"      <tuv xml:lang={quoteattr(code)}><seg>{text}</seg></tuv>\n"


def _pieces(pieces: list[str | Tag], places: dict[tuple[str, int], int]) -> Iterator[str]:
    """Write text and tags; `x` pairs a tag of the original with that of the translation."""
    seen: Counter[str] = Counter()
    opened: list[int] = []
    count = 0
    for piece in pieces:
        if isinstance(piece, str):
            yield _text(piece)
        elif piece.is_closing:
            yield f'<ept i="{opened.pop()}">{_text(f"</{piece.name}>")}</ept>'
        else:
            seen[piece.literal] += 1
            x = places.setdefault((piece.literal, seen[piece.literal]), len(places) + 1)
            kind = f' type="{TYPES[piece.name]}"' if piece.name in TYPES else ""
            if piece.is_alone:
                yield f'<ph x="{x}"{kind}>{_text(piece.literal)}</ph>'
                continue
            count += 1
            opened.append(count)
            yield f'<bpt i="{count}" x="{x}"{kind}>{_text(piece.literal)}</bpt>'


def _text(text: str) -> str:
    return escape(FOREIGN.sub("", text), {"\r": "&#13;"})


# --- Reading ------------------------------------------------------------------------------------


def read(file: BinaryIO) -> Iterator[MemoryText]:
    """Read texts one after the other; raises RefusedFileError with the line of what is wrong."""
    reader = _Reader()
    try:
        for data in chain(iter(lambda: file.read(CHUNK), b""), [b""]):
            reader.parser.Parse(data, not data)
            yield from reader.take()
    except expat.ExpatError as error:
        detail = expat.errors.messages.get(error.code, str(error))
        raise refused(Code.XML_SYNTAX, error.lineno, detail=detail) from error
    except (LookupError, ValueError) as error:
        raise refused(Code.ENCODING, 1) from error


class _Reader:
    """Makes texts of expat's events, and keeps those only that nobody has taken yet."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        # What a document type, which is not read, might mean.
        self.parser.SkippedEntityHandler = self._refuse
        self.path: list[str] = []
        self.line = 0
        self.language = ""
        self.texts: dict[str, str] = {}
        self.parts: list[tuple[bool, str]] = []
        self.length = 0
        self.done: list[MemoryText] = []

    def take(self) -> list[MemoryText]:
        """Give what has been read since."""
        done, self.done = self.done, []
        return done

    def _doctype(self, _name: str, _system: object, _public: object, has_subset: object) -> None:
        # Most programs name the document type of TMX; nothing is ever loaded from there.
        if has_subset:
            self._refuse()

    def _refuse(self, *_arguments: object) -> None:
        raise refused(Code.XML_DOCTYPE, self.parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        local = name.rpartition(" ")[2]
        if not self.path and (local != "tmx" or attributes.get("version") not in VERSIONS):
            found = f"<{local}> {attributes.get('version', '')}".strip()
            raise refused(Code.TMX_VERSION, line, found=found)
        if len(self.path) > DEPTH_LIMIT:
            raise refused(Code.XML_DEPTH, line)
        self.path.append(local)
        if local == "tu":
            self.line, self.texts = line, {}
        elif local == "tuv":
            self.language = attributes.get(LANGUAGE) or attributes.get("lang", "")
            if not self.language:
                raise refused(Code.TMX_NO_LANGUAGE, line)
        elif local == "seg":
            self.parts, self.length = [], 0
        elif local in CODES:
            self.parts.append((True, ""))

    def _end(self, name: str) -> None:
        self.path.pop()
        local = name.rpartition(" ")[2]
        if local == "seg" and "tuv" in self.path:
            code = self.language.replace("_", "-").lower()
            self.texts.setdefault(code, _stored(self.parts))
        elif local == "tu":
            self.done.append(MemoryText(self.line, self.texts))

    def _text(self, text: str) -> None:
        if "seg" not in self.path or HIDDEN & set(self.path):
            return
        self.length += len(text)
        if self.length > LONGEST:
            raise refused(Code.TMX_TOO_LONG, self.line, count=LONGEST)
        is_code = bool(CODES & set(self.path))
        if is_code:
            self.parts[-1] = (True, self.parts[-1][1] + text)
        else:
            self.parts.append((False, text))


def _stored(parts: list[tuple[bool, str]]) -> str:
    """Write a segment as texts are stored; without any tag, if they do not fit together."""
    html = "".join(_tag(text) if is_code else text_of(text) for is_code, text in parts)
    try:
        parse(html)
    except MarkupError:
        return "".join(text_of(text) for is_code, text in parts if not is_code)
    return canonical(html)


def _tag(code: str) -> str:
    found = TAG.fullmatch(code.strip())
    return code.strip() if found and found[2].lower() in INLINE_TAGS else ""
