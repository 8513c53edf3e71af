"""Themes and venues through the admin."""

import pytest
from django.urls import reverse

from events.models import Theme, Venue
from tests.factories import ThemeFactory, VenueFactory


@pytest.mark.parametrize(("model", "factory"), [(Theme, ThemeFactory), (Venue, VenueFactory)])
def test_listing_editing_and_preview_answer(admin_client, model, factory):
    item = factory(name="مكان <b>")
    label = f"wagtailsnippets_events_{model._meta.model_name}"

    assert admin_client.get(reverse(f"{label}:list")).status_code == 200
    assert admin_client.get(reverse(f"{label}:edit", args=[item.pk])).status_code == 200
    card = item.make_preview_request().content.decode()
    assert "<h1>مكان &lt;b&gt;</h1>" in card


def test_venue_is_drafted_then_published(admin_client, db):
    item = VenueFactory(live=False)
    url = reverse("wagtailsnippets_events_venue:edit", args=[item.pk])
    data = {
        "name": "Palais", "address": "", "city": "Paris", "country": "FR", "latitude": "48.85",
        "longitude": "2.35", "accessibility": "Lift", "website": "",
    }  # fmt: skip

    admin_client.post(url, {**data, "longitude": ""})
    item.refresh_from_db()
    assert not item.live

    response = admin_client.post(url, {**data, "longitude": "", "action-publish": "1"})
    assert "longitude" in response.context["form"].errors

    admin_client.post(url, {**data, "action-publish": "1"})
    item.refresh_from_db()
    assert (item.live, item.name, item.longitude) == (True, "Palais", 2.35)
