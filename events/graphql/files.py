"""Where the programme of a session is as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphene

from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed
from cms.graphql.resolvers import resolver
from events.exchange.schedule import file_url
from events.models import TrainingSessionPage

if TYPE_CHECKING:
    from cms.graphql.info import Info

FILES = {
    "schedule_xml_url": "schedule.xml, for programs that show time tables",
    "schedule_json_url": "schedule.json, for programs that show time tables",
    "programme_csv_url": "CSV, for spreadsheets",
    "programme_xlsx_url": "XLSX, for spreadsheets",
}

add_fields(
    TrainingSessionPage,
    [
        GraphQLComputed(
            name,
            graphene.String,
            required=True,
            description=f"The address of the programme as {what}.",
        )
        for name, what in FILES.items()
    ],
)


def _urls(sessions: list[TrainingSessionPage], info: Info, suffix: str) -> list[str]:
    """The addresses of files in the language of each page, on the site that was asked for."""
    scope = info.scope
    site = scope.roots.site
    host = None if site.is_default_site else f"{site.hostname}:{site.port}"
    return [
        file_url(
            session.translation_key, suffix, scope.locale(session.locale_id).language_code, host
        )
        for session in sessions
    ]


@resolver("TrainingSessionPage.scheduleXmlUrl", columns=(), is_plain=True)
def resolve_schedule_xml_url(sessions: list[TrainingSessionPage], info: Info) -> list[str]:
    """Give the addresses of schedule.xml."""
    return _urls(sessions, info, ".xml")


@resolver("TrainingSessionPage.scheduleJsonUrl", columns=(), is_plain=True)
def resolve_schedule_json_url(sessions: list[TrainingSessionPage], info: Info) -> list[str]:
    """Give the addresses of schedule.json."""
    return _urls(sessions, info, ".json")


@resolver("TrainingSessionPage.programmeCsvUrl", columns=(), is_plain=True)
def resolve_programme_csv_url(sessions: list[TrainingSessionPage], info: Info) -> list[str]:
    """Give the addresses of tables as CSV."""
    return _urls(sessions, info, ".csv")


@resolver("TrainingSessionPage.programmeXlsxUrl", columns=(), is_plain=True)
def resolve_programme_xlsx_url(sessions: list[TrainingSessionPage], info: Info) -> list[str]:
    """Give the addresses of tables as XLSX."""
    return _urls(sessions, info, ".xlsx")
