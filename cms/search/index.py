"""Keeping the index equal to the live pages: one page at a save, many at a rebuild."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

from .engines import install
from .models import SearchEntry, SearchKind, SearchVariant, kind_mark, locale_mark
from .normalise import words
from .text import SearchText, child_relations, search_text
from .typos import can_be_meant, key_of, keys_of_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

T = TypeVar("T")

# As many rows as SQLite takes in one INSERT, and one transaction: no lock is held for long.
PAGES_IN_BATCH = 100
WORDS_IN_BATCH = 2_000
MAX_BODY = 50_000

_is_paused: ContextVar[bool] = ContextVar("search_is_paused", default=False)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Document:
    """What one live page says, on its way to the index."""

    page_id: int
    locale_id: int
    kind: str
    text: SearchText


def index_page(page: Page) -> None:
    """Write or remove what the *stored* row of a page says, in the transaction of its save.

    The row is read again, because a page that saves a draft has the draft's text in memory.
    """
    if _is_paused.get():
        return
    with transaction.atomic():
        said, _written = _index(_locked([page.pk]))
        _learn(said)


@contextmanager
def paused() -> Iterator[None]:
    """Index no page at its save; whoever asks for this rebuilds in the same transaction."""
    before = _is_paused.set(True)
    try:
        yield
    finally:
        _is_paused.reset(before)


def rebuild(
    pages: QuerySet[Page] | None = None, *, on_progress: Callable[[int, int], None] | None = None
) -> int:
    """Index pages in batches, all if none are named, and return how many are in the index.

    Naming all also makes missing structures again and forgets words that no page says any more.
    """
    if pages is None:
        install(SearchEntry.objects.db)
    chosen = Page.objects.all() if pages is None else pages
    ids = list(chosen.order_by("pk").values_list("pk", flat=True))
    said: set[str] = set()
    count = 0
    busy: list[int] = []
    for done, batch in _batches(ids, PAGES_IN_BATCH):
        with transaction.atomic():
            free = _locked(batch, skip_locked=True)
            found, written = _index(free)
        said |= found
        count += written
        busy += set(batch) - {pk for pk, _type, _live in free}
        if on_progress:
            on_progress(done, len(ids))
    # Somebody was saving these. One by one, so that no two transactions wait for each other.
    for page_id in busy:
        with transaction.atomic():
            found, written = _index(_locked([page_id]))
        said |= found
        count += written
    with transaction.atomic():
        _learn(said)
        if pages is None:
            _forget_all_but(said)
    return count


def store(documents: Iterable[Document]) -> set[str]:
    """Write entries in one statement, and return the words they are found by."""
    entries = [_entry(document) for document in documents]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["locale", "kind", "title", "body", "title_words", "words"],
    )
    return {word for entry in entries for word in entry.words.split()}


def _entry(document: Document) -> SearchEntry:
    title, body = _plain(document.text.title), _plain(document.text.body)[:MAX_BODY]
    title_words = words(title)
    marks = {locale_mark(document.locale_id), kind_mark(document.kind)}
    for boost in document.text.boosts:
        title_words |= words(_plain(boost))
    return SearchEntry(
        page_id=document.page_id,
        locale_id=document.locale_id,
        kind=document.kind,
        title=title,
        body=body,
        title_words=" ".join(sorted(title_words)),
        words=" ".join(sorted(title_words | words(body) | marks)),
    )


def _plain(text: str) -> str:
    """Make a text one line that every database can store."""
    return _SPACE.sub(" ", _UNSTORABLE.sub(" ", text)).strip()


Row = tuple[int, int, bool]


def _locked(page_ids: Sequence[int], *, skip_locked: bool = False) -> list[Row]:
    """Give id, content type and `live` of pages; nobody else changes them in this transaction."""
    pages = Page.objects.filter(pk__in=page_ids, depth__gt=1).order_by("pk")
    locked = pages.select_for_update(skip_locked=skip_locked, no_key=True, of=("self",))
    return list(locked.values_list("pk", "content_type_id", "live"))


def _index(rows: list[Row]) -> tuple[set[str], int]:
    """Write the entries of live pages, remove others; return the former's words and number."""
    hidden = [pk for pk, _type, live in rows if not live]
    if hidden:
        SearchEntry.objects.filter(page_id__in=hidden).delete()
    by_type: dict[int, list[int]] = defaultdict(list)
    for pk, type_id, live in rows:
        if live:
            by_type[type_id].append(pk)
    documents = [page for type_id, ids in by_type.items() for page in _documents(type_id, ids)]
    return (store(documents) if documents else set()), len(documents)


def _documents(type_id: int, page_ids: list[int]) -> Iterator[Document]:
    """Read pages of one type with what they say, in a number of statements that is the type's."""
    model: Any = ContentType.objects.get_for_id(type_id).model_class() or Page
    related = (*child_relations(model), *getattr(model, "search_prefetch", ()))
    for page in model.objects.filter(pk__in=page_ids).prefetch_related(*related):
        text = page.search_text() if hasattr(page, "search_text") else search_text(page)
        kind = getattr(page, "search_kind", SearchKind.PAGE)
        yield Document(page.pk, page.locale_id, kind, text)


def _learn(said: set[str]) -> None:
    """Add the words that are new to the vocabulary."""
    for _done, batch in _batches(sorted(filter(can_be_meant, said)), WORDS_IN_BATCH):
        known = SearchVariant.objects.filter(key__in=map(key_of, batch), word__in=batch)
        new = set(batch).difference(known.values_list("word", flat=True))
        SearchVariant.objects.bulk_create(
            SearchVariant(key=key, word=word)
            for word in sorted(new)
            for key in sorted(keys_of_known(word))
        )


def _forget_all_but(said: set[str]) -> None:
    """Take the words out of the vocabulary that no page says."""
    known = set(SearchVariant.objects.values_list("word", flat=True).distinct())
    for _done, batch in _batches(sorted(known - said), WORDS_IN_BATCH):
        SearchVariant.objects.filter(word__in=batch).delete()


def _batches(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    """Cut a sequence, telling with each piece how much is done once it is."""
    for start in range(0, len(items), size):
        batch = items[start : start + size]
        yield start + len(batch), batch
