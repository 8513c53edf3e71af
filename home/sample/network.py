"""Entries of the network: themes, venues, contact points, organizations and people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from events.models import Theme, Venue
from home.sample.dates import LOADED, partial_date
from home.sample.references import References
from home.sample.source import SOURCE_LANGUAGE, Texts, key, paragraphs, read, words
from home.sample.writer import Entry, Values
from organizations.models import (
    ContactPoint,
    OrganizationFact,
    OrganizationPage,
    OrganizationRelation,
    PersonPage,
    PersonRole,
)

Data = dict[str, Any]


def place_entries() -> Iterator[Entry]:
    """Give themes, venues and contact points."""
    places = read("places")
    for data in places["themes"]:
        yield _snippet("theme", Theme, data, _theme_values, slug=data["id"])
    for data in places["venues"]:
        yield _snippet("venue", Venue, data, _venue_values)
    for data in places["contact_points"]:
        yield _snippet("contact", ContactPoint, data, _contact_values)


def _snippet(kind: str, model: type[Any], data: Data, values: Any, **identity: Any) -> Entry:
    return Entry(
        kind=kind,
        name=data["id"],
        model=model,
        titles=data["name"],
        values=partial(values, data),
        is_sample=data.get("sample", True),
        identity=identity,
    )


def _theme_values(data: Data, language: str) -> Values:
    return {
        "name": words(data["name"], language),
        "slug": data["id"],
        "description": words(data["description"], language),
    }


def _venue_values(data: Data, language: str) -> Values:
    shared = ("address", "country", "latitude", "longitude", "website")
    return {
        "name": words(data["name"], language),
        "city": words(data["city"], language),
        "accessibility": words(data["accessibility"], language),
        **{name: data[name] for name in shared},
    }


def _contact_values(data: Data, language: str) -> Values:
    shared = ("telephone", "telephone_display", "email", "purpose", "retention")
    return {
        "name": words(data["name"], language),
        "opening_hours": words(data["opening_hours"], language),
        **{name: data.get(name, "") for name in shared},
    }


def organization_entries(refs: References) -> Iterator[Entry]:
    """Give all organizations, real and invented."""
    for data in read("organizations")["organizations"]:
        yield Entry(
            kind="organization",
            name=data["id"],
            model=OrganizationPage,
            titles=data["title"],
            values=partial(_organization_values, data, refs=refs),
            parent=("index", "organizations"),
            is_sample=data["sample"],
        )


def _organization_values(data: Data, language: str, refs: References) -> Values:
    return {
        "kind": data["kind"],
        "long_name": words(data["long_name"], language),
        "short_name": data.get("short_name", ""),
        "alternate_names": "\n".join(data.get("alternate_names", ())),
        "city": words(data.get("city"), language),
        "country": data.get("country", ""),
        "description": paragraphs(data["description"], language),
        "search_description": _first_sentence(data["description"], language),
        "listing_image_id": refs.image_or_none(data.get("picture")),
        "relations": [_relation(row, refs) for row in data.get("relations", ())],
        "facts": [_fact(data, row, language, refs) for row in data.get("facts", ())],
        "contact_points": [refs.contact(name) for name in data.get("contact_points", ())],
        **partial_date("established", data.get("established")),
    }


def _relation(row: Data, refs: References) -> OrganizationRelation:
    return OrganizationRelation(
        kind=row["kind"],
        organization_id=refs.page("organization", row["organization"]),
        source=row.get("source", _default("source")),
        **partial_date("since", row.get("since")),
    )


def _fact(data: Data, row: Data, language: str, refs: References) -> OrganizationFact:
    return OrganizationFact(
        translation_key=key("fact", f"{data['id']}/{row['id']}"),
        locale=refs.locale(language),
        label=words(row["label"], language),
        qualifier=row.get("qualifier", "EXACT"),
        value=row.get("value"),
        text=words(row.get("text"), language),
        source=row.get("source", _default("source")),
        **partial_date("as_of", row.get("as_of", _default("as_of"))),
    )


def _default(name: str) -> str:
    return read("organizations")["defaults"][name]


def _first_sentence(texts: Data, language: str) -> str:
    return (texts.get(language) or [""])[0].split(". ")[0][:250]


def person_entries(refs: References) -> Iterator[Entry]:
    """Give the real person of the leaflet and the invented ones."""
    for data in read("people")["people"]:
        name = data.get("name") or data["id"].replace("-", " ").title()
        titles = data.get("title") or {"en": name, "fr": name}
        yield Entry(
            kind="person",
            name=data["id"],
            model=PersonPage,
            titles=titles,
            values=partial(_person_values, data, titles, refs=refs),
            parent=("index", "people"),
            is_sample=data.get("sample", True),
        )


def _person_values(data: Data, names: Texts, language: str, refs: References) -> Values:
    first, _space, last = names[SOURCE_LANGUAGE].rpartition(" ")
    roles = data.get("roles") or [_invented_role(data)]
    photo = refs.image_or_none(data.get("picture"))
    return {
        "honorific": words(data.get("honorific"), language),
        "native_name": data.get("native_name", ""),
        "sort_name": data.get("sort_name") or f"{last}, {first}",
        "biography": paragraphs(data.get("biography") or _about(data, names), language),
        "spoken_languages": data.get("languages", []),
        "photo_id": photo,
        "listing_image_id": photo,
        # Invented people consent; nobody asked the real one.
        "public_consent": data.get("sample", True),
        "roles": [_role(data, number, row, language, refs) for number, row in enumerate(roles)],
    }


def _about(data: Data, names: Texts) -> Data:
    return {
        language: [read("invented")["person"][language].format(name=names[language], about=text)]
        for language, text in data["about"].items()
    }


def _invented_role(data: Data) -> Data:
    return {
        "organization": data["org"],
        "role": data["role"],
        "since": data["since"],
        "until": data.get("until"),
        "as_of": None if data.get("until") else LOADED,
        "source": "Sample content",
    }


def _role(data: Data, number: int, row: Data, language: str, refs: References) -> PersonRole:
    return PersonRole(
        translation_key=key("role", f"{data['id']}/{number}"),
        locale=refs.locale(language),
        role=words(row["role"], language),
        organization_id=refs.page("organization", row["organization"]),
        source=row.get("source", _default("source")),
        **partial_date("starts_on", row.get("since")),
        **partial_date("ends_on", row.get("until")),
        **partial_date("as_of", row.get("as_of", _default("as_of"))),
    )
