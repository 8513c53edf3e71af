"""The API tells the addresses of calendars, and they lead there."""

from datetime import date

import pytest
from django.test import Client
from wagtail.models import Locale, Site

from tests.factories import (
    HomePageFactory,
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)

QUERY = """
query ($locale: LocaleCode, $site: String, $key: UUID!) {
  session(key: $key, locales: [$locale, EN], site: $site) {
    calendarUrl
    programme { days { slots { calendarUrl speakers { person { calendarUrl } } } } }
    themes { calendarUrl }
    organizers { organization { calendarUrl } }
  }
}
"""
FIRST = date(2027, 6, 22)


def ask(key, locale="EN", site=None):
    query = QUERY.replace("$locale, EN", "$locale" if locale == "EN" else "FR, EN")
    query = query.replace(
        "$locale: LocaleCode, ", "" if locale != "EN" else "$locale: LocaleCode! "
    )
    response = Client().post(
        "/graphql/",
        {"query": query, "variables": {"locale": locale, "site": site, "key": str(key)}},
        content_type="application/json",
    )
    assert "errors" not in response.json(), response.json()
    return response.json()["data"]["session"]


def addresses(answer):
    (day,) = answer["programme"]["days"]
    (slot,) = day["slots"]
    return {
        "session": answer["calendarUrl"],
        "slot": slot["calendarUrl"],
        "person": slot["speakers"][0]["person"]["calendarUrl"],
        "theme": answer["themes"][0]["calendarUrl"],
        "organization": answer["organizers"][0]["organization"]["calendarUrl"],
    }


@pytest.fixture
def session(make_session, network):
    index = OrganizationIndexPageFactory(parent=network.home, slug="organizations")
    session = make_session(
        [day_block(FIRST), slot_block("A", "09:00", "10:00", speakers=[network.anna])],
        start_date=FIRST,
        end_date=FIRST,
    )
    session.themes = [ThemeFactory()]
    session.organizers.create(organization=OrganizationPageFactory(parent=index))
    session.save_revision().publish()
    return session


@pytest.mark.parametrize(("locale", "code"), [("EN", "en"), ("FR", "fr")])
def test_each_leads_to_its_calendar(session, settings, locale, code):
    found = addresses(ask(session.translation_key, locale))

    base = f"{settings.WAGTAILADMIN_BASE_URL}/calendar"
    assert found["session"] == f"{base}/sessions/{session.translation_key}.ics?locale={code}"
    for address in found.values():
        assert address.startswith(base)
        response = Client().get(address.removeprefix(settings.WAGTAILADMIN_BASE_URL))
        body = response.content.decode().replace("\r\n ", "")
        assert (response.status_code, f"SOURCE;VALUE=URI:{address}\r\n" in body) == (200, True)


def test_another_site_is_named(network, settings):
    home = HomePageFactory(locale=Locale.objects.get(language_code="en"), slug="other")
    Site.objects.create(hostname="other.example", port=8000, root_page=home)
    index = TrainingSessionIndexPageFactory(parent=home, slug="trainings")
    theirs = TrainingSessionPageFactory(parent=index, start_date=FIRST, end_date=FIRST)

    address = ask(theirs.translation_key, site="other.example")["calendarUrl"]
    assert address.endswith(".ics?locale=en&site=other.example%3A8000")
    path = address.removeprefix(settings.WAGTAILADMIN_BASE_URL)
    assert Client().get(path).status_code == 200
