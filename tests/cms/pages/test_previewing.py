"""Drafts in the front end: what a token opens, for whom, and that nothing of it stays."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from cms.graphql import previews
from tests.factories import HomePageFactory, StandardPageFactory
from tests.support.digest import digests

QUERY = "query ($key: UUID!) { page(key: $key) { title } pages { totalCount } }"


@pytest.fixture(autouse=True)
def front_end(settings):
    settings.FRONT_END_PREVIEWS = {"*": "https://www.example.org/preview"}


@pytest.fixture
def home(db):
    home = HomePageFactory(slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


@pytest.fixture
def page(home):
    """Give a page that has never been public, and another title in its draft."""
    page = StandardPageFactory(parent=home, title="Old", live=False)
    page.title = "New"
    page.save_revision()
    return page


def token_of(client, page):
    answer = client.get(reverse("front_end_preview", args=[page.pk]))
    assert answer.status_code == 302
    known = parse_qs(urlsplit(answer.url).fragment)
    assert (known["type"], known["locale"]) == ([type(page).__name__], ["EN"])
    return known["token"][0]


def ask(page, token=None):
    headers = {"authorization": f"Preview {token}"} if token else {}
    response = Client().post(
        "/graphql/",
        json.dumps({"query": QUERY, "variables": {"key": str(page.translation_key)}}),
        content_type="application/json",
        headers=headers,
    )
    answer = response.json()
    if "errors" in answer:
        return answer["errors"][0]["extensions"]["code"]
    return answer["data"]["page"] and answer["data"]["page"]["title"]


def test_a_draft_is_seen_with_its_token_and_nothing_stays(make_editor, home, page):
    token = token_of(make_editor(home, "change"), page)
    before = digests()

    assert ask(page, token) == "New"
    assert ask(page) is None
    assert digests() == before


def test_rights_are_asked_anew(make_editor, django_user_model, home, page):
    token = token_of(make_editor(home, "change"), page)

    django_user_model.objects.get().groups.clear()

    assert ask(page, token) == "FORBIDDEN"


def test_user_who_left_sees_nothing(make_editor, django_user_model, home, page):
    token = token_of(make_editor(home, "change"), page)

    django_user_model.objects.update(is_active=False)

    assert ask(page, token) == "FORBIDDEN"


def test_page_that_is_gone_is_refused(make_editor, home, page):
    token = token_of(make_editor(home, "change"), page)
    page.delete()

    assert ask(page, token) == "FORBIDDEN"


def test_old_and_forged_tokens_are_refused(make_editor, home, page, monkeypatch):
    token = token_of(make_editor(home, "change"), page)

    assert ask(page, token[:-1] + ("A" if token[-1] != "A" else "B")) == "UNAUTHENTICATED"
    assert ask(page, previews.sign_preview("another kind", page=page.pk, user=1)) == (
        "UNAUTHENTICATED"
    )
    monkeypatch.setattr(previews, "AGE", -1)
    assert ask(page, token) == "UNAUTHENTICATED"


def test_home_pages_have_none(make_editor, home):
    client = make_editor(home, "change")

    assert ask(home, token_of(client, home)) == "FORBIDDEN"
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    assert b"data-front-end=" not in editor.content


def test_who_may_not_edit_gets_no_token(make_editor, home, page):
    other = StandardPageFactory(parent=home)
    client = make_editor(other, "change")

    assert client.get(reverse("front_end_preview", args=[page.pk])).status_code == 302
    assert "/admin/" in client.get(reverse("front_end_preview", args=[page.pk])).url
    assert client.get(reverse("front_end_preview", args=[10**9])).status_code == 404


def test_frame_of_the_front_end_cannot_lead_the_admin_elsewhere(admin_client, page):
    answer = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    _before, _found, frame = answer.partition('<iframe id="front-end-frame"')
    _before, _found, sandbox = frame.partition(">")[0].partition('sandbox="')
    allowed = sandbox.partition('"')[0].split()
    assert "allow-scripts" in allowed
    assert not [word for word in allowed if word.startswith(("allow-top", "allow-modals"))]


def test_without_a_front_end_there_is_nothing(make_editor, home, page, settings):
    client = make_editor(home, "change")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert b"data-front-end=" in client.get(address).content

    settings.FRONT_END_PREVIEWS = {}

    assert client.get(reverse("front_end_preview", args=[page.pk])).status_code == 404
    assert b"data-front-end=" not in client.get(address).content
