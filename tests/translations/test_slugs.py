"""The address that a language chooses: said what is wrong with it, and what was typed is kept."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import GroupCollectionPermission
from wagtail_localize.models import SegmentOverride

from tests.factories import ImageFactory, StandardPageFactory
from tests.support.translated_site import write
from translations.domain.review import send_for_review


@pytest.fixture
def translation(site):
    return site.begin(site.session)


def give(client, user, translation, slug):
    client.force_login(user)
    return client.post(reverse("translations_slug", args=[translation.pk]), {"slug": slug})


def fields(client, user, translation):
    client.force_login(user)
    return client.get(reverse("translations_fields", args=[translation.pk]))


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("bad slug/../x", "This cannot be part of an address."),
        ("شوارع", "This cannot be part of an address."),
        ("<script>", "This cannot be part of an address."),
        ("s" * 256, "It has 256 characters; there is room for 255."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_which_keeps_it(
    client, site, translation, translator, slug, message
):
    for user in (translator, site.boss):
        response = give(client, user, translation, slug)

        html = response.content.decode()
        assert response.status_code == 422
        assert message in html
        assert response.context["form"]["slug"].value() == slug
        assert "<script>" not in html.split("<main")[1]
    assert not SegmentOverride.objects.exists()


def test_a_slug_is_in_the_next_draft_until_it_is_taken_away(client, site, translation, translator):
    response = give(client, translator, translation, "harara")

    assert response["Location"] == reverse("translations_fields", args=[translation.pk])
    assert 'value="harara"' in fields(client, translator, translation).content.decode()
    client.post(reverse("translations_desk", args=[translation.pk]), {"action": "save"})
    assert site.page().latest_revision.content["slug"] == "harara"
    give(client, translator, translation, "")
    assert not SegmentOverride.objects.exists()


def test_nobody_else_gives_one(client, site, translation, translator, reviewer):
    home = reverse("wagtailadmin_home")
    for user in (reviewer, site.member("luc", "Translators: French")):
        assert give(client, user, translation, "harara").headers.get("Location") == home
    write(translation, {"Cool streets": "شوارع باردة"})
    send_for_review(translation, translator)
    assert give(client, translator, translation, "harara").status_code == 302
    assert not SegmentOverride.objects.exists()


def test_the_script_is_offered_nothing_that_would_be_refused(client, site, translator):
    body = [("image", {"image": ImageFactory(), "alt": "Tree", "decorative": False, "caption": ""})]
    page = StandardPageFactory(parent=site.home, title="Trees", slug="trees", body=body)
    translation = site.begin(page)

    html = fields(client, translator, translation).content.decode()
    assert "js-translation-editor" not in html
    assert "wagtail-localize.js" not in html

    choose = Permission.objects.get(
        content_type__app_label="wagtailimages", codename="choose_image"
    )
    GroupCollectionPermission.objects.create(
        group=translator.groups.get(), collection=ImageFactory().collection, permission=choose
    )
    response = fields(client, type(translator).objects.get(pk=translator.pk), translation)
    assert "js-translation-editor desk-choosing" in response.content.decode()
    segments = json.loads(response.context["props"])["segments"]
    assert "slug" in {segment["contentPath"] for segment in segments}
