"""What could make an operation cheaper, by its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .labels import ANONYMOUS, OTHER, TEXT

if TYPE_CHECKING:
    from .dearest import Operation

MANY_STATEMENTS = 20
MUCH_COST = 2_000
MOSTLY = 0.5
FEW_HITS = 0.2
# Fewer requests say nothing about how an operation is used.
SOME = 100


def advice_on(operation: Operation) -> list[str]:
    """What its figures suggest; nothing where they are as they should be."""
    if operation.name == OTHER:
        return [_("Operations without figures of their own: have front ends register theirs.")]
    found = {
        _("It has no name: with one it could be told from others."): operation.name == ANONYMOUS,
        **_on_work(operation),
        **(_on_use(operation) if operation.count >= SOME else {}),
    }
    return [advice for advice, applies in found.items() if applies]


def mostly_in_database(operation: Operation) -> bool:
    """Whether most of its time is the database's."""
    return operation.seconds > 0 and operation.sql_seconds / operation.seconds > MOSTLY


def _on_work(operation: Operation) -> dict[str, bool]:
    """What one request alone shows."""
    return {
        _("Its errors cost as much as answers: see their codes."): (
            operation.mean(sum(operation.errors.values())) > MOSTLY
        ),
        _("Ask for smaller pages or fewer fields in lists."): operation.cost_each > MUCH_COST,
        _("Many statements: report it to the developers of the CMS."): (
            operation.statements_each > MANY_STATEMENTS
        ),
        _("Most of its time is the database's: look for an index."): mostly_in_database(operation),
    }


def _on_use(operation: Operation) -> dict[str, bool]:
    """What many requests show."""
    never_stored = operation.mean(operation.states.get("none", 0)) > MOSTLY
    return {
        _(
            "Its answers are never stored: it is sent with Authorization or asks for its cost, or "
            "the settings store none."
        ): never_stored,
        _("Hardly ever cached: fewer different variables would help."): (
            not never_stored and operation.hits < FEW_HITS
        ),
        _("Sent by POST: by GET, browsers and proxies could keep its answers."): (
            operation.mean(operation.methods.get("POST", 0)) > MOSTLY
        ),
        _("Sent as text: register it and send its documentId."): (
            operation.mean(operation.sources.get(TEXT, 0)) > MOSTLY
        ),
    }
