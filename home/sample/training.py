"""Entries of the training sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from events.enums import RegistrationMode
from events.models import SessionDocument, SessionHost, SessionOrganizer, Theme, TrainingSessionPage
from home.sample import streams
from home.sample.bodies import body
from home.sample.references import References
from home.sample.source import key, sessions, words
from home.sample.writer import Entry, Values

Data = dict[str, Any]


def session_entries(refs: References) -> Iterator[Entry]:
    """Give the real session of the leaflet and the invented ones."""
    for data in sessions():
        yield Entry(
            "session",
            data["id"],
            TrainingSessionPage,
            data["title"],
            partial(_values, data, refs=refs),
            parent=("index", f"sessions:{data['centre']}"),
            is_sample=data.get("sample", True),
            identity={"time_zone": data["time_zone"]},
        )


def _values(data: Data, language: str, refs: References) -> Values:
    owner = key("session", data["id"])
    return {
        "theme": words(data["theme"], language),
        "summary": words(data["summary"], language),
        "search_description": words(data["summary"], language),
        "listing_image_id": refs.image_or_none(data.get("picture")),
        "body": streams.stored(body(data["body"], language, owner, refs)),
        "programme": streams.stored(streams.programme(data, language, owner, refs)),
        "start_date": data["start"],
        "end_date": data["end"],
        "time_zone": data["time_zone"],
        "mode": data["mode"] or "",
        "status": data["status"],
        "venue_id": refs.snippet("venue", data["venue"]) if "venue" in data else None,
        "working_languages": data.get("languages", []),
        "documents": list(_documents(data, language, refs)),
        **_links(data, refs),
        **_registration(data),
    }


def _documents(data: Data, language: str, refs: References) -> Iterator[SessionDocument]:
    """Give the files of a session; each language has its own."""
    for name in data.get("documents", ()):
        if document := refs.document(name, language):
            yield SessionDocument(document_id=document)


def _links(data: Data, refs: References) -> Values:
    organizer = refs.page("organization", data["centre"])
    hosts = [refs.page("organization", name) for name in data.get("hosts", ())]
    themes = [refs.snippet("theme", name) for name in data["themes"]]
    related = [refs.page("session", name) for name in data.get("related", ())]
    return {
        "organizers": [SessionOrganizer(organization_id=organizer)],
        "hosts": [SessionHost(organization_id=host) for host in hosts],
        "contact_points": [refs.contact(name) for name in data["contacts"]],
        "themes": list(Theme.objects.filter(pk__in=themes)),
        "related_sessions": list(TrainingSessionPage.objects.filter(pk__in=related)),
    }


def _registration(data: Data) -> Values:
    """Give what is known of the registration; an announced one has no address and no button."""
    announced = data.get("announced_registration")
    options = data.get("registration", {})
    mode = options.get("mode") or RegistrationMode.NONE
    return {
        "registration_mode": RegistrationMode.ANNOUNCED if announced else mode,
        "registration_url": options.get("url", ""),
        "capacity": options.get("capacity"),
        "waiting_list": options.get("waiting_list", False),
        **_wall_time("registration_opens", options.get("opens")),
        **_wall_time("registration_closes", options.get("closes")),
    }


def _wall_time(name: str, text: str | None) -> Values:
    moment = datetime.fromisoformat(text) if text else None
    return {f"{name}_on": moment and moment.date(), f"{name}_time": moment and moment.time()}


def invented_programme_blocks() -> dict[str, set[str]]:
    """Give the ids of the invented blocks of each real session, by its name."""
    found = {}
    for data in sessions():
        if data.get("sample_programme"):
            owner = key("session", data["id"])
            count = streams.programme_length(data)
            ids = {str(streams.programme_block_id(owner, number)) for number in range(count)}
            found[data["id"]] = ids
    return found
