"""What stops a release, by member."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypedDict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.references.guard import StillUsedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from releases.models import BundleMember, BundleRedirect


# What Wagtail says of a block in which something is wrong.
EMPTY = (
    "Validation error in StreamBlock",
    "Validation error in StructBlock",
    "Validation error in ListBlock",
)


class Problem(TypedDict):
    """Why one member, one redirect or the bundle itself cannot be released."""

    member: int | None
    redirect: int | None
    messages: list[str]


class Problems:
    """The problems that a release has met so far."""

    def __init__(self) -> None:
        self.members: dict[int, list[str]] = defaultdict(list)
        self.redirects: dict[int, list[str]] = defaultdict(list)

    def add(self, member: BundleMember, *messages: str) -> None:
        """Note what is wrong with a member."""
        self.members[member.pk] += messages

    def add_redirect(self, redirect: BundleRedirect, *messages: str) -> None:
        """Note what is wrong with a redirect."""
        self.redirects[redirect.pk] += messages

    def listed(self) -> list[Problem]:
        """Give them as they are stored."""
        found: list[Problem] = [
            {"member": pk, "redirect": None, "messages": messages}
            for pk, messages in sorted(self.members.items())
            if messages
        ]
        found += [
            {"member": None, "redirect": pk, "messages": messages}
            for pk, messages in sorted(self.redirects.items())
            if messages
        ]
        return found

    def refuse(self) -> None:
        """Raise ReleaseRefusedError if there are any."""
        if found := self.listed():
            raise ReleaseRefusedError(found)


class ReleaseRefusedError(ValidationError):
    """A bundle cannot be released or rolled back; nothing has changed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = [line for problem in problems for line in problem["messages"]]
        super().__init__(lines, code="release_refused")


def refusal(message: str) -> ReleaseRefusedError:
    """Refuse for a reason that is no member's."""
    return ReleaseRefusedError([{"member": None, "redirect": None, "messages": [message]}])


def words_of(error: ValidationError, model: Any = None) -> list[str]:
    """Give an error's messages, with the field of the editor's form in front.

    Who uses something is named where those see it who may: on its page "Used in …".
    """
    if isinstance(error, StillUsedError):
        return [_("It is used by what readers see: look under “Used in …”, and change that first.")]
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        line if name == NON_FIELD_ERRORS else f"{_label(model, name)}: {line}"
        for name, errors in error.error_dict.items()
        for one in errors
        for line in _lines(one)
    ]


def _label(model: Any, name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name)) if model else name


def _lines(error: Any) -> Iterator[str]:
    """Give the messages of an error; Wagtail's of a stream says only that there are some in it."""
    blocks = getattr(error, "block_errors", None)
    if not blocks or error.message not in EMPTY:
        yield from error.messages
        return
    for place, inner in blocks.items():
        where = place + 1 if isinstance(place, int) else capfirst(str(place).replace("_", " "))
        for one in _single(inner):
            yield from (f"{where}: {line}" for line in _lines(one))
    for one in _single(error.non_block_errors):
        yield from _lines(one)


def _single(errors: Any) -> list[Any]:
    """Give single errors, however Wagtail holds them."""
    if errors is None:
        return []
    if hasattr(errors, "as_data"):
        return list(errors.as_data())
    if hasattr(errors, "block_errors"):
        return [errors]
    return list(getattr(errors, "error_list", [errors]))
