"""What the first page tells translators and reviewers, beside texts that are missing."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from home.dashboard import AwaitingPanel
from tests.support.translated_site import write
from translations.domain.review import publish, schedule, send_for_review

ARABIC = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}


@pytest.fixture
def translation(site):
    found = site.begin(site.session)
    write(found, ARABIC)
    return found


def groups(user):
    request = RequestFactory().get("/admin/")
    request.user = type(user).objects.get(pk=user.pk)
    found = AwaitingPanel(request).get_context_data({})["groups"]
    return {group.name: [(item.title, item.language) for item in group.items] for group in found}


def shown(client, user, translation):
    client.force_login(user)
    return client.get(reverse("translations_desk", args=[translation.pk]))


ONE = [("Cool streets", "Arabic")]


def test_a_finished_translation_that_nobody_has_sent_awaits_its_translators(
    site, translation, translator, reviewer
):
    french = site.member("luc", "Translators: French")

    assert groups(translator) == {"translated": ONE}
    assert groups(reviewer) == groups(french) == {}
    send_for_review(translation, translator)
    assert groups(translator) == {}


def test_an_original_that_has_changed_awaits_translators_and_the_desk_names_the_text(
    client, site, translation, translator, reviewer
):
    publish(translation, site.boss)
    assert groups(translator) == {}
    site.session.theme = "Shade, water and wind"
    site.session.save_revision().publish()

    assert groups(translator) == {"changed": ONE}
    assert groups(reviewer) == {}
    response = shown(client, translator, translation)
    assert [text.unit.source for text in response.context["outdated"]] == ["Shade and water"]
    assert 'aria-label="Outdated texts"' in response.content.decode()


def test_a_schedule_that_comes_to_nothing_is_told_to_who_made_it_and_to_reviewers(
    client, site, translation, translator, reviewer
):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    schedule(translation, site.boss, tomorrow.isoformat(), "")
    write(translation, {"Shade and water": "ظ" * 300})

    with time_machine.travel(tomorrow + datetime.timedelta(hours=1), tick=False):
        call_command("publish_scheduled")

        refused = [("Cool streets", "Arabic")]
        assert groups(site.boss)["refused"] == groups(reviewer)["refused"] == refused
        assert "refused" not in groups(translator)
        html = shown(client, reviewer, translation).content.decode()
        assert "Not published as scheduled, on" in html
        assert "1 text keeps this from being sent for review and published." in html

    assert not site.page().live
