"""Who may begin a translation, and that nothing gets public by it."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import LocaleSynchronization, Translation

from events.models import Theme
from tests.factories import StandardPageFactory, TrainingSessionIndexPageFactory
from tests.support.graphql import ask
from tests.support.translated_site import SESSION, again, write
from translations.domain.addresses import desk_url
from translations.domain.drafting import begin, is_begun, save_draft
from translations.domain.policy import rights_of, why_not_begin
from translations.domain.queue import pages_to_begin
from translations.domain.review import publish


def submit(client, user, source, *codes):
    client.force_login(user)
    locales = Locale.objects.filter(language_code__in=codes)
    if isinstance(source, Page):
        url = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    else:
        url = reverse(
            "wagtail_localize:submit_snippet_translation", args=["events", "theme", source.pk]
        )
    return client.post(url, {"locales": [locale.pk for locale in locales]})


def editor(site, *rights, submits=True):
    """Make somebody with Wagtail's rights: pairs of a page and an action."""
    group = Group.objects.create(name="Editors")
    names = ["access_admin", *(["submit_translation"] if submits else [])]
    found = Permission.objects.filter(codename__in=names)
    assert found.count() == len(names)
    group.permissions.add(*found)
    for page, action in rights:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{action}_page"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    return site.member("ed", "Editors")


def test_translator_begins_in_the_own_language(client, site, translator):
    response = submit(client, translator, site.session, "ar")

    translation = Translation.objects.get()
    assert response["Location"] == reverse("translations_desk", args=[translation.pk])
    assert translation.target_locale.language_code == "ar"
    assert site.page().live is False
    assert ask(SESSION, locale="AR")["session"] is None


def test_translator_begins_a_snippet(client, site, translator):
    submit(client, translator, site.theme, "ar")

    assert site.snippet().live is False
    assert Translation.objects.get().target_locale.language_code == "ar"


@pytest.mark.parametrize("secret", ["draft", "private"])
def test_what_is_not_public_is_no_translators_business(site, translator, secret):
    page = StandardPageFactory(parent=site.home, live=secret != "draft")
    if secret == "private":
        page.view_restrictions.create(restriction_type="login")

    assert why_not_begin(translator, page, site.locale("ar")) != ""
    assert why_not_begin(site.boss, page, site.locale("ar")) == ""


def test_pages_above_are_not_made_public_by_a_translator(client, site, translator):
    centre = TrainingSessionIndexPageFactory(parent=site.trainings, title="Cairo", slug="cairo")
    page = StandardPageFactory(parent=site.home, title="About")
    site.session.move(centre, "last-child")

    response = submit(client, translator, site.session, "ar")

    assert response["Location"] == reverse("wagtailadmin_home")
    reason = str(next(iter(client.get("/admin/").context["messages"]))).strip()
    assert reason.startswith("The page above “Cool streets” does not exist in Arabic.")
    assert not centre.has_translation(site.locale("ar"))
    assert why_not_begin(translator, page, site.locale("ar")) == ""
    both = site.member("both", "Translators: Arabic", "Reviewers: Arabic")
    submit(client, both, site.session, "ar")
    assert centre.get_translation(site.locale("ar")).live


def test_editor_needs_rights_on_original_and_on_the_language(site):
    arabic = site.trainings.get_translation(site.locale("ar"))

    user = editor(site, (site.trainings, "change"), (arabic, "add"))

    assert why_not_begin(user, site.session, site.locale("ar")) == ""
    assert why_not_begin(user, site.session, site.locale("ko")) != ""
    GroupPagePermission.objects.filter(page=site.trainings).delete()
    user = site.users.get(pk=user.pk)
    assert why_not_begin(user, site.session, site.locale("ar")) != ""


def test_editor_needs_the_right_to_submit_besides(site):
    arabic = site.trainings.get_translation(site.locale("ar"))

    user = editor(site, (site.trainings, "change"), (arabic, "add"), submits=False)

    assert why_not_begin(user, site.session, site.locale("ar")) != ""


def test_editor_of_one_language_may_write_there_and_publish_nowhere(site):
    translations = {code: site.begin(site.session, code) for code in ("ar", "ko")}
    user = editor(site, (site.trainings.get_translation(site.locale("ar")), "change"))

    arabic, korean = (rights_of(user, translations[code]) for code in ("ar", "ko"))

    assert (arabic.may_translate, arabic.may_arrange, arabic.may_publish) == (True, True, False)
    assert (arabic.may_alias, korean.may_open) == (False, False)


LANGUAGES = """
{
  session(path: "/ko/trainings/heat/") {
    title isFallback
    locale { code }
    contentLocale { code }
    seo { canonicalUrl }
    translations { locale { code } }
  }
  original: session(path: "/trainings/heat/") { translations { locale { code } } }
}
"""


def begin_from_alias(client, site, translator):
    LocaleSynchronization.objects.create(locale=site.locale("ko"), sync_from=site.english)
    group = Group.objects.get(name="Translators: Korean")
    translator.groups.add(group)
    alias = site.page("ko")
    assert (alias.live, alias.alias_of_id) == (True, site.session.pk)

    submit(client, translator, site.session, "ko")
    translation = Translation.objects.get()
    write(translation, {"Cool streets": "시원한 거리"})
    save_draft(translation, translator)
    return translation


def test_alias_stays_public_as_it_is_while_it_is_translated(client, site, translator):
    begin_from_alias(client, site, translator)

    row = site.page("ko")
    assert (row.live, row.title, row.draft_title) == (True, "Cool streets", "시원한 거리")
    assert (row.alias_of_id, row.has_unpublished_changes) == (site.session.pk, True)
    assert ask(SESSION, locale="KO")["session"]["title"] == "Cool streets"
    assert ask(LANGUAGES) == {
        "session": {
            "title": "Cool streets",
            "isFallback": True,
            "locale": {"code": "KO"},
            "contentLocale": {"code": "EN"},
            "seo": {"canonicalUrl": "http://localhost/trainings/heat/"},
            "translations": [{"locale": {"code": "EN"}}],
        },
        "original": {"translations": []},
    }


def test_alias_with_a_draft_follows_its_original_until_the_draft_is_published(
    client, site, translator
):
    translation = begin_from_alias(client, site, translator)
    draft = site.page("ko").latest_revision

    original = type(site.session).objects.get(pk=site.session.pk)
    original.title, original.capacity = "Cooler streets", 31
    original.save_revision().publish()

    row = site.page("ko")
    assert (row.title, row.capacity, row.draft_title) == ("Cooler streets", 31, "시원한 거리")
    assert (row.latest_revision, row.has_unpublished_changes) == (draft, True)
    draft.refresh_from_db()
    assert (draft.content["title"], draft.content["capacity"]) == ("시원한 거리", 31)

    publish(translation, site.boss)

    row = site.page("ko")
    assert (row.title, row.alias_of_id, row.has_unpublished_changes) == ("시원한 거리", None, False)
    answer = ask(LANGUAGES)
    assert answer["session"]["contentLocale"] == {"code": "KO"}
    assert answer["original"]["translations"] == [{"locale": {"code": "KO"}}]


def test_alias_that_is_being_translated_is_begun_and_edited_at_the_desk(client, site, translator):
    translation = begin_from_alias(client, site, translator)
    korean, original = site.locale("ko"), site.session.page_ptr

    assert is_begun(site.session, korean)
    assert original not in pages_to_begin(korean)
    assert original in pages_to_begin(site.locale("fr"))
    client.force_login(site.boss)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[site.page("ko").pk]))
    assert response["location"] == desk_url(translation)


def test_alias_whose_translation_is_scheduled_stays_public_meanwhile(client, site, translator):
    translation = begin_from_alias(client, site, translator)
    tomorrow = timezone.now() + datetime.timedelta(days=1)

    publish(translation, site.boss, go_live_at=tomorrow)

    row = site.page("ko")
    assert (row.live, row.title, row.alias_of_id) == (True, "Cool streets", site.session.pk)
    site.session.save_revision().publish()
    assert site.page("ko").title == "Cool streets"
    publish(again(translation), site.boss)
    assert (site.page("ko").title, site.page("ko").alias_of_id) == ("시원한 거리", None)


def test_alias_of_a_snippet_stays_public_as_it_is(site):
    LocaleSynchronization.objects.create(locale=site.locale("ko"), sync_from=site.english)

    translation = begin(site.theme, site.locale("ko"), site.boss)
    write(translation, {"Heat": "열"})
    save_draft(translation, site.boss)

    row = Theme.objects.get(translation_key=site.theme.translation_key, locale=site.locale("ko"))
    assert (row.live, row.name) == (True, "Heat")


def test_subtree_begins_what_the_user_may(client, site):
    about = StandardPageFactory(parent=site.home, title="About", slug="about")
    StandardPageFactory(parent=about, title="Staff", slug="staff")
    StandardPageFactory(parent=about, title="Secret", slug="secret", live=False)
    user = site.member("kim", "Translators: Korean")
    client.force_login(user)
    url = reverse("wagtail_localize:submit_page_translation", args=[about.pk])

    response = client.post(
        url, {"locales": [site.locale("ko").pk], "include_subtree": "on"}, follow=True
    )

    begun = Translation.objects.values_list("source__object_repr", "target_locale__language_code")
    assert sorted(begun) == [("About", "ko"), ("Staff", "ko")]
    assert "1 page beneath was left out" in response.content.decode()
    assert not Page.objects.filter(locale=site.locale("ko"), title="Secret").exists()


def test_list_of_what_can_be_begun_shrinks(client, site, translator):
    client.force_login(translator)
    before = client.get(reverse("translations_begin")).content.decode()
    submit(client, translator, site.session, "ar")

    after = client.get(reverse("translations_begin")).content.decode()

    link = reverse("wagtail_localize:submit_page_translation", args=[site.session.pk])
    # One language, and no pages beneath: it begins at once.
    form = f'<form method="post" action="{link}">'
    assert form in before
    assert link not in after
    assert "Heat" in after
    assert client.get(reverse("translations_begin") + "?q=nothing").status_code == 200


def test_what_has_pages_beneath_or_a_draft_is_begun_with_a_question(client, site, translator):
    index = StandardPageFactory(parent=site.home, title="About", slug="about")
    StandardPageFactory(parent=index, title="Team", slug="team")
    site.session.title = "Cooler streets"
    site.session.save_revision()
    client.force_login(translator)

    page = client.get(reverse("translations_begin")).content.decode()

    for item in (index, site.session):
        link = reverse("wagtail_localize:submit_page_translation", args=[item.pk])
        assert f'href="{link}?select_locale=ar"' in page
        form = client.get(f"{link}?select_locale=ar").context["form"]
        assert form.fields["select_all"].widget.is_hidden
        assert [locale.language_code for locale in form.initial["locales"]] == ["ar"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_statements_for_any_number(
    client, site, translator, count_queries, number
):
    centre = TrainingSessionIndexPageFactory(parent=site.trainings, title="Cairo", slug="cairo")
    for place in range(number):
        StandardPageFactory(parent=site.home, title=f"Page {place}", slug=f"p{place}")
        StandardPageFactory(parent=centre.get_parent(), title=f"Sub {place}", slug=f"s{place}")
        site.session.copy(to=centre, update_attrs={"slug": f"c{place}"})
    client.force_login(translator)
    client.get(reverse("translations_begin"))

    with count_queries() as queries:
        page = client.get(reverse("translations_begin"))

    ready = [item.is_ready for item in page.context["page_obj"]]
    assert (ready.count(True), ready.count(False)) == (2 + 2 * number, number)
    assert len(queries) == 21


def test_a_page_shown_in_place_of_a_translation_is_not_made_an_ordinary_one(client, site):
    alias = site.session.copy_for_translation(site.locale("ar"), alias=True)
    client.force_login(site.boss)

    answer = client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]), follow=True)

    assert "Translate it instead." in answer.content.decode()
    assert site.page().alias_of_id == site.session.pk


def test_a_copy_that_follows_a_page_of_its_language_is_made_an_ordinary_one(client, site):
    copy = site.session.create_alias(update_slug="copy")
    client.force_login(site.boss)

    client.post(reverse("wagtailadmin_pages:convert_alias", args=[copy.pk]))

    copy.refresh_from_db()
    assert copy.alias_of_id is None


def test_administrators_find_where_to_begin(client, site):
    client.force_login(site.boss)

    listed = client.get(reverse("translations_list")).content.decode()
    page = client.get(reverse("translations_begin"), {"locale": "ar"})

    assert f'href="{reverse("translations_begin")}"' in listed
    assert site.session.title in page.content.decode()


def test_editors_who_may_not_begin_are_not_offered_it(client, site, reviewer):
    client.force_login(reviewer)

    assert "Begin a translation" not in client.get(reverse("translations_list")).content.decode()
    home = reverse("wagtailadmin_home")
    assert client.get(reverse("translations_begin"))["Location"] == home
