"""What a text was before its original changed: the old one, its translation, the difference."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from wagtail_localize.models import StringTranslation

from translations.exchange.markup import MarkupError, Tag, parse, plain_of

from .memory import fitted
from .texts import Text

if TYPE_CHECKING:
    from wagtail_localize.models import Translation

# In a formatted text with several paragraphs, one less alike than this is another one.
LEAST_PERCENT = 40
# A word with what stands before the next, so that signs and spaces alone are no difference.
WORDS = re.compile(r"\S+\s*|\s+")
KINDS = {"delete": ("del",), "insert": ("ins",), "replace": ("del", "ins"), "equal": ("",)}


@dataclass(frozen=True)
class Part:
    """Some words of an original: new (`ins`), gone (`del`), or as they were."""

    kind: str
    text: str


@dataclass(frozen=True)
class Older:
    """An original as it was, how it was translated, and what of it is different now."""

    source: str
    target: str
    value: str
    difference: tuple[Part, ...]


def with_older(translation: Translation, texts: list[Text]) -> list[Text]:
    """Give each text that is not translated what was in its place, as far as it was translated."""
    new = [text for text in texts if not text.unit.target]
    if new:
        rows = _older_rows(translation, texts)
        for text in new:
            text.older = _older_of(text, rows[text.unit.context_id])
    return texts


def _older_rows(
    translation: Translation, texts: list[Text]
) -> defaultdict[int, list[StringTranslation]]:
    """Read translations of what the original does not say any more, by place, the latest first."""
    said = {(text.unit.string_id, text.unit.context_id) for text in texts}
    rows: defaultdict[int, list[StringTranslation]] = defaultdict(list)
    for row in (
        StringTranslation.objects.filter(
            locale=translation.target_locale,
            context__object=translation.source.object_id,
            has_error=False,
        )
        .select_related("translation_of")
        .order_by("-updated_at", "-pk")
    ):
        if (row.translation_of_id, row.context_id) not in said:
            rows[row.context_id].append(row)
    return rows


def _older_of(text: Text, rows: list[StringTranslation]) -> Older | None:
    row = _closest(text, rows) if text.unit.is_rich else next(iter(rows), None)
    if row is None:
        return None
    source = row.translation_of.data
    difference = tuple(difference_of(source, text.unit.source))
    return Older(source, row.data, fitted(row.data, text), difference)


def _closest(text: Text, rows: list[StringTranslation]) -> StringTranslation | None:
    """Find the paragraph that this one was."""
    originals = [plain_of(row.translation_of.data) for row in rows]
    found = process.extractOne(
        plain_of(text.unit.source), originals, scorer=fuzz.ratio, score_cutoff=LEAST_PERCENT
    )
    return rows[found[2]] if found else None


def difference_of(old: str, new: str) -> list[Part]:
    """Compare two originals word by word; a tag is a word too."""
    ours, theirs = _words(old), _words(new)
    parts = []
    for name, begin, end, begins, ends in SequenceMatcher(
        None, ours, theirs, autojunk=False
    ).get_opcodes():
        for kind in KINDS[name]:
            words = theirs[begins:ends] if kind == "ins" else ours[begin:end]
            parts.append(Part(kind, "".join(words)))
    return parts


def _words(stored: str) -> list[str]:
    try:
        pieces = parse(stored)
    except MarkupError:
        pieces = [stored]
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, Tag):
            words.append("\n" if piece.name == "br" else piece.literal)
        else:
            words += WORDS.findall(piece)
    return words
