"""Every model of the schema has a rule, and the database has the triggers that rules ask for."""

import pytest
from django.apps import apps
from django.db import connection, models

from cms.caching.install import install, installed, suspend
from cms.caching.models import TagChange
from cms.caching.rules import all_rules, content_models, rule_of
from cms.caching.triggers import TRIGGERS
from cms.caching.versions import check, suspend_versions

pytestmark = pytest.mark.django_db


def wanted():
    return {trigger.name for rule in all_rules() for trigger in TRIGGERS[connection.vendor](rule)}


def test_every_model_of_the_schema_has_a_rule():
    assert [model._meta.label for model in content_models() if rule_of(model) is None] == []


def test_a_model_that_belongs_to_nothing_would_be_found():
    class Loose(models.Model):
        class Meta:
            app_label = "home"
            managed = False
            apps = type(apps)(())

    assert rule_of(Loose) is None


def test_triggers_are_installed():
    assert installed(connection) == wanted()


def test_installing_again_changes_nothing(count_queries):
    version, _moment = check([])

    with count_queries() as queries:
        install("default")
    assert len(queries) == 3
    assert check([])[0] == version


def test_missing_and_outdated_triggers_are_replaced_and_nothing_stored_counts():
    version, _moment = check([])
    name = min(installed(connection))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(
                "CREATE TRIGGER caching_old AFTER INSERT ON home_menu BEGIN SELECT 1; END"
            )
        else:
            cursor.execute(f"DROP FUNCTION {name}() CASCADE")
            cursor.execute(
                "CREATE FUNCTION caching_old() RETURNS trigger LANGUAGE plpgsql"
                " AS 'BEGIN RETURN NULL; END'"
            )
            cursor.execute(
                "CREATE TRIGGER caching_old AFTER INSERT ON home_menu"
                " FOR EACH ROW EXECUTE FUNCTION caching_old()"
            )

    install("default")

    assert installed(connection) == wanted()
    assert check([])[0] > version


def test_no_version_is_good_while_triggers_are_off():
    version, _moment = check([])

    suspend("default")
    assert installed(connection) == set()
    assert check([])[0] is None

    install("default")
    assert installed(connection) == wanted()
    assert check([])[0] > version


def test_database_that_was_emptied_has_other_versions():
    TagChange.objects.all().delete()
    install("default")
    first, _moment = check([])

    TagChange.objects.all().delete()
    install("default")
    second, _moment = check([])
    assert abs(first - second) > 1_000


def test_an_installation_that_was_broken_off_is_ended():
    suspend_versions("default")
    assert check([])[0] is None

    install("default")
    assert check([])[0] is not None
