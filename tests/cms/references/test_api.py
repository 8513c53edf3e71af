"""API v3 refuses as the admin does, and names what its user may see."""

import pytest
from django.urls import include, path
from wagtail.models import APIToken, Page

from cms import rest
from cms.urls import urlpatterns as default_urlpatterns
from tests.factories import StandardPageFactory

urlpatterns = [path("api/v3/", rest.urls), path("", include(default_urlpatterns))]
pytestmark = pytest.mark.urls(__name__)


def call(client, user, method, address, data=None):
    token = APIToken.create_token(user=user, name="test")[1]
    headers = {"Authorization": f"Bearer {token}"}
    return getattr(client, method)(
        f"/api/v3/pages/{address}/", data, content_type="application/json", headers=headers
    )


@pytest.mark.parametrize(
    ("method", "address"),
    [("delete", "{pk}"), ("delete", "{pk}/actions/delete"), ("post", "{pk}/actions/unpublish")],
)
def test_used_person_is_refused_and_users_are_named(
    world, session_with, admin_user, client, method, address
):
    session = session_with(world.anna)

    response = call(client, admin_user, method, address.format(pk=world.anna.pk), {})

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {
            "msg": "It is still used in 1 place: Training session “Session” (Public)"
            f" /admin/pages/{session.pk}/edit/."
        }
    ]
    assert Page.objects.get(pk=world.anna.pk).live


def test_what_is_below_goes_together_or_not_at_all(world, text_with, admin_user, client):
    above = StandardPageFactory(parent=world.home, title="Above")
    below = StandardPageFactory(parent=above, title="Below")
    text = text_with(below)
    address = f"{above.pk}/actions/unpublish"

    refused = call(client, admin_user, "post", address, {"recursive": True})

    assert refused.status_code == 422
    assert Page.objects.filter(path__startswith=above.path, live=True).count() == 2

    text.unpublish()
    done = call(client, admin_user, "post", address, {"recursive": True})

    assert done.status_code == 200
    assert not Page.objects.filter(path__startswith=above.path, live=True).exists()


def test_nobody_is_told_of_uses_who_may_not_delete(world, session_with, django_user_model, client):
    session_with(world.anna)
    nobody = django_user_model.objects.create_user("nobody")

    response = call(client, nobody, "delete", str(world.anna.pk))

    assert response.status_code == 403
    assert "Session" not in response.content.decode()
