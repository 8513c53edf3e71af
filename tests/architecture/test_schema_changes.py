"""The promise to front ends: what changed since the last release is named in the changelog."""

import re
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from graphql import build_schema

from cms.graphql.changes import deprecations, sections_of
from cms.graphql.deprecation import removal_date
from cms.management.commands import check_schema, write_schema
from cms.schema import schema

ROOT = Path(__file__).resolve().parents[2]
RELEASED = (ROOT / "cms/schema.released.graphql").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_changes_since_the_last_release_are_named():
    call_command("check_schema", stdout=StringIO())


def test_released_schema_is_that_of_the_newest_version_in_the_changelog():
    versions = [version for version, _ in sections_of(CHANGELOG) if version[:1].isdigit()]

    assert RELEASED.startswith(f"# Released in version {versions[0] if versions else '0.0'}\n")


def test_deprecations_name_the_day_of_removal():
    found = deprecations(schema.graphql_schema)

    assert [place for place, reason in found.items() if removal_date(reason) is None] == []


@pytest.fixture
def released(tmp_path, monkeypatch):
    file = tmp_path / "schema.released.graphql"
    changelog = tmp_path / "CHANGELOG.md"
    monkeypatch.setattr(check_schema, "RELEASED_FILE", file)
    monkeypatch.setattr(check_schema, "CHANGELOG", changelog)
    return file, changelog


REMOVED = '''type Query {
  """What is gone."""
  gone: Int @deprecated(reason: "Removed on or after REMOVAL.")'''
NAMED = "## Unreleased\n\n### GraphQL: breaking changes\n\n- Use `x` in place of `Query.gone`.\n"


@pytest.mark.parametrize(
    ("changelog", "removal", "complaint"),
    [
        (NAMED, "2020-01-01", ""),
        (NAMED.replace("Query.gone", "Query.other"), "2020-01-01", "Name each change"),
        (NAMED, "2999-01-01", "before the promised day"),
    ],
)
def test_a_removal_is_checked(released, changelog, removal, complaint):
    file, log = released
    current = (ROOT / "cms/schema.graphql").read_text(encoding="utf-8")
    text = re.sub(r"^type Query \{", REMOVED.replace("REMOVAL", removal), current, flags=re.M)
    file.write_text(text, encoding="utf-8")
    log.write_text(changelog, encoding="utf-8")
    assert "gone" in build_schema(text).query_type.fields

    out = StringIO()
    refusal = pytest.raises(CommandError, match=complaint) if complaint else nullcontext()
    with refusal:
        call_command("check_schema", stdout=out)

    assert "- `Query.gone`: Query.gone was removed." in out.getvalue()


def test_a_release_moves_the_promise(tmp_path, monkeypatch):
    monkeypatch.setattr(write_schema, "RELEASED_FILE", tmp_path / "released.graphql")

    call_command("write_schema", tmp_path / "schema.graphql", release="1.2", stdout=StringIO())

    written = (tmp_path / "schema.graphql").read_text(encoding="utf-8")
    released = (tmp_path / "released.graphql").read_text(encoding="utf-8")
    assert released == f"# Released in version 1.2\n\n{written}"
    assert written == (ROOT / "cms/schema.graphql").read_text(encoding="utf-8")
