"""Wagtail's REST API v3: absent unless switched on, and then for holders of a token only."""

import pytest
from django.urls import include, path
from django.utils import timezone
from wagtail.models import APIToken, Page, Site

from cms import rest
from cms.urls import urlpatterns as default_urlpatterns
from cms.users.models import User

# What cms.urls has with WAGTAIL_API_V3_ENABLED; test_settings has the variable itself.
urlpatterns = [path("api/v3/", rest.urls), path("", include(default_urlpatterns))]

PATHS = [
    "/api/v3/pages/",
    "/api/v3/pages/{live}/",
    "/api/v3/pages/{draft}/",
    "/api/v3/pages/find/?html_path=/live/",
    "/api/v3/schema/",
    "/api/v3/sites/",
    "/api/v3/whoami/",
    "/api/v3/openapi.json",
    "/api/v3/docs/",
]


@pytest.fixture
def pages(db):
    root = Page.get_first_root_node()
    live = root.add_child(instance=Page(title="Live", slug="live"))
    draft = live.add_child(instance=Page(title="Secret draft", slug="draft", live=False))
    Site.objects.create(hostname="localhost", root_page=live, is_default_site=True)
    return {"live": live.pk, "draft": draft.pk}


@pytest.fixture
def admin(db):
    return User.objects.create_superuser("admin", password="x")


def bearer(user):
    return {"Authorization": f"Bearer {APIToken.create_token(user=user, name='test')[1]}"}


@pytest.mark.django_db
def test_api_is_absent_by_default(client):
    assert client.get("/api/v3/pages/").status_code == 404


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", PATHS)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wagtail_forged"}, {"Authorization": "Basic YWRtaW46eA=="}],
)
def test_anonymous_reader_gets_nothing(client, pages, address, headers):
    response = client.get(address.format(**pages), headers=headers)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json() == {"type": "about:blank", "title": "Unauthorized", "status": 401}


@pytest.mark.urls(__name__)
def test_session_of_an_administrator_opens_nothing(client, pages, admin):
    client.force_login(admin)

    assert client.get("/api/v3/pages/").status_code == 401


@pytest.mark.urls(__name__)
def test_revoked_token_and_inactive_user_open_nothing(client, pages, admin):
    headers = bearer(admin)
    assert client.get("/api/v3/pages/", headers=headers).status_code == 200

    APIToken.objects.update(revoked_at=timezone.now())
    assert client.get("/api/v3/pages/", headers=headers).status_code == 401

    APIToken.objects.update(revoked_at=None)
    User.objects.update(is_active=False)
    assert client.get("/api/v3/pages/", headers=headers).status_code == 401


@pytest.mark.urls(__name__)
def test_token_shows_what_its_user_may_edit(client, pages, admin):
    answer = client.get("/api/v3/pages/", headers=bearer(admin)).json()

    assert {item["title"] for item in answer["items"]} >= {"Live", "Secret draft"}


@pytest.mark.urls(__name__)
def test_token_of_a_user_without_rights_shows_nothing(client, pages):
    nobody = User.objects.create_user("nobody", password="x")

    assert client.get("/api/v3/pages/", headers=bearer(nobody)).json()["items"] == []


@pytest.mark.urls(__name__)
def test_documentation_stays_off(client, pages, admin):
    headers = bearer(admin)

    assert client.get("/api/v3/docs/", headers=headers).status_code == 404
    assert client.get("/api/v3/openapi.json", headers=headers).status_code == 404
