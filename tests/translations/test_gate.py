"""What of the admin opens for somebody who has a role and no other right."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.urls import get_resolver, resolve
from wagtail.models import GroupPagePermission
from wagtail_localize.wagtail_hooks import register_admin_urls

from tests.support.translated_site import segments
from translations.domain.policy import has_role_only
from translations.views.addresses import localize_urls
from translations.views.gate import OPEN

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
OTHER = re.compile(r"\(\?P<(\w+)>[^)]*\)|\([^)]*\)")
# They end the visit, or the process of the test.
LEFT_OUT = {"wagtailadmin_logout", "wagtailadmin_error_test"}


def addresses(patterns, prefix=""):
    """Give the form of every address."""
    for pattern in patterns:
        form = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, form)
        else:
            yield form


def fill(form, values):
    plain = re.sub(r"[\^$\\]", "", form)
    plain = OTHER.sub("1", PLACE.sub(lambda place: str(values.get(place[1], 1)), plain))
    return f"/{plain}"


SNIPPET = {"app_label": "events", "model_name": "theme"}


@pytest.fixture
def values(site):
    translation = site.begin(site.session)
    return {
        "translation_id": translation.pk,
        "translation_source_id": translation.source_id,
        "string_segment_id": segments(translation)["Cool streets"].pk,
        "page_id": site.page().pk,
        "slot": uuid4(),
        **SNIPPET,
    }


def test_nothing_opens_but_what_is_named(client, site, translator, values):
    client.force_login(translator)
    forms = [form for form in addresses(get_resolver().url_patterns) if form.startswith("admin/")]
    paths = {fill(form, values) for form in forms}
    names = {path: resolve(path).view_name for path in paths}

    opened = {
        names[path]
        for path in sorted(paths)
        if names[path] not in LEFT_OUT and client.get(path).status_code == 200
    }

    assert len(paths) > 300
    assert opened - OPEN == set()
    assert {"wagtailadmin_home", "translations_desk", "translations_begin"} <= opened


def test_every_address_of_wagtail_localize_has_ours_in_its_place():
    theirs = {pattern.name for pattern in register_admin_urls()[0].url_patterns}

    files = {"download_pofile", "upload_pofile"}
    assert theirs == {pattern.name for pattern in localize_urls} | files
    for form in addresses(register_admin_urls(), "admin/"):
        view = resolve(fill(form, {}) if "slug" not in form else fill(form, SNIPPET)).view_name
        assert not view.startswith("wagtail_localize:"), form


def test_a_role_beside_other_rights_closes_nothing(client, site, translator, values):
    assert has_role_only(translator)
    group = translator.groups.get()
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=site.trainings, permission=right)
    again = site.users.get(pk=translator.pk)

    assert not has_role_only(again)
    client.force_login(again)
    assert client.get(f"/admin/pages/{site.trainings.pk}/").status_code == 200


def test_menu_and_first_page_show_translations_alone(client, site, translator, values):
    client.force_login(translator)

    page = client.get("/admin/")

    text = page.content.decode()
    labels = set(re.findall(r'"label": "([^"]+)"', text))
    assert {"Translations", "Terms"} <= labels
    assert labels & {"Pages", "Images", "Documents", "Reports", "Settings", "Snippets"} == set()
