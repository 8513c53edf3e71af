"""Wagtail's REST API v3, if it is on, is no way around the roles."""

import json

import pytest
from django.urls import include, path
from wagtail.models import APIToken

from cms import rest
from cms.urls import urlpatterns as default_urlpatterns
from tests.support.digest import digests

urlpatterns = [path("api/v3/", rest.urls), path("", include(default_urlpatterns))]

pytestmark = pytest.mark.urls(__name__)

CALLS = [
    ("get", "pages/{page}/", None),
    ("patch", "pages/{page}/", {"title": "Hacked", "meta": {"action": "publish"}}),
    ("patch", "pages/{source}/", {"title": "Hacked"}),
    ("delete", "pages/{page}/", None),
    ("post", "pages/", {"meta": {"type": "home.StandardPage", "parent_id": 2}, "title": "x"}),
    ("post", "pages/{page}/publish/", {}),
    ("post", "pages/{page}/unpublish/", {}),
    ("post", "pages/{page}/move/", {"destination_page_id": 2}),
    ("post", "pages/{page}/copy/", {}),
    ("get", "snippets/events.Theme/", None),
    ("patch", "snippets/events.Theme/{theme}/", {"name": "Hacked"}),
    ("delete", "snippets/events.Theme/{theme}/", None),
    ("post", "locales/", {"language_code": "fa"}),
]


@pytest.fixture
def headers(translator):
    token = APIToken.create_token(user=translator, name="test")[1]
    return {"Authorization": f"Bearer {token}"}


def test_token_of_a_translator_lists_nothing(client, site, headers):
    site.begin(site.session)

    assert client.get("/api/v3/pages/", headers=headers).json()["items"] == []


@pytest.mark.parametrize(("method", "address", "body"), CALLS)
def test_token_of_a_translator_changes_nothing(client, site, headers, method, address, body):
    site.begin(site.session)
    keys = {"page": site.page().pk, "source": site.session.pk, "theme": site.theme.pk}
    client.get("/api/v3/whoami/", headers=headers)  # notes when the token was used
    before = digests()

    response = getattr(client, method)(
        f"/api/v3/{address.format(**keys)}",
        **({"data": json.dumps(body), "content_type": "application/json"} if body else {}),
        headers=headers,
    )

    # 422: without the setting, no kind of snippet is known to the API.
    assert response.status_code in {401, 403, 404, 405, 422}, response.content
    assert digests() == before
