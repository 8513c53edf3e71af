"""What is done with bundles, as histories name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from releases.domain.applying import PUBLISHED, UNPUBLISHED
from releases.domain.gathering import ADDED, REMOVED
from releases.domain.notices import moment_text
from releases.domain.releasing import CALLED_OFF, REFUSED, RELEASED, SCHEDULED
from releases.domain.rolling_back import GIVEN_BACK, ROLLED_BACK

if TYPE_CHECKING:
    from collections.abc import Callable

SIMPLE = (
    (PUBLISHED, _("Publish in a bundle"), _("Published with a release bundle")),
    (
        UNPUBLISHED,
        _("Take off the site in a bundle"),
        _("Taken off the site with a release bundle"),
    ),
    (GIVEN_BACK, _("Roll back in a bundle"), _("Rolled back with a release bundle")),
    (CALLED_OFF, _("Call a release off"), _("Release called off")),
)


def register_log_actions(actions: Any) -> None:
    """Name the entries of bundles, and of what is in them."""
    for action, label, message in SIMPLE:
        actions.register_action(action, label, message)
    counting = (
        (ADDED, _("Add to a bundle"), _added),
        (REMOVED, _("Remove from a bundle"), _removed),
        (RELEASED, _("Release a bundle"), _released),
        (SCHEDULED, _("Schedule a bundle"), _scheduled),
        (REFUSED, _("Refuse to release a bundle"), _refused),
        (ROLLED_BACK, _("Roll a bundle back"), _rolled_back),
    )
    for action, label, words in counting:
        actions.register_action(action)(_formatter(label, words))


def _formatter(label: Any, words: Callable[[dict[str, Any]], str]) -> type[LogFormatter]:
    """Make a formatter that tells of an entry by its data."""
    return type(
        "Formatter",
        (LogFormatter,),
        {"label": label, "format_message": lambda _self, entry: words(entry.data)},
    )


def _added(data: dict[str, Any]) -> str:
    return ngettext("%(number)d added", "%(number)d added", data["number"]) % data


def _removed(data: dict[str, Any]) -> str:
    return ngettext("%(number)d removed", "%(number)d removed", data["number"]) % data


def _released(data: dict[str, Any]) -> str:
    return (
        ngettext(
            "Released, with %(number)d member", "Released, with %(number)d members", data["number"]
        )
        % data
    )


def _scheduled(data: dict[str, Any]) -> str:
    return gettext("Scheduled for %(moment)s") % {"moment": _moment(data)}


def _refused(data: dict[str, Any]) -> str:
    return gettext("Not released on %(moment)s: %(number)s in the way") % {
        "moment": _moment(data),
        "number": data["number"],
    }


def _rolled_back(data: dict[str, Any]) -> str:
    return (
        ngettext(
            "Rolled back, with %(number)d member",
            "Rolled back, with %(number)d members",
            data["number"],
        )
        % data
    )


def _moment(data: dict[str, Any]) -> str:
    return moment_text(parse_datetime(data["at"]))
