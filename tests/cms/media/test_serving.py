"""Image files for readers: public ones only, and nothing else under the media path."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils.http import http_date

from cms.media.views import serve_media
from tests.factories import (
    CollectionFactory,
    CollectionViewRestrictionFactory,
    DocumentFactory,
    ImageFactory,
)

pytestmark = pytest.mark.django_db

NOWHERE = "original_images/no-such-file.png"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def fetch(rf, path, **headers):
    return serve_media(rf.get("/media/", headers=headers), path)


def shut(response):
    """Close the file only: closing the response would end the request, and the connection."""
    for close in response._resource_closers:
        close()


def answer(response):
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, dict(response.items()), body


def test_original_of_a_public_image_is_served(rf):
    image = ImageFactory()

    response = fetch(rf, image.file.name)

    assert response.status_code == 200
    assert b"".join(response)[:4] == b"\x89PNG"
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_rendition_may_be_kept_for_a_year(rf):
    rendition = ImageFactory().get_rendition("fill-32x24|format-webp")

    response = fetch(rf, rendition.file.name)

    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    shut(response)


@pytest.mark.parametrize("levels", [0, 1, 2])
def test_restricted_collection_hides_files_of_all_below_it(rf, levels):
    collection = CollectionFactory()
    CollectionViewRestrictionFactory(collection=collection)
    for _ in range(levels):
        collection = CollectionFactory(parent=collection)
    image = ImageFactory(collection=collection)
    rendition = image.get_rendition("fill-32x24|format-webp")

    missing = answer(fetch(rf, NOWHERE))

    assert missing[0] == 404
    assert answer(fetch(rf, image.file.name)) == missing
    assert answer(fetch(rf, rendition.file.name)) == missing


def test_restriction_of_a_neighbour_hides_nothing(rf):
    CollectionViewRestrictionFactory(collection=CollectionFactory())
    image = ImageFactory(collection=CollectionFactory())

    response = fetch(rf, image.file.name)

    assert response.status_code == 200
    shut(response)


def test_date_of_a_hidden_file_is_not_told(rf):
    collection = CollectionFactory()
    CollectionViewRestrictionFactory(collection=collection)
    image = ImageFactory(collection=collection)
    tomorrow = http_date((datetime.now(UTC) + timedelta(days=1)).timestamp())

    assert fetch(rf, image.file.name, if_modified_since=tomorrow).status_code == 404


def test_unchanged_file_is_not_sent_again(rf):
    image = ImageFactory()
    first = fetch(rf, image.file.name)
    shut(first)

    again = fetch(rf, image.file.name, if_modified_since=first["Last-Modified"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]


def test_document_has_no_media_path(rf):
    document = DocumentFactory()
    assert default_storage.exists(document.file.name)

    assert answer(fetch(rf, document.file.name)) == answer(fetch(rf, NOWHERE))


@pytest.mark.parametrize(
    "path",
    [
        "../manage.py",
        "original_images/../../manage.py",
        "/etc/passwd",
        "..\\manage.py",
        "original_images/\x00.png",
        "",
        "original_images/",
        "%2e%2e/manage.py",
        "\u202egnp.egami",
        "a" * 5000,
    ],
)
def test_hostile_path_is_answered_like_a_missing_file(rf, path, tmp_path):
    (tmp_path.parent / "manage.py").write_text("secret")

    assert answer(fetch(rf, path)) == answer(fetch(rf, NOWHERE))


def test_lost_file_is_answered_like_a_missing_file(rf):
    image = ImageFactory()
    default_storage.delete(image.file.name)

    assert answer(fetch(rf, image.file.name)) == answer(fetch(rf, NOWHERE))


def test_only_reading_is_allowed(rf):
    assert serve_media(rf.post("/media/"), NOWHERE).status_code == 405


@pytest.mark.parametrize("number", [1, 4])
def test_a_file_costs_three_statements_at_most(rf, number, count_queries):
    images = [ImageFactory() for _ in range(number)]

    with count_queries() as queries:
        shut(fetch(rf, images[-1].file.name))

    assert len(queries) == 3


class TestDocuments:
    """Documents are served by Wagtail, which has to ask collections above too."""

    @pytest.mark.parametrize("levels", [0, 1, 2])
    def test_restricted_document_is_not_served(self, client, levels):
        collection = CollectionFactory()
        CollectionViewRestrictionFactory(collection=collection)
        for _ in range(levels):
            collection = CollectionFactory(parent=collection)
        document = DocumentFactory(collection=collection)

        headers = {"X-Request-ID": "the-same-id"}
        hidden = client.get(document.url, headers=headers)

        missing = client.get(f"/documents/{document.pk + 1}/document.pdf", headers=headers)
        assert (hidden.status_code, hidden.content) == (404, missing.content)
        assert missing.status_code == 404

    def test_restricted_document_is_served_to_those_who_are_allowed(self, admin_client):
        collection = CollectionFactory()
        CollectionViewRestrictionFactory(collection=collection)

        response = admin_client.get(DocumentFactory(collection=collection).url)

        assert response.status_code == 200
        shut(response)

    def test_public_document_is_served_as_an_attachment_that_runs_nothing(self, client):
        response = client.get(DocumentFactory().url)

        assert response.status_code == 200
        assert b"".join(response).startswith(b"%PDF-")
        assert response["Content-Security-Policy"] == "default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"
