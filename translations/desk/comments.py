"""The discussion about single texts: read with the desk, written one comment at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from translations.models import TextComment
from translations.models.comments import LONGEST

if TYPE_CHECKING:
    from .texts import Text

# More than these nobody reads: who wants to write one more resolves another first.
MOST_OPEN = 200
MOST_RESOLVED = 200
NONCHARACTERS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class RefusedCommentError(Exception):
    """A comment that cannot be stored, with what to do."""


@dataclass
class Thread:
    """The comments on one text, the oldest first."""

    comments: list[TextComment] = field(default_factory=list)

    @property
    def open(self) -> list[TextComment]:
        """Give what nobody has resolved."""
        return [comment for comment in self.comments if comment.resolved_at is None]

    @property
    def resolved(self) -> list[TextComment]:
        """Give what somebody has resolved."""
        return [comment for comment in self.comments if comment.resolved_at is not None]

    def answers_to(self, user: Any) -> list[TextComment]:
        """Give what others wrote after this user did, and is open still."""
        mine = [place for place, one in enumerate(self.comments) if one.user_id == user.pk]
        later = self.comments[mine[-1] + 1 :] if mine else []
        return [comment for comment in later if comment.resolved_at is None]


def with_comments(translation: Translation, texts: list[Text]) -> list[TextComment]:
    """Give each text its comments; return the open ones whose text is gone from the original.

    Where the original of a plain text was changed, its comments stay with what stands there now.
    """
    for text in texts:
        text.thread = Thread()
    places = _places(texts)
    gone: list[TextComment] = []
    for comment in _comments(translation):
        place = _place(comment, places)
        if place is not None and place.thread is not None:
            place.thread.comments.append(comment)
        elif comment.resolved_at is None:
            gone.append(comment)
    return gone


def place_of(comment: TextComment, texts: list[Text]) -> Text | None:
    """Find the text under which a comment stands."""
    return _place(comment, _places(texts))


def _places(texts: list[Text]) -> dict[tuple[int | None, int], Text]:
    """Know texts by original and place, and plain ones by their place alone."""
    plain = {(None, text.unit.context_id): text for text in texts if not text.unit.is_rich}
    return plain | {(text.unit.string_id, text.unit.context_id): text for text in texts}


def _place(comment: TextComment, places: dict[tuple[int | None, int], Text]) -> Text | None:
    exactly = places.get((comment.string_id, comment.context_id))
    return exactly or places.get((None, comment.context_id))


def _comments(translation: Translation) -> list[TextComment]:
    """Read all open comments, which are limited, and the last that were resolved."""
    mine = TextComment.objects.filter(translation=translation)
    last = mine.exclude(resolved_at=None).order_by("-resolved_at").values("pk")[:MOST_RESOLVED]
    shown = mine.open() | mine.filter(pk__in=last)
    return list(shown.select_related("user", "resolved_by", "string").order_by("created_at", "pk"))


@transaction.atomic
def add_comment(translation: Translation, text: Text, words: str, user: Any) -> TextComment:
    """Write a comment; raises RefusedCommentError."""
    words = words.replace("\r\n", "\n").replace("\r", "\n").translate(NONCHARACTERS).strip()
    if not words:
        raise RefusedCommentError(_("Write something first."))
    if len(words) > LONGEST:
        raise RefusedCommentError(
            _("The comment has %(number)d characters; at most %(limit)d are kept. Shorten it.")
            % {"number": len(words), "limit": LONGEST}
        )
    # One writer at a time, so that the limit holds.
    Translation.objects.select_for_update(of=("self",)).get(pk=translation.pk)
    if TextComment.objects.filter(translation=translation).open().count() >= MOST_OPEN:
        raise RefusedCommentError(
            _("There are %(limit)d open comments on this translation. Resolve some first.")
            % {"limit": MOST_OPEN}
        )
    return TextComment.objects.create(
        translation=translation,
        string_id=text.unit.string_id,
        context_id=text.unit.context_id,
        user=user,
        text=words,
    )


def resolve(comment: TextComment, user: Any) -> None:
    """Close a comment; who did it first stays."""
    TextComment.objects.filter(pk=comment.pk).open().update(
        resolved_at=timezone.now(), resolved_by=user
    )


def reopen(comment: TextComment) -> None:
    """Open a comment again."""
    TextComment.objects.filter(pk=comment.pk).update(resolved_at=None, resolved_by=None)
