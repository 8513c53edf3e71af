"""Menus, notices and the settings of a site."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from home.models import Menu, Notice, SiteSettings, SocialLink
from tests.factories import (
    LocaleFactory,
    MenuFactory,
    NoticeFactory,
    SiteFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def item(label, children=(), **target):
    return {
        "type": "item",
        "value": {
            "label": label,
            "page": None,
            "url": "",
            "document": None,
            **target,
            "children": [
                {"label": name, "page": None, "url": "https://example.org/", "document": None}
                for name in children
            ],
        },
    }


class TestMenu:
    """A menu of two levels per handle and language."""

    def test_items_lead_to_pages_and_addresses(self):
        page = StandardPageFactory()
        menu = MenuFactory(live=False)
        menu.items = [item("About", ["من نحن"], page=page.pk), item("Out", url="tel:+33177497632")]

        menu.save_revision().publish()

        stored = Menu.objects.get(pk=menu.pk)
        assert stored.live
        assert [block.value.kind for block in stored.items] == ["page", "url"]
        assert [child["label"] for child in stored.items[0].value["children"]] == ["من نحن"]

    def test_item_leads_nowhere_only_if_it_heads_others(self):
        menu = MenuFactory(live=False)
        menu.items = [item("Group", ["Below"])]
        menu.save_revision().publish()
        assert [block.value.kind for block in Menu.objects.get(pk=menu.pk).items] == [None]

        menu.items = [item("Nothing")]
        with pytest.raises(ValidationError) as error:
            menu.save_revision(clean=False).publish()
        assert set(error.value.error_dict) == {"items"}

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "//example.org", "/admin/"])
    def test_item_leads_to_no_script_and_no_path(self, address):
        menu = MenuFactory(live=False)
        menu.items = [item("Out", url=address)]

        with pytest.raises(ValidationError) as error:
            menu.save_revision(clean=False).publish()

        assert set(error.value.error_dict) == {"items"}

    def test_handle_is_the_same_in_all_languages_and_the_title_is_not(self):
        menu = MenuFactory(handle="main", title="Main menu")
        arabic = menu.copy_for_translation(LocaleFactory(language_code="ar"))
        arabic.title = "القائمة الرئيسية"
        arabic.save()

        menu.handle = "primary"
        menu.save_revision().publish()

        arabic.refresh_from_db()
        assert (arabic.handle, arabic.title) == ("primary", "القائمة الرئيسية")

    def test_second_menu_of_a_handle_is_refused_by_form_and_database(self):
        MenuFactory(handle="main")

        with pytest.raises(ValidationError) as error:
            MenuFactory.build(handle="main", locale=LocaleFactory()).full_clean()
        assert set(error.value.error_dict) == {"handle"}
        with pytest.raises(IntegrityError), transaction.atomic():
            MenuFactory(handle="main")


class TestNotice:
    """A notice has a time."""

    def test_end_is_after_the_start(self):
        notice = NoticeFactory.build(locale=LocaleFactory(), starts_at=NOON, ends_at=NOON)

        with pytest.raises(ValidationError) as error:
            notice.clean()

        assert set(error.value.error_dict) == {"ends_at"}

    def test_time_is_the_same_in_all_languages(self):
        notice = NoticeFactory(starts_at=NOON)
        french = notice.copy_for_translation(LocaleFactory(language_code="fr"))
        french.title = "Inscriptions closes vendredi"
        french.save()

        notice.starts_at = NOON + datetime.timedelta(days=1)
        notice.save()

        french = Notice.objects.get(pk=french.pk)
        assert french.starts_at == notice.starts_at
        assert french.title == "Inscriptions closes vendredi"


class TestSettings:
    """What a site says of itself."""

    def test_texts_and_networks_belong_to_a_site(self):
        site, other = SiteFactory(), SiteFactory()
        settings = SiteSettings.for_site(site)
        settings.organization_name = "MITI"
        settings.social_links.add(SocialLink(network="Mastodon", url="https://example.org/@miti"))
        settings.save()

        assert SiteSettings.for_site(other).organization_name == ""
        assert [link.network for link in SiteSettings.for_site(site).social_links.all()] == [
            "Mastodon"
        ]

    def test_network_is_no_script(self):
        with pytest.raises(ValidationError):
            SocialLink(network="x", url="javascript:alert(1)").clean_fields(exclude={"settings"})

    def test_telephone_has_a_country_code(self):
        with pytest.raises(ValidationError) as error:
            SiteSettings(site=SiteFactory(), telephone="01 77 49 76 32").full_clean()

        assert set(error.value.error_dict) == {"telephone"}

    def test_editor_reaches_the_form(self, admin_client):
        site = SiteFactory()

        assert admin_client.get(f"/admin/settings/home/sitesettings/{site.pk}/").status_code == 200
