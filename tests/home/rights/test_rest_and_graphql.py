"""Wagtail's REST API v3, if it is on, and GraphQL are no way to what is another centre's."""

import json

import pytest
from django.urls import include, path
from wagtail.models import APIToken

from cms import rest
from cms.urls import urlpatterns as default_urlpatterns
from tests.support.digest import digests
from tests.support.two_centres import ROLES, SECRET

urlpatterns = [path("api/v3/", rest.urls), path("", include(default_urlpatterns))]

pytestmark = pytest.mark.urls(__name__)

CALLS = [
    ("get", "pages/{page}/", None),
    ("patch", "pages/{page}/", {"title": "Hacked", "meta": {"action": "publish"}}),
    ("delete", "pages/{page}/", None),
    ("post", "pages/", {"meta": {"type": "events.TrainingSessionPage", "parent_id": "{list}"}}),
    ("post", "pages/{page}/publish/", {}),
    ("post", "pages/{page}/unpublish/", {}),
    ("post", "pages/{page}/move/", {"destination_page_id": "{own}"}),
    ("post", "pages/{page}/copy/", {"destination_page_id": "{own}"}),
    ("post", "pages/{page}/create_alias/", {"destination_page_id": "{own}"}),
    ("post", "pages/{page}/revert/", {"revision_id": 1}),
    ("patch", "images/{image}/", {"title": "Hacked"}),
    ("delete", "images/{image}/", None),
    ("patch", "documents/{document}/", {"title": "Hacked"}),
    ("delete", "documents/{document}/", None),
]
SESSIONS = "{ sessions(first: 20, locale: EN) { edges { node { title } } } }"


def filled(body, keys):
    text = json.dumps(body)
    for name, pk in keys.items():
        text = text.replace(f'"{{{name}}}"', str(pk))
    return text


@pytest.mark.parametrize("role", ROLES)
def test_token_of_a_role_changes_and_shows_nothing_of_another_centre(client, world, role):
    user = world.users[role]
    headers = {"Authorization": f"Bearer {APIToken.create_token(user=user, name='test')[1]}"}
    paris = world.centres["Paris"]
    client.get("/api/v3/whoami/", headers=headers)  # notes when the token was used
    before = digests()
    wrong = []

    for page in world.pages("Paris", role).values():
        keys = {
            "page": page.pk,
            "list": paris.listing.pk,
            "own": world.centres["Cairo"].listing.pk,
            "image": paris.image.pk,
            "document": paris.document.pk,
        }
        for method, address, body in CALLS:
            json_body = (
                {}
                if body is None
                else {"data": filled(body, keys), "content_type": "application/json"}
            )
            answer = getattr(client, method)(
                f"/api/v3/{address.format(**keys)}", **json_body, headers=headers
            )
            if SECRET.encode() in answer.content:
                wrong.append((method, address, keys["page"], "shows"))
            if method != "get" and answer.status_code < 400:
                wrong.append((method, address, keys["page"], answer.status_code))

    assert wrong == []
    assert digests() == before


@pytest.mark.parametrize("role", ROLES)
def test_pages_listed_for_a_token_are_none_of_another_centres_drafts(client, world, role):
    """Files of collections without restrictions are public, and listed as such."""
    token = APIToken.create_token(user=world.users[role], name="test")[1]
    headers = {"Authorization": f"Bearer {token}"}

    answer = client.get("/api/v3/pages/?limit=20", headers=headers)

    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_graphql_gives_who_is_signed_in_no_draft(client, world, role):
    client.force_login(world.users[role])

    answer = client.post("/graphql/", json.dumps({"query": SESSIONS}), "application/json")

    found = answer.json()["data"]["sessions"]["edges"]
    titles = {edge["node"]["title"] for edge in found}
    assert titles == {"Streets of Cairo", "Streets of Paris"}
