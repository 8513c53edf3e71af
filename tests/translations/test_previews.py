"""Previews in the front end: what a token opens, for whom, and that nothing of it stays."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from cms.graphql import previews
from tests.support.digest import digests
from tests.support.graphql import ask
from tests.support.translated_site import again, write
from translations.domain.addresses import desk_url
from translations.domain.drafting import save_draft
from translations.domain.policy import rights_of
from translations.domain.previewing import preview_url
from translations.domain.review import publish

FRONT_END = {"*": "https://www.example.org/preview"}
EVERYWHERE = """
query ($key: UUID!) {
  session(key: $key, locale: AR) {
    title isFallback contentLocale { code } path
    programme { days { slots { title } } }
    parent { title children { nodes { title } } }
  }
  sessions(locale: AR) { totalCount nodes { title } }
  search(query: "باردة", locale: AR) { nodes { title } }
  original: session(key: $key, locale: EN) { title translations { locale { code } title } }
  korean: session(key: $key, locale: KO) { title }
}
"""
NOTHING = {
    "session": None,
    "sessions": {"totalCount": 0, "nodes": []},
    "search": {"nodes": []},
    "original": {"title": "Cool streets", "translations": []},
    "korean": None,
}
TEXTS = {"Cool streets": "شوارع باردة", "Opening": "الافتتاح"}


@pytest.fixture(autouse=True)
def front_end(settings):
    settings.FRONT_END_PREVIEWS = FRONT_END


@pytest.fixture
def translation(site):
    """Give a translation whose texts are written, and in no draft."""
    translation = site.begin(site.session)
    write(translation, TEXTS)
    return again(translation)


def token_of(user, translation):
    address = preview_url(rights_of(user, translation))
    return parse_qs(urlsplit(address).fragment)["token"][0]


def post(token, query=EVERYWHERE, scheme="Preview", **variables):
    return Client().post(
        "/graphql/",
        json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        headers={"authorization": f"{scheme} {token}"},
    )


def seen(site, token):
    response = post(token, key=str(site.session.translation_key))
    assert response.status_code == 200
    answer = response.json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def refusal(site, token, **kwargs):
    response = post(token, key=str(site.session.translation_key), **kwargs)
    return response.status_code, response.json()["errors"][0]["extensions"]["code"]


def test_texts_are_shown_as_if_they_were_public(site, translation, translator):
    before = digests()
    key = str(site.session.translation_key)
    assert ask(EVERYWHERE, key=key) == NOTHING

    answer = seen(site, token_of(translator, translation))

    session = answer.pop("session")
    assert session["title"] == "شوارع باردة"
    assert session["contentLocale"] == {"code": "AR"}
    assert session["isFallback"] is False
    assert session["programme"]["days"][0]["slots"] == [{"title": "الافتتاح"}]
    assert {"title": "شوارع باردة"} in session["parent"]["children"]["nodes"]
    assert answer == {
        "sessions": {"totalCount": 1, "nodes": [{"title": "شوارع باردة"}]},
        "search": {"nodes": [{"title": "شوارع باردة"}]},
        "original": {
            "title": "Cool streets",
            "translations": [{"locale": {"code": "AR"}, "title": "شوارع باردة"}],
        },
        "korean": None,
    }
    assert ask(EVERYWHERE, key=key) == NOTHING
    assert digests() == before


def test_later_texts_of_a_public_translation_are_shown_to_the_token_only(
    site, translation, translator
):
    publish(translation, site.boss)
    write(translation, {"Cool streets": "شوارع أبرد"})
    key = str(site.session.translation_key)

    assert seen(site, token_of(translator, translation))["session"]["title"] == "شوارع أبرد"

    assert ask(EVERYWHERE, key=key)["session"]["title"] == "شوارع باردة"


def test_token_opens_one_translation_and_no_other(site, translation, translator):
    korean = site.begin(site.session, "ko")
    write(korean, {"Cool streets": "시원한 거리"})
    save_draft(again(korean), site.boss)

    assert seen(site, token_of(translator, translation))["korean"] is None
    answer = seen(site, token_of(site.boss, again(korean)))
    assert answer["korean"] == {"title": "시원한 거리"}
    assert answer["session"] is None


def test_snippets_have_previews(site, translator):
    translation = site.begin(site.theme)
    write(translation, {"Heat": "الحر"})
    query = "{ themes(locale: AR) { nodes { name } } }"

    response = post(token_of(translator, again(translation)), query)

    assert response.json() == {"data": {"themes": {"nodes": [{"name": "الحر"}]}}}
    assert ask(query)["themes"]["nodes"] == []


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "a" * 5000])
def test_token_that_is_not_ours_is_refused(site, token):
    assert refusal(site, token.encode().decode("latin-1")) == (401, "UNAUTHENTICATED")


def test_token_that_was_changed_or_made_for_something_else_is_refused(
    site, translation, translator
):
    token = token_of(translator, translation)
    other = signing.dumps({"translation": translation.pk, "user": site.boss.pk}, salt="other")

    assert refusal(site, f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}") == (
        401,
        "UNAUTHENTICATED",
    )
    assert refusal(site, other) == (401, "UNAUTHENTICATED")


def test_token_expires(site, translation, translator, monkeypatch):
    token = token_of(translator, translation)
    monkeypatch.setattr(previews, "AGE", -1)

    assert refusal(site, token) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("loss", ["role", "account", "translation"])
def test_token_ends_with_what_opened_it(site, translation, translator, loss):
    token = token_of(translator, translation)
    if loss == "role":
        translator.groups.clear()
    elif loss == "account":
        translator.is_active = False
        translator.save()
    else:
        translation.enabled = False
        translation.save()

    assert refusal(site, token) == (403, "FORBIDDEN")


def test_home_page_of_a_hidden_language_opens_nothing(site):
    home = site.begin(site.home, "ar")

    assert refusal(site, token_of(site.boss, home)) == (403, "FORBIDDEN")


def test_what_is_behind_a_login_stays_there(site, translation, translator):
    site.page().view_restrictions.create(restriction_type="login")

    assert seen(site, token_of(translator, translation))["session"] is None


def test_other_credentials_open_nothing(site, translation, translator):
    token = token_of(translator, translation)
    response = post(token, scheme="Bearer", key=str(site.session.translation_key))

    assert response.json()["data"]["session"] is None


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_preview_is_stored(transactional_db, django_user_model, settings):
    from tests.support.translated_site import TranslatedSite

    site = TranslatedSite(django_user_model)
    translation = site.begin(site.session)
    write(translation, TEXTS)
    before = digests()
    token = token_of(site.boss, again(translation))
    query = '{ session(path: "/trainings/heat/", locale: AR) { title } }'

    response = Client().get(
        "/graphql/",
        {"query": query},
        headers={"accept": "application/json", "authorization": f"Preview {token}"},
    )

    assert response.json()["data"]["session"] == {"title": "شوارع باردة"}
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert "Cache-Tag" not in response
    for _ in range(2):
        plain = Client().get("/graphql/", {"query": query}, headers={"accept": "application/json"})
        assert plain.json()["data"]["session"] is None
    assert seen(site, token)["session"]["title"] == "شوارع باردة"
    assert digests() == before


def test_link_leads_to_the_front_end_with_what_it_needs(client, site, translation, translator):
    client.force_login(translator)

    response = client.get(reverse("translations_preview", args=[translation.pk]))

    address = urlsplit(response["Location"])
    assert address._replace(fragment="").geturl() == FRONT_END["*"]
    known = {name: value for name, (value,) in parse_qs(address.fragment).items()}
    token = known.pop("token")
    assert known == {
        "type": "TrainingSessionPage",
        "key": str(site.session.translation_key),
        "locale": "AR",
    }
    assert seen(site, token)["session"]["title"] == "شوارع باردة"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["Translators: Korean", "Reviewers: French"])
def test_link_is_refused_to_others(client, site, translation, name):
    client.force_login(site.member("other", name))
    url = reverse("translations_preview", args=[translation.pk])

    assert client.get(url)["Location"] == reverse("wagtailadmin_home")
    client.logout()
    assert reverse("wagtailadmin_login") in client.get(url)["Location"]


def test_without_a_front_end_there_is_no_preview(client, site, translation, translator, settings):
    client.force_login(translator)
    assert "Show the preview here" in client.get(desk_url(translation)).content.decode()
    settings.FRONT_END_PREVIEWS = {}

    assert "Show the preview here" not in client.get(desk_url(translation)).content.decode()
    assert client.get(reverse("translations_preview", args=[translation.pk])).status_code == 404


def test_admin_may_show_the_front_end_in_a_frame(client, site, translation, translator):
    client.force_login(translator)

    policy = client.get(desk_url(translation))["Content-Security-Policy"]

    assert "frame-src 'self' https://www.example.org;" in policy
    assert "www.example.org" not in client.get("/graphql/")["Content-Security-Policy"]
