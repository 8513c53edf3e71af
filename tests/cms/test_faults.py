"""Answers outside of all views."""

import pytest
from django.test import Client

from tests.factories import CollectionFactory, CollectionViewRestrictionFactory

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


def told(response):
    error = response.json()["errors"][0]
    assert error["extensions"]["requestId"] == response["X-Request-ID"]
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return response.status_code, error["extensions"]["code"]


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/nowhere/", HTML), ("/graphql/x", "*/*"), ("/admins/", "application/json")],
)
def test_unknown_address_is_told_in_json(client, path, accept):
    assert told(client.get(path, headers={"Accept": accept})) == (404, "NOT_FOUND")


def test_foreign_host_is_told_in_json(client):
    response = client.get("/graphql/", headers={"Accept": HTML, "Host": "evil.example.org"})

    assert told(response) == (400, "BAD_USER_INPUT")
    assert b"evil" not in response.content


def test_foreign_host_of_the_admin_is_told_in_html(client):
    response = client.get("/admin/login/", headers={"Accept": HTML, "Host": "evil.example.org"})

    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("path", "accept", "is_html"),
    [
        ("/media/a.png", HTML, False),
        ("/admin/login/", "application/json", False),
        ("/admin/login/", HTML, True),
    ],
)
def test_fault_of_ours_tells_no_internals(db, monkeypatch, settings, path, accept, is_html):
    def fail(*args, **kwargs):
        raise RuntimeError("secret of the database")

    monkeypatch.setattr("cms.media.views.read_restricted_paths", fail)
    monkeypatch.setattr("wagtail.admin.views.account.LoginView.dispatch", fail)
    response = Client(raise_request_exception=False).get(path, headers={"Accept": accept})

    assert response.status_code == 500
    assert b"secret" not in response.content
    assert is_html or told(response) == (500, "INTERNAL")
    assert response["Content-Type"].startswith("text/html" if is_html else "application/json")


@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
def test_api_has_its_address_with_and_without_a_slash(client, path):
    response = client.post(path, {"query": "{ __typename }"}, content_type="application/json")

    assert (response.status_code, response.json()) == (200, {"data": {"__typename": "Query"}})


@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
def test_front_ends_may_call_both_addresses(client, settings, path):
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example.org"]
    response = client.options(
        path, headers={"Origin": "https://www.example.org", "Access-Control-Request-Method": "POST"}
    )

    assert response["Access-Control-Allow-Origin"] == "https://www.example.org"


@pytest.mark.parametrize("method", ["get", "post"])
def test_password_form_tells_no_collection(db, method):
    restriction = CollectionViewRestrictionFactory(
        collection=CollectionFactory(), restriction_type="password", password="x"
    )
    paths = [f"/documents/authenticate_with_password/{pk}/" for pk in (restriction.pk, 987654)]

    assert [told(getattr(Client(), method)(path)) for path in paths] == [(404, "NOT_FOUND")] * 2
