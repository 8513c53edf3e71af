"""The column of what a person does where: one role a line, its parts between bars."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from cms.spreadsheets.cells import as_text
from cms.spreadsheets.problems import CellError
from organizations.models import PersonRole

from .columns import Column, checked, held_partial, read_partial, store_partial
from .known import SEPARATOR, part
from .problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from .columns import Content
    from .known import Known

MOST_ROLES = 50
DATES = ("starts_on", "ends_on", "as_of")
LISTED = re.compile(r"\n+")


class Role(NamedTuple):
    """A role as a file says it; the organization by name until it is looked up."""

    role: str
    organization: Any
    starts_on: str = ""
    ends_on: str = ""
    as_of: str = ""
    source: str = ""


PARTS = len(Role._fields)


class Roles(Column):
    """All roles of a person, in order."""

    def read(self, cell: Any, _model: type[Model]) -> tuple[Role, ...]:
        """Read the lines."""
        entries = [entry for entry in LISTED.split(as_text(cell)) if entry.strip()]
        if len(entries) > MOST_ROLES:
            raise CellError(Code.TOO_MANY, limit=MOST_ROLES)
        return tuple(dict.fromkeys(_read(entry) for entry in entries))

    def resolve(self, value: Any, _held: Any, known: Known) -> tuple[Role, ...]:
        """Put organizations in place of their names."""
        return tuple(role._replace(organization=_find(role.organization, known)) for role in value)

    def held(self, content: Content, known: Known) -> tuple[Role, ...]:
        """Give the roles of a record."""
        rows = sorted(content.get(self.field) or (), key=lambda row: row.get("sort_order") or 0)
        return tuple(dict.fromkeys(_held(row, known) for row in rows))

    def written(self, value: Any, known: Known) -> str:
        """Write one role a line, without empty parts at the end."""
        return "\n".join(_written(role, known) for role in value)

    def store(self, instance: Any, value: Any, known: Known) -> None:
        """Set the roles; one that is the same in name and place keeps its translations."""
        left = list(getattr(instance, self.field).all())
        rows = []
        for place, role in enumerate(value):
            row = _taken(left, role, known) or PersonRole(
                locale_id=instance.locale_id, translation_key=uuid.uuid4()
            )
            _fill(row, role, known)
            row.sort_order = place
            rows.append(row)
        setattr(instance, self.field, rows)


def _read(entry: str) -> Role:
    parts = [text.strip() for text in entry.split(SEPARATOR)]
    if len(parts) > PARTS or not all(parts[:2]) or len(parts) == 1:
        raise CellError(Code.BAD_ROLE, found=entry)
    parts += [""] * (PARTS - len(parts))
    fields: Any = PersonRole._meta
    checked(fields.get_field("role"), parts[0])
    checked(fields.get_field("source"), parts[-1])
    starts, ends, seen = map(read_partial, parts[2:-1])
    return Role(parts[0], parts[1], starts, ends, seen, parts[-1])


def _find(name: str, known: Known) -> uuid.UUID:
    try:
        key: uuid.UUID | None = uuid.UUID(name)
    except ValueError:
        key = known.organizations.find(name)
    if key not in known.organizations.pages:
        raise CellError(Code.UNKNOWN_ORGANIZATION, found=name)
    return key


def _held(row: Content, known: Known) -> Role:
    starts, ends, seen = (held_partial(row, name) for name in DATES)
    key = known.organizations.keys.get(row.get("organization") or 0)
    return Role(part(row["role"]), key, starts, ends, seen, part(row.get("source") or ""))


def _written(role: Role, known: Known) -> str:
    name = known.organizations.name_of(role.organization) if role.organization else ""
    parts = list(role._replace(organization=name))
    while parts and not parts[-1]:
        parts.pop()
    return f" {SEPARATOR} ".join(parts)


def _taken(left: list[PersonRole], role: Role, known: Known) -> PersonRole | None:
    """Take out the row that says the same, else one of the same name and place."""
    keys = known.organizations.keys
    for count in (PARTS, 2):
        for row in left:
            said = _of(row, known)
            if said[:count] == tuple(role)[:count] and keys.get(row.organization_id or 0):
                left.remove(row)
                return row
    return None


def _of(row: PersonRole, known: Known) -> Role:
    names = [*DATES, *(f"{name}_precision" for name in DATES), "role", "source"]
    content = {name: getattr(row, name) for name in names}
    return _held({**content, "organization": row.organization_id}, known)


def _fill(row: PersonRole, role: Role, known: Known) -> None:
    """Set what differs; what says the same stays as it was written."""
    before = _of(row, known)
    for name in DATES:
        if getattr(before, name) != getattr(role, name):
            store_partial(row, name, getattr(role, name))
    if before.organization != role.organization:
        row.organization_id = known.organizations.pages[role.organization]
    for name in ("role", "source"):
        if getattr(before, name) != getattr(role, name):
            setattr(row, name, getattr(role, name))


def organizations_of(value: Any) -> Iterator[Any]:
    """Give the organizations that roles name."""
    return (role.organization for role in value)
