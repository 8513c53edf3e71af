"""Settings, redirects, notices and dates that follow the day of loading."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from home.models import Menu, Notice, SiteSettings
from home.sample.dates import moment, partial_date
from organizations.models import OrganizationFact, PersonRole
from tests.support.graphql import ask

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]

SITE = """query ($locale: LocaleCode!) {
  site { settings { email socialLinks { network url } } }
  notices(locale: $locale) { nodes { title level } }
  menu(handle: "footer", locale: $locale) { items { label url children { label } } }
}"""


def settings():
    return SiteSettings.for_site(Site.objects.get(is_default_site=True))


def test_redirects_lead_to_a_page_and_for_a_time_elsewhere():
    found = {
        redirect.old_path: (
            redirect.is_permanent,
            redirect.redirect_link,
            bool(redirect.redirect_page),
        )
        for redirect in Redirect.objects.all()
    }

    assert found == {
        "/sample/catalogue": (True, "", True),
        "/sample/feedback": (False, "https://feedback.example.org/", False),
    }


def test_the_foot_of_pages_speaks_all_languages():
    footers = {
        text.locale.language_code: text.footer for text in settings().texts.select_related("locale")
    }

    spoken = {language for language, footer in footers.items() if footer}
    assert spoken == {"en", "fr", "es", "ar", "fa", "ko"}
    assert footers["fr"].startswith("Un site d’exemple.")
    assert [link.network for link in settings().social_links.all()] == [
        "Sample network",
        "Sample videos",
    ]


def test_a_notice_is_current_on_the_day_of_loading():
    notice = Notice.objects.get(title="The sample desk is closed (sample)")

    assert notice.starts_at < timezone.now() < notice.ends_at
    assert notice.ends_at - notice.starts_at == timedelta(days=29)
    titles = [node["title"] for node in ask(SITE, locale="FR")["notices"]["nodes"]]
    assert "Le guichet d’exemple est fermé (exemple)" in titles


def test_a_menu_has_a_heading_with_items_below():
    items = ask(SITE, locale="EN")["menu"]["items"]

    (heading,) = [item for item in items if item["url"] is None]
    assert heading["label"] == "About this site"
    assert [child["label"] for child in heading["children"]] == [
        "Accessibility",
        "Privacy",
        "Legal notice",
    ]
    for menu in Menu.objects.all():
        menu.full_clean()


def test_only_facts_of_the_leaflet_are_old():
    year_ago = timezone.localdate() - timedelta(days=365)

    roles = PersonRole.objects.older_than(year_ago)
    facts = OrganizationFact.objects.older_than(year_ago)
    assert set(roles.values_list("page__title", flat=True)) == {"Jean-Paul Huchon"}
    assert set(facts.values_list("page__is_sample", flat=True)) == {False}


def test_dates_follow_the_day_of_loading_or_are_as_written():
    midnight = moment(-1)

    assert timedelta(days=1) <= timezone.now() - midnight < timedelta(days=2)
    assert moment("2026-11-01T00:00:00+00:00") == datetime(2026, 11, 1, tzinfo=UTC)
    assert moment(None) is None
    assert partial_date("as_of", "loaded")["as_of"] == timezone.now().date().replace(day=1)
