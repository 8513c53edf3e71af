"""What each kind of change changes: exactly these tags, and no others."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.caching import tags
from home.models import Menu, NewsPage, SiteSettings, SocialLink
from tests.factories import (
    CollectionFactory,
    CollectionViewRestrictionFactory,
    DocumentFactory,
    HomePageFactory,
    ImageAltTextFactory,
    ImageFactory,
    LocaleFactory,
    MenuFactory,
    NewsPageFactory,
    OrganizationFactFactory,
    OrganizationPageFactory,
    SessionOrganizerFactory,
    SiteFactory,
    StandardPageFactory,
    ThemeFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)
from tests.support.tags import changed_tags

pytestmark = pytest.mark.django_db


def contents(page):
    """The tags of a change of what a page says."""
    content_type = ContentType.objects.get_for_model(type(page))
    return {
        tags.page(page.translation_key),
        tags.pages(content_type.pk, page.locale_id),
        tags.PAGES,
    }


def place(page):
    """The tags of a change of where it is, and whether it is there at all."""
    return {
        tags.children(page.path[:-4]),
        tags.node(page.path),
        tags.url(page.url_path),
    }


def test_draft_changes_nothing():
    page = NewsPageFactory()
    draft = NewsPageFactory(live=False)
    page.title = draft.title = "Draft"

    with changed_tags() as changed:
        page.save_revision()
        draft.save_revision()
        page.save_revision(approved_go_live_at=timezone.now() + datetime.timedelta(days=1))
    assert changed == set()


def test_lock_and_owner_change_nothing(admin_user):
    page = NewsPageFactory()

    with changed_tags() as changed:
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=admin_user, owner=admin_user)
    assert changed == set()


def test_saving_what_is_stored_changes_nothing():
    page = NewsPageFactory()

    with changed_tags() as changed:
        Page.objects.filter(pk=page.pk).update(title=page.title)
        NewsPage.objects.get(pk=page.pk).save()
    assert changed == set()


def test_new_draft_changes_its_address_only():
    page = NewsPageFactory()

    with changed_tags() as changed:
        draft = NewsPageFactory(parent=page.get_parent(), live=False)
    assert changed == {tags.url(draft.url_path)}


def test_publishing_a_change_changes_what_the_page_says():
    page = NewsPageFactory()
    page.title = "Changed"
    revision = page.save_revision()

    with changed_tags() as changed:
        revision.publish()
    assert changed == contents(page) | {tags.SEARCH}


def test_publishing_a_draft_changes_its_place_too():
    page = NewsPageFactory(live=False)

    with changed_tags() as changed:
        page.save_revision().publish()
    assert changed == contents(page) | place(page) | {tags.SEARCH}


def test_column_of_the_specific_table_counts():
    page = NewsPageFactory()

    with changed_tags() as changed:
        NewsPage.objects.filter(pk=page.pk).update(date=datetime.date(2016, 1, 1))
    assert changed == contents(page)


def test_unpublishing():
    page = NewsPageFactory()

    with changed_tags() as changed:
        page.unpublish()
    assert changed == contents(page) | place(page) | {tags.SEARCH}


def test_expiry_and_go_live_on_schedule():
    parent = StandardPageFactory()
    old = StandardPageFactory(parent=parent)
    new = StandardPageFactory(parent=parent, live=False)
    Page.objects.filter(pk=old.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    new.go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    new.save_revision(approved_go_live_at=new.go_live_at)

    with changed_tags() as changed:
        call_command("publish_scheduled")
    published = contents(new) | place(new) | {tags.SEARCH}
    assert changed == contents(old) | place(old) | published | {tags.EXPIRY}


def test_expiry_date_alone_counts():
    page = StandardPageFactory()

    with changed_tags() as changed:
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    assert changed == contents(page) | place(page) | {tags.EXPIRY}


def test_move_changes_both_places_of_all_below():
    first, second = StandardPageFactory(), StandardPageFactory()
    page = StandardPageFactory(parent=first)
    below = StandardPageFactory(parent=page)
    draft = StandardPageFactory(parent=page, live=False)
    before = place(page) | place(below) | {tags.url(draft.url_path)}

    with changed_tags() as changed:
        page.move(second, pos="last-child")
    for item in (page, below, draft):
        item.refresh_from_db()
    after = place(page) | place(below) | {tags.url(draft.url_path)}
    assert changed - {tags.REDIRECTS} == before | after | contents(page) | contents(below)


def test_slug_changes_the_addresses_of_all_below():
    page = StandardPageFactory(slug="before")
    below = StandardPageFactory(parent=page)
    before = place(page) | place(below)
    page.slug = "after"
    revision = page.save_revision()

    with changed_tags() as changed:
        revision.publish()
    page.refresh_from_db()
    below.refresh_from_db()
    assert changed - {tags.REDIRECTS, tags.SEARCH} == (
        before | place(page) | place(below) | contents(page) | contents(below)
    )


def test_deleting():
    page = StandardPageFactory()
    expected = contents(page) | place(page) | {tags.SEARCH}

    with changed_tags() as changed:
        page.delete()
    assert changed == expected


def test_translation_changes_only_when_it_is_published():
    page = NewsPageFactory()
    french = LocaleFactory(language_code="fr")
    page.get_parent().copy_for_translation(french, copy_parents=True)

    with changed_tags() as changed:
        copy = page.copy_for_translation(french)
    assert changed == {tags.url(copy.url_path)}

    with changed_tags() as changed:
        copy.save_revision().publish()
    assert changed == contents(copy) | place(copy) | {tags.SEARCH}


def test_child_rows_count_for_their_page():
    page = OrganizationPageFactory()

    with changed_tags() as changed:
        fact = OrganizationFactFactory(page=page, locale=page.locale)
    assert changed == contents(page)

    with changed_tags() as changed:
        fact.delete()
    assert changed == contents(page)


def test_child_rows_of_a_draft_change_nothing():
    page = TrainingSessionPageFactory(live=False)
    organization = OrganizationPageFactory()

    with changed_tags() as changed:
        SessionOrganizerFactory(page=page, organization=organization)
    assert changed == set()


def test_many_to_many_rows_count_for_the_page_that_has_the_field():
    page = TrainingSessionPageFactory()
    theme = ThemeFactory()

    with changed_tags() as changed:
        page.themes.through.objects.create(trainingsessionpage_id=page.pk, theme_id=theme.pk)
    assert changed == contents(page)

    # Django adds by INSERT OR IGNORE (ON CONFLICT DO NOTHING): the tag is written all the same.
    with changed_tags() as changed:
        page.themes.through.objects.bulk_create(
            [page.themes.through(trainingsessionpage_id=page.pk, theme_id=ThemeFactory().pk)],
            ignore_conflicts=True,
        )
    assert changed - {tag for tag in changed if "Theme" in tag} == contents(page)


def test_read_model_counts_for_all_languages_of_a_session():
    page = TrainingSessionPageFactory(
        programme=[day_block("2015-06-22"), slot_block("Opening", "09:00", "10:00")]
    )
    page.save_revision().publish()
    translation = page.copy_for_translation(LocaleFactory(language_code="fr"), copy_parents=True)
    translation.save_revision().publish()

    with changed_tags() as changed:
        page.programme_slots.update(room="Room 2")
    assert changed == contents(page) | contents(translation)

    with changed_tags() as changed:
        call_command("rebuild_programme", verbosity=0)
    assert changed >= contents(page) | contents(translation)


def test_snippet():
    menu = MenuFactory()
    expected = {tags.snippet(Menu, menu.translation_key), tags.snippets(Menu)}

    with changed_tags() as changed:
        menu.title = "Draft"
        menu.save_revision()
    assert changed == set()

    with changed_tags() as changed:
        menu.latest_revision.publish()
    assert changed == expected

    with changed_tags() as changed:
        Menu.objects.filter(pk=menu.pk).update(live=False)
    assert changed == expected

    with changed_tags() as changed:
        Menu.objects.filter(pk=menu.pk).update(title="Hidden")
    assert changed == set()


def test_settings_and_their_rows():
    site = SiteFactory()

    with changed_tags() as changed:
        record = SiteSettings.objects.create(site=site)
    assert changed == {tags.setting(SiteSettings)}

    with changed_tags() as changed:
        SocialLink.objects.create(settings=record, network="X", url="https://example.org/")
    assert changed == {tags.setting(SiteSettings)}


def test_image_with_its_texts_and_renditions():
    image, french = ImageFactory(), LocaleFactory(language_code="fr")

    with changed_tags() as changed:
        image.credit = "Somebody"
        image.save()
    assert changed == {tags.image(image.pk)}

    with changed_tags() as changed:
        ImageAltTextFactory(image=image, locale=french)
    assert changed == {tags.image(image.pk)}

    with changed_tags() as changed:
        image.get_rendition("width-20")
    assert changed == {tags.image(image.pk)}


def test_document():
    document = DocumentFactory()

    with changed_tags() as changed:
        type(document).objects.filter(pk=document.pk).update(title="Other")
    assert changed == {tags.document(document.pk)}


def restrict_page():
    PageViewRestriction.objects.create(page=StandardPageFactory(), restriction_type="login")


def restrict_collection():
    CollectionViewRestrictionFactory(collection=CollectionFactory())


@pytest.mark.parametrize("restrict", [restrict_page, restrict_collection])
def test_view_restriction(restrict):
    with changed_tags() as changed:
        restrict()
    assert tags.SITE in changed


def test_site_and_locale():
    home = HomePageFactory()

    with changed_tags() as changed:
        Site.objects.create(hostname="a.example.org", root_page=home)
        Locale.objects.create(language_code="ko")
    assert changed == {tags.SITE}


def test_collection_matters_when_it_moves():
    first, second = CollectionFactory(name="A"), CollectionFactory(name="B")

    with changed_tags() as changed:
        type(second).objects.filter(pk=second.pk).update(name="C")
        CollectionFactory(name="D")
    assert changed == set()

    with changed_tags() as changed:
        first.move(second, pos="sorted-child")
    assert changed == {tags.SITE}


def test_home_page_in_another_language_is_part_of_the_site():
    site = SiteFactory()

    with changed_tags() as changed:
        copy = site.root_page.copy_for_translation(LocaleFactory(language_code="fr"))
    assert changed == {tags.SITE, tags.url(copy.url_path)}

    with changed_tags() as changed:
        Page.objects.filter(pk=copy.pk).update(live=True)
    assert changed == contents(copy.specific) | place(copy) | {tags.SITE}

    with changed_tags() as changed:
        Page.objects.filter(pk=copy.pk).update(title="Accueil")
    assert changed == contents(copy.specific)


def test_redirect():
    with changed_tags() as changed:
        Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
    assert changed == {tags.REDIRECTS}


def test_raw_sql_counts():
    page = StandardPageFactory()

    with changed_tags() as changed, connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'Raw' WHERE id = %s", [page.pk])
    assert changed == contents(page)


def test_long_address_shares_the_tag_of_its_beginning():
    page = StandardPageFactory()
    url_path = "/" + "x" * 3000 + "/"

    with changed_tags() as changed:
        Page.objects.filter(pk=page.pk).update(url_path=url_path)
    assert tags.url(url_path) in changed
    assert len(tags.url(url_path)) == 204


def test_rollback_takes_the_change_back():
    page = StandardPageFactory()

    with changed_tags() as changed:
        publish_and_roll_back(page)
    assert changed == set()


def publish_and_roll_back(page):
    with transaction.atomic():
        with changed_tags() as changed:
            page.unpublish()
        assert changed >= contents(page)
        transaction.set_rollback(True)
