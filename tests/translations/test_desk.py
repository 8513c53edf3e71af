"""A translation's way from its first draft to its readers, and back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from tests.support.digest import digests
from tests.support.graphql import ask
from tests.support.translated_site import DAY, SESSION, again, segments, write
from translations.desk.texts import texts_of
from translations.domain.review import publish

ARABIC = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}


def post(client, user, translation, action, **values):
    client.force_login(user)
    url = reverse("translations_desk", args=[translation.pk])
    return client.post(url, {"action": action, **values})


def said(response, client):
    page = client.get(response["Location"])
    return [str(message).strip() for message in page.context["messages"]]


def public(code="AR"):
    return ask(SESSION, locale=code)["session"]


@pytest.fixture
def translation(site):
    return site.begin(site.session)


@pytest.fixture
def live(site, translation):
    write(translation, ARABIC)
    publish(translation, site.boss)
    return translation


def test_beginning_a_translation_publishes_nothing(site, translation):
    assert public() is None
    assert site.page().live is False


def test_draft_of_a_live_translation_leaves_the_row_alone(client, site, live, translator):
    write(live, {"Cool streets": "مدن باردة"})
    before = site.page()

    response = post(client, translator, live, "save")

    assert response.status_code == 302
    assert public()["title"] == "شوارع باردة"
    after = site.page()
    assert (after.title, after.draft_title) == ("شوارع باردة", "مدن باردة")
    assert after.live_revision_id == before.live_revision_id
    assert after.latest_revision.user == translator
    assert after.latest_revision.content["title"] == "مدن باردة"


def test_draft_keeps_the_address_that_a_page_has(client, site, translator):
    translation = site.begin(site.home)
    home = site.home.get_translation(site.locale("ar"))
    assert home.slug != site.home.slug

    post(client, translator, translation, "save")

    assert home.get_latest_revision().content["slug"] == home.slug


def test_review_publishes_when_it_is_approved_and_not_before(
    client, site, live, translator, reviewer
):
    write(live, {"Cool streets": "مدن باردة"})

    post(client, translator, live, "send")
    assert public()["title"] == "شوارع باردة"
    assert site.page().workflow_in_progress

    post(client, reviewer, live, "approve", comment="Good")
    assert public()["title"] == "مدن باردة"
    assert not site.page().workflow_in_progress
    assert public("EN")["title"] == "Cool streets"
    assert public("FR") is None


def test_changes_asked_for_are_made_and_sent_again(client, site, translation, translator, reviewer):
    write(translation, ARABIC)
    post(client, translator, translation, "send")

    post(client, reviewer, translation, "reject", comment="Not the word we use")
    assert public() is None
    client.force_login(translator)
    page = client.get(reverse("translations_desk", args=[translation.pk]))
    assert "Not the word we use" in page.content.decode()

    write(translation, {"Cool streets": "مدن باردة"})
    post(client, translator, translation, "send")
    post(client, reviewer, translation, "approve")
    assert public()["title"] == "مدن باردة"


@pytest.mark.parametrize("action", ["save", "send"])
def test_who_comes_too_late_is_told_and_stays(client, translation, translator, action):
    write(translation, ARABIC)
    post(client, translator, translation, "send")

    response = post(client, translator, translation, action)

    assert response["Location"] == reverse("translations_desk", args=[translation.pk])
    told = "It was sent for review by amal: its texts are closed until that is decided."
    assert said(response, client)[-1:] == [told]


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_reviewer_is_told_that_a_review_was_taken_back(
    client, translation, translator, reviewer, action
):
    write(translation, ARABIC)
    post(client, translator, translation, "send")
    post(client, translator, translation, "take-back")

    response = post(client, reviewer, translation, action)

    told = "There is no review any more: it was taken back, or somebody else has decided."
    assert said(response, client)[-1:] == [told]


def test_a_review_ends_once_and_by_who_sent_it(client, site, translation, translator, reviewer):
    write(translation, ARABIC)
    post(client, translator, translation, "send")
    client.force_login(reviewer)
    desk = reverse("translations_desk", args=[translation.pk])
    assert 'value="take-back"' not in client.get(desk).content.decode()

    refused = post(client, reviewer, translation, "take-back")
    assert refused["Location"] == reverse("wagtailadmin_home")
    assert site.page().workflow_in_progress

    post(client, translator, translation, "take-back")
    again_ended = post(client, translator, translation, "take-back")
    assert said(again_ended, client)[-1] == "The review has ended already."


def test_what_is_not_scheduled_or_public_any_more_says_so(client, translation, reviewer):
    for action, told in (
        ("unschedule", "It is not scheduled any more."),
        ("unpublish", "It is not public any more."),
    ):
        assert said(post(client, reviewer, translation, action), client) == [told]


def test_texts_are_closed_while_they_are_reviewed(client, site, translation, translator):
    write(translation, ARABIC)
    text = texts_of(translation)[0]
    post(client, translator, translation, "send")
    url = reverse("translations_text", args=[translation.pk, text.key])
    form = {"target": "متأخر", "version": text.version}

    response = client.post(url, form)

    html = response.content.decode()
    assert response.status_code == 409
    assert "It was sent for review by amal: its texts are closed until that is decided." in html
    assert "متأخر" in html
    response = client.post(url, form, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 409
    assert list(response.json()) == ["feedback"]
    assert not StringTranslation.objects.filter(data="متأخر").exists()
    post(client, translator, translation, "take-back")
    response = client.post(url, form)
    assert response["location"].startswith(reverse("translations_desk", args=[translation.pk]))
    assert StringTranslation.objects.filter(data="متأخر").count() == 1


@pytest.mark.parametrize("method", ["put", "delete", "get", "post"])
def test_texts_are_written_at_the_desk_only(client, site, translation, translator, method):
    segment = segments(translation)["Cool streets"]
    write(translation, {"Cool streets": "شوارع"})
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])

    for user in (translator, site.boss):
        client.force_login(user)
        send = getattr(client, method)
        content = "application/x-www-form-urlencoded"
        response = send(
            url, **({} if method == "get" else {"data": "value=x", "content_type": content})
        )
        assert response.status_code == 404

    texts = StringTranslation.objects.values_list("data", flat=True)
    assert list(texts) == ["شوارع"]


@pytest.mark.parametrize("action", ["publish", "approve"])
def test_what_gets_public_is_as_private_as_its_original(
    client, site, translation, translator, reviewer, action
):
    write(translation, ARABIC)
    site.session.view_restrictions.create(restriction_type="login")
    if action == "approve":
        post(client, translator, translation, "send")

    post(client, reviewer, translation, action)

    assert site.page().live
    assert site.page().view_restrictions.get().restriction_type == "login"
    assert public() is None


@pytest.mark.parametrize(
    ("action", "values"),
    [("send", {}), ("publish", {}), ("schedule", {"go_live_at": "2130-06-24T10:00"})],
)
def test_untranslated_texts_get_public_only_when_somebody_says_so(
    client, site, translation, action, values
):
    write(translation, {"Cool streets": "مدن باردة"})
    before = digests()

    asked = post(client, site.boss, translation, action, **values)

    html = asked.content.decode()
    assert asked.status_code == 422
    assert "2 texts are not translated." in html
    assert all(f'name="{name}" value="{value}"' in html for name, value in values.items())
    assert post(client, site.boss, translation, action, missing="1", **values).status_code == 422
    assert digests() == before
    done = post(client, site.boss, translation, action, missing="2", **values)
    assert done.status_code == 302
    assert digests() != before


def test_nothing_translated_is_no_translation(client, site, translation):
    before = digests()

    refused = post(client, site.boss, translation, "publish", missing="3")

    assert refused.status_code == 422
    assert "3 texts keep this from being sent for review and published." in (
        refused.content.decode()
    )
    assert digests() == before


def test_reviewer_publishes_schedules_and_unpublishes(client, site, translation, reviewer):
    write(translation, ARABIC)
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).isoformat(timespec="minutes")

    response = post(client, reviewer, translation, "schedule", go_live_at=tomorrow)
    assert said(response, client) == ["Scheduled."]
    assert public() is None
    assert site.page().scheduled_revision is not None

    post(client, reviewer, translation, "unschedule")
    assert site.page().scheduled_revision is None

    post(client, reviewer, translation, "publish")
    assert public()["title"] == "شوارع باردة"
    assert public()["startDate"] == str(DAY)
    assert site.page().go_live_at is None

    post(client, reviewer, translation, "unpublish")
    assert public() is None
    assert public("EN")["title"] == "Cool streets"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Give the date and time at which it goes public, or off the site."),
        ({"go_live_at": "2001-01-01T09:00"}, "This time is past: choose one to come."),
        (
            {"go_live_at": "soon"},
            "“soon” is no date and time. Write it like 2030-06-24T09:00.",
        ),
        (
            {"go_live_at": "9999-12-31T23:59-12:00"},
            "“9999-12-31T23:59-12:00” is no date and time. Write it like 2030-06-24T09:00.",
        ),
        (
            {"go_live_at": "2099-01-02T09:00", "expire_at": "2099-01-01T09:00"},
            "It goes off the site before it is public: change one of the two.",
        ),
    ],
)
def test_a_schedule_that_cannot_be_says_so(client, site, translation, reviewer, values, text):
    response = post(client, reviewer, translation, "schedule", **values)

    assert said(response, client) == [text]
    assert site.page().scheduled_revision is None


def test_what_cannot_be_public_is_refused_with_its_field(client, site, translation, reviewer):
    write(translation, {"Shade and water": "ظ" * 300})

    response = post(client, reviewer, translation, "publish")

    obstacles = response.context["blocked"].obstacles
    assert [(one.source, list(map(str, one.findings))) for one in obstacles] == [
        ("Shade and water", ["The text has 300 characters; there is room for 255."])
    ]
    assert public() is None


def test_snippets_go_the_same_way(client, site, translator, reviewer):
    translation = site.begin(site.theme)
    assert site.snippet().live is False
    write(translation, {"Heat": "حرارة"})

    post(client, translator, translation, "send")
    assert (site.snippet().live, site.snippet().name) == (False, "Heat")
    post(client, reviewer, translation, "approve")
    assert (site.snippet().live, site.snippet().name) == (True, "حرارة")

    write(translation, {"Heat": "الحر"})
    post(client, translator, translation, "save")
    assert site.snippet().name == "حرارة"
    assert site.snippet().latest_revision.content["name"] == "الحر"
    post(client, reviewer, translation, "unpublish")
    assert site.snippet().live is False
    assert again(translation).enabled
