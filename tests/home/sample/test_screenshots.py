"""Pictures of the documentation show the product as it is."""

import re
from pathlib import Path

import pytest

from tests.screenshots import stage
from tests.screenshots.labels import FOLDER, labels_now, read_manifest
from tests.screenshots.pictures import PICTURES

pytestmark = pytest.mark.xdist_group("sample-content")

DOCUMENTS = Path(FOLDER).parent


@pytest.fixture
def staged(sample):
    stage.prepare()


def test_pages_have_the_labels_that_their_pictures_show(staged):
    # If this fails the admin has changed: run `make screenshots`, and look at the pictures.
    assert labels_now(PICTURES) == read_manifest()


def test_every_picture_is_shown_in_a_document():
    shown = set()
    for document in DOCUMENTS.glob("*.md"):
        shown |= set(re.findall(r"\]\(images/([a-z-]+)\.png\)", document.read_text("utf-8")))

    assert shown == {picture.name for picture in PICTURES}
    assert {path.stem for path in FOLDER.glob("*.png")} == shown
