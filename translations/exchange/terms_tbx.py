"""Terms as TBX (ISO 30042:2019), in the dialect TBX-Basic and the style DCA.

Written and read are `conceptEntry`, `langSec`, `termSec` and `term`, the `administrativeStatus` of
a term, notes of an entry, and the subject field that names of institutions have. What other
programs add is passed over. A term of an original without a status is as good as one with.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from .problems import Code, Problem, RefusedFileError, refused
from .read_term import ReadTerm, language_in
from .xliff import FOREIGN
from .xml_tree import Element, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from translations.models import Term

FORMAT = "TBX"
SUFFIX = ".tbx"
CONTENT_TYPE = "application/x-tbx+xml"
NAMESPACE = "urn:iso:std:iso:30042:ed-2"
LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
NAMES = "names of institutions"
PREFERRED, ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
DEPRECATED, SUPERSEDED = "deprecatedTerm-admn-sts", "supersededTerm-admn-sts"
FORBIDDEN = {DEPRECATED, SUPERSEDED}


def write(terms: Iterable[Term], language: str) -> bytes:
    """Write terms; no date, so that the same terms are the same file."""
    terms = list(terms)
    first = terms[0].source_locale.language_code if terms else language
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<tbx type="TBX-Basic" style="dca" xml:lang={quoteattr(first)} xmlns="{NAMESPACE}">\n',
        "  <tbxHeader>\n    <fileDesc>\n      <sourceDesc>\n        <p>MITI CMS</p>\n",
        "      </sourceDesc>\n    </fileDesc>\n  </tbxHeader>\n  <text>\n    <body>\n",
        *chain.from_iterable(
            _entry(number, term, language) for number, term in enumerate(terms, start=1)
        ),
        "    </body>\n  </text>\n</tbx>\n",
    ]
    return "".join(parts).encode()


def _entry(number: int, term: Term, language: str) -> Iterator[str]:
    yield f'      <conceptEntry id="c{number}">\n'
    if term.is_name:
        yield f'        <descrip type="subjectField">{NAMES}</descrip>\n'
    if term.note:
        yield f"        <note>{_text(term.note)}</note>\n"
    yield from _section(term.source_locale.language_code, [(term.text, "")])
    translations = [
        *((word, PREFERRED) for word in term.preferred.splitlines()),
        *((word, DEPRECATED) for word in term.forbidden.splitlines()),
    ]
    if translations:
        yield from _section(language, translations)
    yield "      </conceptEntry>\n"


def _section(language: str, words: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"        <langSec xml:lang={quoteattr(language)}>\n"
    for word, status in words:
        yield f"          <termSec>\n            <term>{_text(word)}</term>\n"
        if status:
            yield f'            <termNote type="administrativeStatus">{status}</termNote>\n'
        yield "          </termSec>\n"
    yield "        </langSec>\n"


def _text(text: str) -> str:
    return escape(FOREIGN.sub("", text), {"\r": "&#13;"})


def read(data: bytes, language: str, languages: frozenset[str]) -> list[ReadTerm]:
    """Read terms for a language; raises RefusedFileError with the line of all that is wrong."""
    root = read_tree(data)
    _check_version(root)
    main = language_in(root.attributes.get(LANGUAGE, ""), languages)
    terms: list[ReadTerm] = []
    problems: list[Problem] = []
    for entry in _below(root, "text", "body", "conceptEntry"):
        try:
            terms += _terms(entry, main, language.lower(), languages)
        except RefusedFileError as error:
            problems += error.problems
    if problems:
        raise RefusedFileError(*problems)
    return terms


def _check_version(root: Element) -> None:
    if root.name not in {"tbx", "martif"}:
        raise refused(Code.TERMS_FORMAT, root.line)
    style = root.attributes.get("style", "dca")
    if (root.name, root.namespace, style) != ("tbx", NAMESPACE, "dca"):
        found = " ".join(filter(None, (f"<{root.name}>", root.namespace, style)))
        raise refused(Code.TBX_VERSION, root.line, found=found)


def _below(element: Element, *names: str) -> Iterator[Element]:
    """Give the elements at the end of a path."""
    if not names:
        yield element
        return
    for child in element.elements(NAMESPACE, names[0]):
        yield from _below(child, *names[1:])


def _terms(
    entry: Element, main: str, language: str, languages: frozenset[str]
) -> Iterator[ReadTerm]:
    """Give the terms of an entry; one that neither has them nor says how to translate has none."""
    words: dict[str, list[tuple[int, str, str]]] = {}
    for section in entry.elements(NAMESPACE, "langSec"):
        code = language_in(section.attributes.get(LANGUAGE, ""), languages)
        words.setdefault(code, []).extend(_words(section))
    translations = words.pop(language, [])
    words.pop("", None)
    if not words:
        if translations:
            raise refused(Code.TERM_LANGUAGE, entry.line, found="–")
        return
    if main not in words and len(words) > 1:
        raise refused(Code.TERM_LANGUAGE, entry.line, found=", ".join(words))
    source = main if main in words else next(iter(words))
    is_name = any(
        item.attributes.get("type") == "subjectField" and _plain(item).strip() == NAMES
        for path in (("descrip",), ("descripGrp", "descrip"))
        for item in _below(entry, *path)
    )
    if not translations and not is_name:
        return
    note = "\n".join(map(_plain, entry.elements(NAMESPACE, "note")))
    for line, text, status in words[source]:
        if status not in FORBIDDEN:
            yield ReadTerm(
                line=line,
                source_language=source,
                text=text,
                preferred="\n".join(word for _l, word, s in translations if s not in FORBIDDEN),
                forbidden="\n".join(word for _l, word, s in translations if s in FORBIDDEN),
                is_name=is_name,
                note=note,
            )


def _words(section: Element) -> Iterator[tuple[int, str, str]]:
    """Give the terms of a language, the preferred before those that are only admitted."""
    found: list[tuple[int, str, str]] = []
    for part in section.elements(NAMESPACE, "termSec"):
        status = next(
            (
                _plain(note).strip()
                for path in (("termNote",), ("termNoteGrp", "termNote"))
                for note in _below(part, *path)
                if note.attributes.get("type") == "administrativeStatus"
            ),
            "",
        )
        found += [
            (term.line, " ".join(_plain(term).split()), status)
            for term in part.elements(NAMESPACE, "term")
        ]
    yield from sorted(found, key=lambda one: one[2] == ADMITTED)


def _plain(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _plain(child) for child in element.children)
