"""Asking every question of the schema of a planted site, and noting what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLSchema

from cms.graphql.context import Context
from cms.graphql.execution import execute

from .markers import COMMON, traces
from .planted_site import PlantedSite
from .schema_walk import Question, Samples, SchemaWalk


@dataclass
class Findings:
    """What the answers held: by edge, the traces of planted objects."""

    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    errors: dict[str, str] = field(default_factory=dict)
    questions: int = 0

    def leaks(self, site: PlantedSite) -> dict[str, set[str]]:
        """Give what no answer may hold, by edge."""
        found = {
            edge: {site.hidden[trace] for trace in seen & site.hidden.keys()}
            for edge, seen in self.seen.items()
        }
        return {edge: labels for edge, labels in found.items() if labels}


def samples(site: PlantedSite) -> Samples:
    """Give values for arguments: a word that all texts share, keys and paths of twins."""
    keys = {model.__name__: f'"{item.translation_key}"' for model, item in site.twins.items()}
    organization = [keys["OrganizationPage"]]
    return Samples(
        by_name={
            "query": [f'"{COMMON}"'],
            "search": [f'"{COMMON}"'],
            "handle": ['"main"'],
            "language": ['"en"'],
            "understoodIn": ['"en"'],
            "country": ['"FR"'],
            "timeZone": ['"Africa/Cairo"'],
            "year": ["2030"],
            **dict.fromkeys(
                ("organizer", "host", "organization", "partOf", "hostedBy"), organization
            ),
            "theme": [keys["Theme"]],
            "speaker": [keys["PersonPage"]],
            "parent": [keys["NewsPage"], keys["StandardPage"]],
            "ancestor": [keys["HomePage"], keys["OrganizationPage"]],
            "Query.redirect.path": [f'"/{site.redirects[item.pk]}"' for item in page_twins(site)],
            "path": [f'"{path_of(item)}"' for item in page_twins(site)],
            "id": [f'"{item.pk}"' for item in page_twins(site)],
            "key": [f'"{item.translation_key}"' for item in page_twins(site)],
        },
        by_type={
            "UUID": list(keys.values()),
            "String": [f'"{COMMON}"'],
            "Boolean": ["true", "false"],
            "Int": ["1"],
            "Date": ['"2030-06-24"'],
            "DateTime": ['"2001-01-01T00:00:00Z"'],
            "Time": ['"09:00"'],
            "ID": ['"1"'],
        },
    )


def page_twins(site: PlantedSite) -> list[Any]:
    """Give the visible pages, one of each type."""
    return [item for item in site.twins.values() if hasattr(item, "url_path")]


def path_of(page: Any) -> str:
    """Give the public path of a page."""
    return page.get_url_parts()[2]


def ask(schema: GraphQLSchema, questions: Iterable[Question]) -> Findings:
    """Ask, and note what is answered and what failed."""
    findings = Findings()
    for question in questions:
        result = execute(schema, question.document, context=Context())
        findings.questions += 1
        errors = [(error.message, error.extensions) for error in result.errors or []]
        findings.seen[str(question.edge)] |= traces([result.data, errors])
        for error in result.errors or []:
            place = f"{question.text[:300]} {error.path}"
            findings.errors.setdefault(place, repr(error.original_error or error))
    return findings


def walk_of(schema: GraphQLSchema, site: PlantedSite, depth: int = 1) -> SchemaWalk:
    """Give the questions of a schema for a site."""
    return SchemaWalk(schema, samples(site), depth)
