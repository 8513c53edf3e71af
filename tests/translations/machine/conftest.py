"""A translation server, switched on, and asking it from the desk."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.support.libretranslate import settings_for, translation_server

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
SOURCES = ["Cool streets", "Shade and water", "Opening"]


@pytest.fixture
def server(settings):
    with translation_server() as server:
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = settings_for(server)
        yield server


@pytest.fixture
def translation(site):
    return site.begin(site.session)


@pytest.fixture
def one_by_one(server, settings):
    """Have a request for each text."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = settings_for(server, BATCH_CHARACTERS=20)


def post(client, user, translation, headers=SCRIPT, **data):
    client.force_login(user)
    address = reverse("translations_fill", args=[translation.pk])
    return client.post(address, data, headers=headers, follow=not headers)


def show(client, user, translation, shown=""):
    client.force_login(user)
    return client.get(reverse("translations_desk", args=[translation.pk]), {"show": shown})


def stored(translation):
    rows = StringTranslation.objects.filter(locale=translation.target_locale).order_by("pk")
    return {row.translation_of.data: (row.data, row.translation_type) for row in rows}
