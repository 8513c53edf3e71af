"""Groups that work on snippets of some languages."""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.actions import action_registry
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.permissions import policy_registry

from events.models import Theme, Venue
from tests.factories import LocaleFactory, ThemeFactory
from tests.support.digest import digests
from tests.support.limited_site import FIELDS, LimitedSite
from translations.domain.languages import ACTIONS, languages_of
from translations.domain.policy import has_right, visible_translations, why_not_begin
from translations.models import GroupLanguage, GroupLocaleRole


@pytest.fixture
def site(db, django_user_model):
    return LimitedSite(django_user_model)


def open_to(user, item):
    return {action for action in ACTIONS if has_right(user, action, item)}


def themes(name, *args):
    return reverse(f"wagtailsnippets_events_theme:{name}", args=args)


def themes_of(site):
    return site.snippet(Theme, site.french), site.snippet(Theme, site.arabic)


def test_rights_hold_in_the_languages_of_the_group(site):
    french, arabic = themes_of(site)

    assert open_to(site.nadia, arabic) == set(ACTIONS)
    assert open_to(site.nadia, french) == set()
    assert open_to(site.boss, french) == set(ACTIONS)


def test_groups_that_give_the_same_right_add_up(site):
    french, arabic = themes_of(site)
    group = site.group("French", site.french, models=[Theme], rights=["change"])
    user = site.member("both", site.arabs, group)

    assert open_to(user, french) == {"change"}
    assert open_to(user, arabic) == set(ACTIONS)
    assert open_to(user, site.snippet(Theme, site.english)) == set()
    assert open_to(user, site.snippet(Venue, site.french)) == set()


def test_what_a_group_without_languages_gives_is_not_limited(site):
    french, _arabic = themes_of(site)
    group = site.group("All", models=[Theme], rights=["change"])

    assert open_to(site.member("all", group), french) == {"change"}
    assert open_to(site.member("both", site.arabs, group), french) == {"change"}


def test_a_limited_group_that_gives_no_right_limits_none(site):
    french, _arabic = themes_of(site)
    limited = site.group("Names only", site.arabic, models=[])
    user = site.member("two", limited, site.group("All", models=[Theme], rights=["delete"]))

    assert open_to(user, french) == {"delete"}


def test_a_right_of_the_user_alone_is_not_limited(site):
    french, _arabic = themes_of(site)
    site.nadia.user_permissions.add(Permission.objects.get(codename="change_theme"))

    assert open_to(site.nadia, french) == {"change"}


def test_nobody_comes_to_be_unlimited_when_a_language_is_deleted(site):
    korean = LocaleFactory(language_code="ko")
    user = site.member("minji", site.group("Korean", korean))
    korean.delete()

    assert open_to(user, site.snippet(Theme, site.french)) == set()
    assert languages_of(user, Theme, ACTIONS) == {None}


def test_those_who_may_are_found_by_object(site):
    french, arabic = themes_of(site)
    policy = policy_registry.get_by_type(Theme)
    editor = site.member("editor", site.group("All", models=[Theme], rights=["publish"]))

    def names(item):
        users = policy.users_with_permission_for_instance("publish", item)
        return set(users.values_list("username", flat=True))

    assert names(french) == {"boss", editor.username}
    assert names(arabic) == {"boss", editor.username, "nadia"}


def test_publishing_takes_the_right_in_the_same_language(client, site):
    french, arabic = themes_of(site)
    group = site.group("French", site.french, models=[Theme], rights=["add", "change"])
    client.force_login(site.member("both", site.arabs, group))

    for item in (french, arabic):
        fields = {"name": "Shade", "slug": item.slug, "action-publish": "1"}
        client.post(themes("edit", item.pk), fields)
    new = FIELDS["events.Theme"] | {"action-publish": "1"}
    client.post(f"{themes('add')}?locale=fr", new)
    client.post(f"{themes('add')}?locale=ar", new)

    found = Theme.objects.order_by("locale__language_code", "pk")
    assert list(found.values_list("locale__language_code", "name", "live")) == [
        ("ar", "Shade", True),
        ("ar", "New", True),
        ("fr", french.name, True),
        ("fr", "New", False),
    ]
    assert french.revisions.order_by("pk").last().content["name"] == "Shade"
    page = client.get(themes("edit", french.pk)).content.decode()
    assert "action-publish" not in page
    assert themes("unpublish", french.pk) not in page
    assert "action-publish" in client.get(themes("edit", arabic.pk)).content.decode()


def test_own_lock_in_another_language_opens_nothing(client, site):
    french, _arabic = themes_of(site)
    site.lock(french)
    Theme.objects.filter(pk=french.pk).update(locked_by=site.nadia)
    client.force_login(site.nadia)

    client.post(themes("unlock", french.pk))

    french.refresh_from_db()
    assert french.locked


def test_form_of_a_new_snippet_opens_in_a_language_of_the_own(client, site):
    client.force_login(site.nadia)

    answer = client.get(f"{themes('add')}?locale=fr")

    assert (answer.status_code, answer["Location"]) == (302, f"{themes('add')}?locale=ar")
    assert client.get(answer["Location"]).status_code == 200


def test_copy_is_of_the_language_of_what_is_copied(client, site):
    french, arabic = themes_of(site)
    client.force_login(site.nadia)

    client.post(f"{themes('copy', arabic.pk)}?locale=fr", FIELDS["events.Theme"])
    client.post(f"{themes('copy', french.pk)}?locale=ar", FIELDS["events.Theme"])

    made = Theme.objects.filter(name="New").values_list("locale__language_code", flat=True)
    assert list(made) == ["ar"]


def test_what_is_not_there_is_not_found(client, site):
    client.force_login(site.nadia)

    assert client.get(themes("edit", 999999)).status_code == 404


@pytest.mark.parametrize("ids", ["id={french}&id={arabic}", "id=all"])
def test_bulk_actions_leave_other_languages_alone(client, site, ids):
    french, arabic = themes_of(site)
    client.force_login(site.nadia)
    address = reverse("wagtail_bulk_action", args=["events", "theme", "delete"])

    client.post(f"{address}?{ids.format(french=french.pk, arabic=arabic.pk)}")

    assert list(Theme.objects.all()) == [french]
    actions = {action.action_type for action in bulk_action_registry.get_bulk_actions_for_model(
        "events", "theme"
    )}  # fmt: skip
    assert actions == {"delete"}


ACTED = {
    "create": lambda item, user: {"instance": Theme(name="N", slug="n", locale=item.locale)},
    "edit": lambda item, user: {"instance": item},
    "delete": lambda item, user: {"instance": item},
    "publish": lambda item, user: {"revision": item.latest_revision},
    "unpublish": lambda item, user: {"object": item},
    "revert": lambda item, user: {"instance": item, "revision": item.latest_revision},
}


@pytest.mark.parametrize("name", ACTED)
def test_actions_of_the_rest_api_ask_for_the_language(site, name):
    """Its addresses ask for the kind, and these, which they call, for the object.

    It knows no kind of snippet yet: none is registered with it.
    """
    french, arabic = themes_of(site)
    action = action_registry.get_action_class(Theme, name)
    before = digests()

    with pytest.raises(PermissionDenied):
        action(**ACTED[name](french, site.nadia), user=site.nadia).execute()
    assert digests() == before

    action(**ACTED[name](arabic, site.nadia), user=site.nadia).execute()
    assert digests() != before


@pytest.mark.parametrize("who", ["nadia", "editor"])
@pytest.mark.parametrize("count", [1, 6])
def test_listing_costs_the_same_for_one_and_many(client, site, count_queries, who, count):
    ThemeFactory.create_batch(count, locale=site.arabic)
    ThemeFactory.create_batch(count, locale=site.french)
    site.member("editor", site.group("All"))
    client.force_login(site.users.get(username=who))
    client.get(themes("list"))

    with count_queries() as queries:
        page = client.get(themes("list"))

    assert len(page.context["object_list"]) == {"nadia": count, "editor": 2 * count}[who]
    assert len(queries) == {"nadia": 16, "editor": 15}[who]


@pytest.mark.parametrize("count", [1, 12])
def test_bulk_action_costs_the_same_for_one_and_many(client, site, count_queries, count):
    items = ThemeFactory.create_batch(count, locale=site.arabic)
    client.force_login(site.nadia)
    address = reverse("wagtail_bulk_action", args=["events", "theme", "delete"])

    with count_queries() as queries:
        client.post(address + "?" + "&".join(f"id={item.pk}" for item in items))

    reads = [query["sql"] for query in queries if "translations_grouplanguage" in query["sql"]]
    assert len(reads) == 1
    assert not Theme.objects.exists()


# --- Translations -------------------------------------------------------------------------------


@pytest.fixture
def translated(shared_translated_site, db):
    return shared_translated_site.copy()


@pytest.fixture
def editor(translated):
    """Somebody who edits themes in English and Arabic, and may submit translations."""
    group = Group.objects.create(name="Editors")
    names = ["access_admin", "submit_translation"]
    names += [f"{name}_theme" for name in ("add", "change", "publish")]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    for code in ("en", "ar"):
        GroupLanguage.objects.create(group=group, locale=translated.locale(code))
    return translated.member("editor", "Editors")


def test_translations_begin_in_the_languages_of_the_group(client, translated, editor):
    assert why_not_begin(editor, translated.theme, translated.locale("ar")) == ""
    assert "French" in why_not_begin(editor, translated.theme, translated.locale("fr"))

    client.force_login(editor)
    begin = reverse(
        "wagtail_localize:submit_snippet_translation", args=["events", "theme", translated.theme.pk]
    )
    before = digests()
    client.post(begin, {"locales": [translated.locale("fr").pk]})
    assert digests() == before
    client.post(begin, {"locales": [translated.locale("ar").pk]})
    assert translated.snippet("ar").locale.language_code == "ar"


def test_translations_open_in_the_languages_of_the_group(client, translated, editor):
    arabic, french = translated.begin(translated.theme), translated.begin(translated.theme, "fr")
    client.force_login(editor)
    before = digests()

    assert list(visible_translations(editor)) == [arabic]
    refused = [
        client.post(reverse("translations_desk", args=[french.pk]), {"action": "publish"}),
        client.post(reverse("wagtail_localize:stop_translation", args=[french.pk])),
        client.put(
            reverse(
                "wagtail_localize:edit_string_translation",
                args=[french.pk, french.source.stringsegment_set.first().pk],
            ),
            json.dumps({"value": "x"}),
        ),
    ]
    assert [answer.status_code for answer in refused] == [302, 302, 404]
    assert digests() == before
    assert client.get(reverse("translations_desk", args=[arabic.pk])).status_code == 200


def test_a_role_beside_leads_from_the_editor_to_the_desk(client, translated, editor):
    french = translated.begin(translated.theme, "fr")
    GroupLocaleRole.objects.create(
        group=editor.groups.get(), locale=translated.locale("fr"), role="TRANSLATOR"
    )
    client.force_login(editor)

    answer = client.get(themes("edit", translated.snippet("fr").pk))

    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("translations_desk", args=[french.pk]),
    )
