"""The first login of a development machine."""

import stat
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.users.models import User


@pytest.fixture
def create(settings, tmp_path, db):
    settings.DEBUG = True
    file = tmp_path / "var" / "first-login.txt"

    def call():
        out = StringIO()
        call_command("create_first_login", port=8123, file=file, stdout=out)
        return out.getvalue()

    return call, file


def test_first_run_makes_an_administrator_and_says_how_to_log_in(create):
    call, file = create

    output = call()

    password = file.read_text().strip()
    assert authenticate(username="admin", password=password).is_superuser
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(password) >= 16
    assert output == (
        "Admin:   http://localhost:8123/admin/\n"
        "GraphQL: http://localhost:8123/graphql/\n"
        f"Log in as 'admin' with the password in {file}:\n  {password}\n"
    )


def test_second_run_changes_nothing_and_says_the_same(create):
    call, file = create
    first, password = call(), file.read_text()

    assert call() == first
    assert file.read_text() == password
    assert User.objects.count() == 1


def test_existing_administrator_is_left_alone(create):
    call, file = create
    User.objects.create_superuser("somebody", password="x")

    output = call()

    assert User.objects.count() == 1
    assert not file.exists()
    assert "Log in" not in output


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["create_first_login", "prepare_development"])
def test_outside_development_nothing_is_made(settings, command):
    settings.DEBUG = False

    with pytest.raises(CommandError):
        call_command(command)

    assert User.objects.count() == 0
