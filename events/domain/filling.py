"""Filling a programme from another session's: its days as they are, on other dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from .drafting import (
    Change,
    Draft,
    Proposal,
    RawStream,
    blocks_of,
    place_for,
    with_new_ids,
    with_values,
)
from .shifting import moved

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date

    from events.timetable import Day


@dataclass(frozen=True)
class Filling:
    """Which days of a template are taken, from which date on, and with whom."""

    days: Collection[uuid.UUID]
    first_day: date
    with_people: bool = False


def propose_filling(draft: Draft, template: Draft, filling: Filling) -> Proposal:
    """Add days of a template to a draft; the first of them falls on the first day chosen.

    Days keep their distance from each other. Raises ValidationError if there is nothing to take, or
    if the programme has one of the dates already.
    """
    days = [day for day in template.timetable.days if day.date and day.uid in filling.days]
    if not days:
        raise ValidationError({"days": _("Choose at least one day.")}, code="days")
    offset = filling.first_day - min(day.date for day in days if day.date)
    targets = {day.uid: moved(day.date, offset.days) for day in days if day.date}
    _check_free(draft, list(targets.values()))
    people = _people(template, draft) if filling.with_people else {}
    changes: list[Change] = []
    lost = 0
    raw = list(draft.raw)
    for day in sorted(days, key=lambda day: targets[day.uid], reverse=True):
        blocks, missing = _copies(blocks_of(template.raw, day), filling, people)
        blocks[0] = with_values(blocks[0], date=targets[day.uid].isoformat())
        place = place_for(draft.timetable.days, targets[day.uid], len(draft.raw))
        raw[place:place] = blocks
        changes.insert(0, _change(day, targets[day.uid], blocks))
        lost += missing
    return Proposal(draft, raw, {}, changes, _remarks(lost))


def _check_free(draft: Draft, targets: list[date]) -> None:
    taken = {day.date for day in draft.timetable.days} & set(targets)
    if taken:
        dates = ", ".join(date_format(day, "DATE_FORMAT") for day in sorted(filter(None, taken)))
        message = _("The programme has these days already: %(days)s")
        raise ValidationError({"first_day": message % {"days": dates}}, code="taken")


def _people(template: Draft, draft: Draft) -> dict[int, int]:
    """Give the person's page in the draft's language for each page chosen in the template."""
    wanted = template.timetable.persons
    keys = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "translation_key"))
    rows = Page.objects.filter(
        translation_key__in=keys.values(), locale=draft.session.locale_id
    ).values_list("translation_key", "pk")
    here = dict(rows)
    return {pk: here[key] for pk, key in keys.items() if key in here}


def _copies(blocks: RawStream, filling: Filling, people: dict[int, int]) -> tuple[RawStream, int]:
    """Copy blocks with fresh ids; give also how many people could not be taken along."""
    copies, lost = [], 0
    for block in blocks:
        copy = with_new_ids(block)
        if copy["type"] == "slot":
            rows = copy["value"].get("speakers") or []
            kept = [row for row in map(_with_person(people), rows) if row]
            lost += len(rows) - len(kept) if filling.with_people else 0
            # Files belong to the talk that was given, not to the next one.
            copy = with_values(copy, speakers=kept, materials=[])
        copies.append(copy)
    return copies, lost


def _with_person(people: dict[int, int]) -> Any:
    def row_of(row: dict[str, Any]) -> dict[str, Any] | None:
        value = row.get("value", row)
        person = people.get(value.get("person"))
        if person is None:
            return None
        new = {**value, "person": person}
        return {**row, "value": new} if "value" in row else new

    return row_of


def _change(day: Day, target: date, blocks: RawStream) -> Change:
    slots = sum(block["type"] == "slot" for block in blocks)
    after = ngettext("%(day)s, %(number)d slot", "%(day)s, %(number)d slots", slots)
    return Change(
        day.title or _("Day"),
        date_format(day.date, "DATE_FORMAT") if day.date else "",
        after % {"day": date_format(target, "DATE_FORMAT"), "number": slots},
    )


def _remarks(lost: int) -> list[str]:
    if not lost:
        return []
    text = ngettext(
        "%(number)d person has no page in this language and is left out.",
        "%(number)d people have no page in this language and are left out.",
        lost,
    )
    return [text % {"number": lost}]
