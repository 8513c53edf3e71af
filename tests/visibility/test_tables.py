"""Every table that any edge of the schema reads has triggers that tell of its changes."""

import re

import pytest
from django.db import connection

from cms.caching.rules import all_rules
from cms.schema import schema
from tests.support.matrix import ask, walk_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TABLE = re.compile(r'\b(?:FROM|JOIN(?: LATERAL)?) (?!LATERAL)"?(\w+)"?')
MERGED = re.compile(r"r\d+")
NOT_CONTENT = {
    "json_each": "gives the values of a statement as rows",
    "unnest": "gives the values of a statement as rows",
    "caching_tagchange": "holds the versions themselves",
    "django_content_type": "says which model a row is of, and never changes",
    "search_fulltext": "kept equal to search_searchentry in the same transaction",
}
LEAST_TABLES = 40


def test_tables_have_triggers(planted):
    read = set()

    def note(execute, sql, params, many, context):
        read.update(TABLE.findall(sql))
        return execute(sql, params, many, context)

    walk = walk_of(schema.graphql_schema, planted)
    with connection.execute_wrapper(note):
        ask(schema.graphql_schema, walk.questions())

    watched = {rule.model._meta.db_table for rule in all_rules()}
    # Statements that are read together have names of their own, r0, r1 and so on.
    tables = {name for name in read if not MERGED.fullmatch(name)}
    assert tables - watched - NOT_CONTENT.keys() == set()
    assert len(tables) >= LEAST_TABLES
