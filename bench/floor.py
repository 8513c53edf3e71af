"""The floor: what a hand-written Django view can do, one ideal statement a query and no library.

It answers the same JSON as the GraphQL API's `data`, by the same rules of visibility. What it does
without: typing mistakes in words searched for, focal points of images, rich text that needs
cleaning, aliases of aliases. So it is a bar to be measured by, not code to be used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from cms.search.models import LOCALE_SIGN
from cms.search.normalise import fold

from .dialects import NO_FOCAL_POINT, RENDITIONS, statement

if TYPE_CHECKING:
    from django.http import HttpRequest

Variables = dict[str, Any]

SPECS = {f"spec_{preset}": spec for preset, spec in RENDITIONS.items()}
JSON = "application/json; charset=utf-8"

Block = dict[str, Any]
# What a body refers to, by primary key: people and the renditions of images.
Found = dict[int, Any]


def _block(block: Block, people: Found, images: Found) -> Block | None:
    """A block of a body as the API gives it; None for a picture that is not public."""
    value = block["value"]
    match block["type"]:
        case "heading":
            found = {"text": value["text"], "level": int(value["level"])}
            return {"__typename": "HeadingBlock", **found}
        case "rich_text":
            return {"__typename": "RichTextBlock", "value": {"html": value}}
        case "quote":
            found = {"text": value["text"], "attribution": value["attribution"]}
            return {"__typename": "QuoteBlock", **found}
        case "image" if value["image"] in images:
            found = {"alt": value["alt"], "caption": value["caption"]}
            image = {"rendition": images[value["image"]]}
            return {"__typename": "ImageBlock", **found, "image": image}
        case "people":
            chosen = [item["value"] for item in value["people"]]
            found = {"people": [people[pk] for pk in chosen if pk in people]}
            return {"__typename": "PeopleListBlock", **found}
    return None


def answer(name: str, variables: Variables) -> bytes:
    """The JSON that the GraphQL API answers to a query of bench/queries."""
    return orjson.dumps({"data": ANSWERS[name](variables)})


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a query whose variables are the JSON body of the request."""
    body = answer(name, orjson.loads(request.body))
    return HttpResponse(body, content_type=JSON, headers={"Content-Length": str(len(body))})


def run(name: str, **parameters: Any) -> Any:
    """Give the one row of a statement, or None."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    media = urljoin(settings.WAGTAILADMIN_BASE_URL, settings.MEDIA_URL)
    common = {"now": now, "media": media, "no_focal_point": NO_FOCAL_POINT, **SPECS}
    with connection.cursor() as cursor:
        cursor.execute(statement(name, connection.vendor), common | parameters)
        return cursor.fetchone()


def list_of_sessions(variables: Variables) -> dict[str, Any]:
    """Q1."""
    (nodes,) = run("q1", first=variables["first"])
    return {"sessions": {"nodes": orjson.Fragment(nodes)}}


def session(variables: Variables) -> dict[str, Any]:
    """Q2: what SQL cannot do, zones of time and blocks of a body, is done here."""
    row = run("q2", **_address(variables["path"]))
    if row is None:
        return {"session": None}
    page, blocks, people, images, days, slots = (orjson.loads(part) for part in row)
    people = {item["id"]: item["page"] for item in people}
    images = {item["id"]: item["rendition"] for item in images}
    body = [_block(block, people, images) for block in blocks]
    page["body"] = [block for block in body if block]
    page["programme"] = _programme(page["timeZone"], days, slots)
    return {"session": page}


def _programme(
    zone: str, days: list[dict[str, Any]], slots: list[dict[str, Any]]
) -> dict[str, Any]:
    zone = slots[0]["timeZone"] if slots else zone
    clock = ZoneInfo(zone)
    by_date: dict[str, dict[str, Any]] = {}
    for day in days:
        by_date.setdefault(day["date"], {**day, "slots": []})
    for slot in slots:
        date = slot.pop("day")
        del slot["timeZone"]
        for name in ("startsAt", "endsAt"):
            slot[name] = _on_clock(slot[name], clock)
        slot["speakers"] = slot["speakers"] or []
        by_date.setdefault(date, {"date": date, "title": "", "slots": []})["slots"].append(slot)
    return {"timeZone": zone, "days": [by_date[date] for date in sorted(by_date)]}


def _on_clock(moment: str | None, clock: ZoneInfo) -> str | None:
    if moment is None:
        return None
    utc = datetime.fromisoformat(moment)
    return (utc if utc.tzinfo else utc.replace(tzinfo=UTC)).astimezone(clock).isoformat()


def found_sessions(variables: Variables) -> dict[str, Any]:
    """Q3."""
    total, nodes = run(
        "q3",
        first=variables["first"],
        query=_words(variables["words"]),
        sign=LOCALE_SIGN,
        **{"from": variables["from"]},
    )
    return {"sessions": {"totalCount": total, "nodes": orjson.Fragment(nodes)}}


def _words(text: str) -> str:
    """Words as the database's full-text query, the last one perhaps unfinished."""
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{word}"' for word in fold(text).split()) + "*)"
    return " & ".join(f"'{word}'" for word in fold(text).split()) + ":*"


def tree(variables: Variables) -> dict[str, Any]:
    """Q4."""
    row = run("q4", first=variables["first"])
    return {"page": orjson.Fragment(row[0]) if row else None}


def translations(variables: Variables) -> dict[str, Any]:
    """Q5."""
    row = run("q5", **_address(variables["path"]))
    return {"page": orjson.Fragment(row[0]) if row else None}


def _address(path: str) -> dict[str, str]:
    return {"path": path, "slug": path.rstrip("/").rpartition("/")[2]}


ANSWERS: dict[str, Callable[[Variables], dict[str, Any]]] = {
    "q1": list_of_sessions,
    "q2": session,
    "q3": found_sessions,
    "q4": tree,
    "q5": translations,
}
