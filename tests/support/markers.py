"""Words that cannot be in an answer by chance: each stands for one planted object."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

WORD = re.compile(r"zz[g-v]{12}")
KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# Planted objects have primary keys from here on; see `start_primary_keys`.
FIRST_PRIMARY_KEY = 7_000_000
PRIMARY_KEY = re.compile(r"(?<![0-9a-zA-Z])[7-9][0-9]{6}(?![0-9a-zA-Z])")
# A word that all planted texts share, so that one search would find them all.
COMMON = "riverside"

_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")


def word(label: str) -> str:
    """Give the word of a label: twelve letters that no other word is near to."""
    return "zz" + hashlib.sha256(label.encode()).hexdigest()[:12].translate(_LETTERS)


def traces(answer: Any) -> set[str]:
    """Find the words, keys and primary keys in an answer, in its cursors too."""
    text = json.dumps(answer, default=str, ensure_ascii=False)
    texts = [text, *_joined_fragments(answer), *map(decoded, _cursors(answer))]
    return {found for text in texts for found in _found(text)}


def _found(text: str) -> Iterator[str]:
    lowered = text.lower()
    for pattern in (WORD, KEY, PRIMARY_KEY):
        yield from pattern.findall(lowered)


def decoded(cursor: str) -> str:
    """Give the text of a cursor, or nothing for what is none."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_").decode()
    except ValueError:
        return ""


def _cursors(answer: Any) -> Iterator[str]:
    for name, value in _leaves(answer):
        if "cursor" in name.lower() and isinstance(value, str):
            yield value


def _leaves(answer: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from _leaves(value, str(key))
    elif isinstance(answer, list):
        for value in answer:
            yield from _leaves(value, name)
    else:
        yield name, answer


def _joined_fragments(answer: Any) -> Iterator[str]:
    """Give texts that are answered in pieces (highlights) as one."""
    if isinstance(answer, dict):
        for value in answer.values():
            yield from _joined_fragments(value)
    elif isinstance(answer, list):
        texts = [value for item in answer if isinstance(item, dict) for value in item.values()]
        if texts and all(isinstance(text, str | bool) for text in texts):
            yield "".join(text for text in texts if isinstance(text, str))
        for value in answer:
            yield from _joined_fragments(value)
