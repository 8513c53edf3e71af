"""Request ids and security headers."""

import logging

import pytest

from cms.middleware import ADMIN_POLICY, API_POLICY, FILE_POLICY, policy_for


@pytest.mark.parametrize("given", ["abcdef12", "01J9Z-4c.7_x", "a" * 64])
def test_sane_request_id_is_kept(client, given):
    assert client.get("/healthz/", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "abc def gh", 'x"><script>', "abcdéfgh"])
def test_other_request_id_is_replaced(client, given):
    answered = client.get("/healthz/", headers={"X-Request-ID": given})["X-Request-ID"]

    assert len(answered) == 32
    assert answered != given


def test_two_requests_have_two_ids(client):
    first, second = (client.get("/healthz/")["X-Request-ID"] for _ in range(2))

    assert first != second


def test_request_is_logged_once_without_its_query_string(client, caplog):
    with caplog.at_level(logging.INFO, logger="cms.request"):
        client.get("/nowhere/?email=anna@example.org", headers={"X-Request-ID": "abcdef12"})

    (record,) = [record for record in caplog.records if record.name == "cms.request"]
    assert (record.method, record.path, record.status) == ("GET", "/nowhere/", 404)
    assert "anna" not in record.getMessage()
    assert record.duration_ms >= 0


def test_link_that_sets_a_password_is_not_logged(client, db, caplog):
    with caplog.at_level(logging.INFO, logger="cms.request"):
        client.get("/admin/password_reset/confirm/MQ/c0ffee-0123456789abcdef/")

    (record,) = [record for record in caplog.records if record.name == "cms.request"]
    assert record.path == "/admin/password_reset/confirm/[secret]"
    assert record.getMessage() == "GET /admin/password_reset/confirm/[secret] 200"


def test_probes_are_not_logged(client, caplog):
    with caplog.at_level(logging.INFO, logger="cms.request"):
        client.get("/healthz/")

    assert [record for record in caplog.records if record.name == "cms.request"] == []


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/admin/pages/", ADMIN_POLICY),
        ("/media/images/a.jpg", FILE_POLICY),
        ("/documents/1/a.pdf", FILE_POLICY),
        ("/graphql/", API_POLICY),
        ("/anything/else/", API_POLICY),
    ],
)
def test_policy_of_a_part_of_the_site(path, policy):
    assert policy_for(path) == policy


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/healthz/", "/nowhere/"])
def test_security_headers_are_on_every_answer(client, path):
    response = client.get(path)

    assert {
        name: response.headers.get(name)
        for name in (
            "Content-Security-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
        )
    } == {
        "Content-Security-Policy": policy_for(path),
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
