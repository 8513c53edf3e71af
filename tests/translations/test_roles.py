"""The groups and workflows of the languages."""

from io import StringIO

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, Page, Workflow
from wagtail_localize.models import SegmentOverride, StringTranslation

from tests.factories import CollectionFactory, ImageFactory, LocaleFactory, StandardPageFactory
from tests.support.digest import rows
from tests.support.translated_site import again, segments, write
from translations.domain.review import send_for_review, workflow_of
from translations.models import GroupLocaleRole, LocaleReviewTask


def run():
    out = StringIO()
    call_command("create_translation_roles", stdout=out)
    return out.getvalue().strip()


def test_command_makes_what_is_missing_once(site):
    names = set(Group.objects.values_list("name", flat=True))

    assert {"Translators: Arabic", "Reviewers: Arabic", "Translators: English"} <= names
    assert run() == "0 groups and 0 workflows made."
    LocaleFactory(language_code="fa")
    assert run() == "2 groups and 1 workflows made."
    assert Group.objects.filter(name="Translators: Persian").exists()


def test_what_administrators_changed_is_left_alone(site):
    Group.objects.filter(name="Translators: Arabic").update(name="Cairo's translators")
    workflow = workflow_of(site.locale("ar").pk)
    Workflow.objects.filter(pk=workflow.pk).update(name="Twice read")

    assert run() == "0 groups and 0 workflows made."
    assert workflow_of(site.locale("ar").pk).name == "Twice read"


def test_members_have_no_right_of_wagtail(site, translator, reviewer):
    for user in (translator, reviewer):
        assert user.get_all_permissions() == {"wagtailadmin.access_admin"}
        assert not user.groups.filter(page_permissions__isnull=False).exists()
        assert not user.groups.filter(collection_permissions__isnull=False).exists()


def test_a_language_has_its_reviewers(site, reviewer):
    tasks = LocaleReviewTask.objects.filter(groups__in=reviewer.groups.all())

    assert [task.locale.language_code for task in tasks] == ["ar"]
    assert GroupLocaleRole.objects.filter(locale=site.locale("ar")).count() == 2


def test_report_shows_the_own_languages_alone(client, site, translator):
    site.begin(site.session)
    site.begin(site.session, "ko")
    client.force_login(translator)

    page = client.get(reverse("translations_list"))

    shown = [translation.target_locale.language_code for translation in page.context["object_list"]]
    assert shown == ["ar"]
    client.force_login(site.boss)
    page = client.get(reverse("translations_list"))
    assert len(page.context["object_list"]) == 2


def test_translator_gives_a_slug_of_the_language(client, site, translator):
    translation = site.begin(site.session)
    segment = translation.source.overridablesegment_set.get(context__path="slug")
    url = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    client.force_login(translator)

    answer = client.put(url, "value=harara", content_type="application/x-www-form-urlencoded")
    client.post(reverse("translations_desk", args=[translation.pk]), {"action": "save"})

    assert answer.status_code == 201
    assert site.page().latest_revision.content["slug"] == "harara"
    assert site.page().slug == "heat"


def test_texts_by_file_and_by_hand_are_the_translators(client, site, translator, tmp_path):
    translation = site.begin(site.session)
    client.force_login(translator)
    url = reverse("wagtail_localize:download_pofile", args=[translation.pk])

    answer = client.get(url)

    assert answer.status_code == 200
    text = answer.content.decode().replace(
        'msgid "Cool streets"\nmsgstr ""', 'msgid "Cool streets"\nmsgstr "شوارع"'
    )
    file = tmp_path / "ar.po"
    file.write_text(text, encoding="utf-8")
    with file.open("rb") as handle:
        url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        client.post(url, {"file": handle})
    assert [row.data for row in StringTranslation.objects.all()] == ["شوارع"]


def test_reviewers_are_told_by_mail(site, reviewer, translator, mailoutbox):
    type(reviewer).objects.filter(pk=reviewer.pk).update(email="rana@example.org")
    translator.email = "amal@example.org"
    translator.save()
    site.member("lina", "Reviewers: Korean")

    translation = site.begin(site.session)
    write(translation, {"Cool streets": "شوارع"})
    send_for_review(translation, translator)

    assert [message.to for message in mailoutbox] == [["rana@example.org"]]


def test_translator_takes_changes_over_and_touches_no_other_language(client, site, translator):
    translation = site.begin(site.session)
    korean = site.begin(site.session, "ko")
    site.session.theme = "Shade"
    site.session.save_revision().publish()
    site.session.view_restrictions.all().delete()
    site.page("ko").view_restrictions.create(restriction_type="login")
    pages = rows(Page)
    client.force_login(translator)

    client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]))

    assert "Shade" in segments(again(translation))
    assert rows(Page) == pages
    assert korean.get_target_instance().view_restrictions.count() == 1


def test_image_of_the_language_takes_the_right_to_choose_it(client, site, translator):
    ours, others = ImageFactory(), ImageFactory(collection=CollectionFactory())
    body = [("image", {"image": ours, "alt": "A tree", "decorative": False, "caption": ""})]
    page = StandardPageFactory(parent=site.home, title="Trees", slug="trees", body=body)
    translation = site.begin(page)
    segment = translation.source.overridablesegment_set.exclude(context__path="slug").get()
    url = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    choose = Permission.objects.get(
        content_type__app_label="wagtailimages", codename="choose_image"
    )
    GroupCollectionPermission.objects.create(
        group=translator.groups.get(), collection=others.collection, permission=choose
    )
    client.force_login(translator)

    def put(value):
        form = "application/x-www-form-urlencoded"
        return client.put(url, f"value={value}", content_type=form).status_code

    assert (put(ours.pk), put(others.pk), put("x"), put(999999)) == (302, 201, 302, 302)
    stored = SegmentOverride.objects.values_list("data_json", flat=True)
    assert list(stored) == [f'"{others.pk}"']
