"""Roles and languages of groups, in the form of groups."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests.factories import LocaleFactory
from tests.support.browser import NAME, PASSWORD, Browser, require_browser
from tests.support.digest import digests
from translations.domain.policy import holds
from translations.enums import LocaleRole
from translations.models import GroupLanguage, GroupLocaleRole, LocaleReviewTask
from translations.views.groups import GroupLanguagesForm

EMPTY = {
    f"{prefix}_permissions-{name}_FORMS": "0"
    for prefix in ("page", "collection", "image", "document")
    for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
}


def edit_url(group):
    return reverse("wagtailusers_groups:edit", args=[group.pk])


def fields(site, name="Cairo", **codes):
    """Fill in the form: the languages ticked under each heading."""
    ticked = {
        f"languages-{field}": [site.locale(code).pk for code in found]
        for field, found in codes.items()
    }
    return EMPTY | {"name": name} | ticked


def stored(group):
    roles = GroupLocaleRole.objects.filter(group=group).order_by("role", "locale__language_code")
    limits = GroupLanguage.objects.filter(group=group).order_by("locale__language_code")
    return (
        list(roles.values_list("role", "locale__language_code")),
        list(limits.values_list("locale__language_code", flat=True)),
    )


@pytest.fixture
def admin(client, site):
    client.force_login(site.boss)
    return client


def test_new_group_gets_roles_and_languages(admin, site):
    data = fields(site, translates=["ar", "ko"], reviews=["ar"], snippets=["ar", "fr"])

    answer = admin.post(reverse("wagtailusers_groups:add"), data)

    assert answer.status_code == 302
    group = Group.objects.get(name="Cairo")
    roles = [("REVIEWER", "ar"), ("TRANSLATOR", "ar"), ("TRANSLATOR", "ko")]
    assert stored(group) == (roles, ["ar", "fr"])


def test_form_shows_what_is_stored_and_stores_what_is_ticked(admin, site):
    group = Group.objects.get(name="Translators: Arabic")
    GroupLanguage.objects.create(group=group, locale=site.locale("fr"))

    panels = admin.get(edit_url(group)).context["permission_panels"]
    [shown] = [panel for panel in panels if isinstance(panel, GroupLanguagesForm)]
    assert shown.initial == {
        "translates": [site.locale("ar").pk],
        "reviews": [],
        "snippets": [site.locale("fr").pk],
    }

    admin.post(edit_url(group), fields(site, name="T", translates=["ko"], snippets=["ko"]))
    assert stored(group) == ([("TRANSLATOR", "ko")], ["ko"])
    admin.post(edit_url(group), fields(site, name="T"))
    assert stored(group) == ([], [])


def test_reviewers_join_the_step_and_leave_it(admin, site):
    group = Group.objects.create(name="Cairo")
    user = site.member("rana", "Cairo")

    admin.post(edit_url(group), fields(site, reviews=["ar"]))

    task = LocaleReviewTask.objects.get(locale=site.locale("ar"))
    assert task.groups.filter(pk=group.pk).exists()
    assert task.groups.filter(name="Reviewers: Arabic").exists()
    assert holds(user, LocaleRole.REVIEWER, site.locale("ar").pk)

    admin.post(edit_url(group), fields(site, reviews=["ko"]))
    steps = LocaleReviewTask.objects.filter(groups=group)
    assert [step.locale.language_code for step in steps] == ["ko"]
    assert task.groups.filter(name="Reviewers: Arabic").exists()


def test_saving_another_group_changes_no_role(admin, site):
    group = Group.objects.create(name="Cairo")
    before = digests()

    admin.post(edit_url(group), fields(site))

    after = digests()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"wagtailcore.ModelLogEntry"}


def test_refused_form_changes_nothing(admin, site):
    group = Group.objects.get(name="Translators: Arabic")
    before = digests()
    taken = fields(site, name="Reviewers: Arabic", translates=["ko"])
    unknown = fields(site, name="X") | {"languages-translates": ["999999"]}

    answers = [admin.post(edit_url(group), data) for data in (taken, unknown)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert digests() == before
    assert "999999 is not one of the available choices" in answers[1].content.decode()


def test_those_who_may_not_change_groups_are_refused(client, site):
    group = Group.objects.get(name="Translators: Arabic")
    others = Group.objects.create(name="Editors")
    names = ["access_admin", "add_theme", "change_theme", "change_user"]
    others.permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(site.member("editor", "Editors"))
    before = digests()

    answers = [
        client.get(edit_url(group)),
        client.post(edit_url(group), fields(site, translates=["ko"])),
        client.post(reverse("wagtailusers_groups:add"), fields(site, translates=["ko"])),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert digests() == before


def test_group_of_a_deleted_language_stays_limited_until_it_is_given_another(admin, site):
    group = Group.objects.create(name="Cairo")
    persian = LocaleFactory(language_code="fa")
    GroupLanguage.objects.create(group=group, locale=persian)
    persian.delete()

    shown = admin.get(edit_url(group)).content.decode()
    admin.post(edit_url(group), fields(site))
    assert "a language that the site has no more" in shown
    assert stored(group) == ([], [None])

    admin.post(edit_url(group), fields(site, snippets=["ar"]))
    assert stored(group) == ([], ["ar"])


@pytest.mark.browser
@pytest.mark.once
@pytest.mark.xdist_group("browser")
def test_panel_in_a_browser(shared_translated_site, transactional_db, live_server):
    require_browser()
    site = shared_translated_site.copy()
    group = Group.objects.get(name="Translators: Arabic")
    browser = Browser(live_server.url)
    try:
        browser.log_in(NAME, PASSWORD)
        browser.open(edit_url(group))
        faults = browser.accessibility_faults("#languages-section")
        box = f"input[name=languages-snippets][value='{site.locale('ar').pk}']"
        browser.click(box)
        browser.click("footer button[type=submit]")
        browser.wait(lambda: GroupLanguage.objects.filter(group=group).exists())
    finally:
        browser.close()

    assert faults == []
    assert browser.complaints == []
    assert stored(group) == ([("TRANSLATOR", "ar")], ["ar"])
