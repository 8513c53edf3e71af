"""What the buttons, fields and columns of a page are called, without what it is about."""

import json
from pathlib import Path

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "editors" / "images"
MANIFEST = FOLDER / "labels.json"
NAMED = "main button, main label, main th, main legend, main a.button"


def labels_of(html):
    """Give the labels of a page of the admin, in their order and each once."""
    found = {}
    for element in BeautifulSoup(html, "html.parser").select(NAMED):
        text = " ".join(element.get_text(" ").split())
        # What has a number in it, or a name of the content, or tells when, is not a label of ours.
        has_number = any(sign.isdigit() for sign in text)
        if text and text != "Just now" and not has_number and not element.find("bdi"):
            found[text] = None
    return list(found)


def labels_now(pictures):
    """Give the labels of each picture's page as the server answers now."""
    client = Client(SERVER_NAME="localhost")
    labels = {}
    for picture in pictures:
        client.force_login(get_user_model().objects.get_by_natural_key(picture.username))
        labels[picture.name] = labels_of(client.get(picture.address()).content)
    return labels


def read_manifest():
    """Give the labels of each picture's page, as they were when it was made."""
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def write_manifest(labels):
    """Keep the labels of each picture's page."""
    MANIFEST.write_text(json.dumps(labels, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
