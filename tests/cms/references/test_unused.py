"""The report of documents that nothing uses."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupCollectionPermission

from tests.factories import (
    CollectionFactory,
    DocumentFactory,
    SessionDocumentFactory,
    StandardPageFactory,
    TrainingSessionPageFactory,
)

pytestmark = pytest.mark.django_db

URL = reverse("unused_documents_report")


def titles(response):
    return [document.title for document in response.context["object_list"]]


def test_documents_that_nothing_uses_are_listed(admin_client):
    session = TrainingSessionPageFactory()
    SessionDocumentFactory(page=session, document=DocumentFactory(title="In a session"))
    session.refresh_from_db()
    session.save()
    linked = DocumentFactory(title="In a text")
    StandardPageFactory(
        body=[("rich_text", f'<p><a linktype="document" id="{linked.pk}">Leaflet</a></p>')]
    )
    page = StandardPageFactory()
    page.body = [
        (
            "rich_text",
            f'<a linktype="document" id="{DocumentFactory(title="In a draft").pk}">Draft</a>',
        )
    ]
    page.save_revision()
    DocumentFactory(title="=Left over")

    export = b"".join(admin_client.get(f"{URL}?export=csv")).decode().splitlines()

    assert titles(admin_client.get(URL)) == ["=Left over"]
    assert len(export) == 2
    assert export[1].startswith("'=Left over,")


def test_only_documents_that_the_editor_may_change_are_listed(client, django_user_model):
    ours, theirs = CollectionFactory(name="Ours"), CollectionFactory(name="Theirs")
    DocumentFactory(title="Ours", collection=ours)
    DocumentFactory(title="Theirs", collection=theirs)
    group = Group.objects.create(name="Editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupCollectionPermission.objects.create(
        group=group,
        collection=ours,
        permission=Permission.objects.get(
            content_type__app_label="media", codename="change_document"
        ),
    )
    user = django_user_model.objects.create_user(username="editor")
    user.groups.add(group)
    client.force_login(user)

    assert titles(client.get(URL)) == ["Ours"]


@pytest.mark.parametrize("number", [1, 5])
def test_it_costs_the_same_for_any_number(number, admin_client, count_queries):
    DocumentFactory.create_batch(number)
    admin_client.get(reverse("unused_documents_report_results"))

    with count_queries() as queries:
        admin_client.get(reverse("unused_documents_report_results"))

    assert len(queries) == 5
