"""Fields of an editor run as what is edited does, whatever the language of the admin."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests.factories import (
    HomePageFactory,
    LocaleFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    note_block,
    slot_block,
    uid_of,
)
from tests.support.browser import NAME, PASSWORD, Browser, require_browser

from .conftest import DAY

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

TITLE = {"en": "Cool streets", "ar": "شوارع باردة"}
DIRECTION = {"en": "ltr", "ar": "rtl"}
FIELDS = """
return [...document.querySelectorAll(arguments[0])].map(
    (field) => [field.lang, getComputedStyle(field).direction]
);
"""


@pytest.fixture(params=["en", "ar"])
def world(request, transactional_db, django_user_model, settings):
    """A session and a theme in one language; an administrator who reads the other."""
    content, admin = request.param, {"en": "ar", "ar": "en"}[request.param]
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    django_user_model.objects.create_superuser(username=NAME, password=PASSWORD)
    user = get_user_model().objects.get()
    UserProfile.objects.create(user=user, preferred_language=admin)
    locale = LocaleFactory(language_code=content)
    home = HomePageFactory(slug="home", locale=locale)
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    trainings = TrainingSessionIndexPageFactory(parent=home, slug="trainings", locale=locale)
    session = TrainingSessionPageFactory(
        parent=trainings,
        slug="heat",
        title=TITLE[content],
        locale=locale,
        start_date=DAY,
        end_date=DAY,
        body=[{"type": "rich_text", "value": f"<p>{TITLE[content]}</p>"}],
        programme=[
            day_block(DAY),
            slot_block(TITLE[content], "09:00", "09:30", name="opening"),
            note_block(TITLE[content]),
        ],
    )
    session.save_revision().publish()
    theme = ThemeFactory(name=TITLE[content], locale=locale)
    return content, admin, session, theme


@pytest.fixture
def browser(world, live_server):
    require_browser()
    browser = Browser(live_server.url)
    yield browser
    browser.close()


def fields(browser, selector):
    browser.find(selector)
    return browser.run(FIELDS, selector)


def test_every_text_runs_as_the_language_of_the_content(browser, world):
    content, admin, session, theme = world
    own = [[content, DIRECTION[content]]]
    browser.log_in()
    browser.open(f"/admin/pages/{session.pk}/edit/")
    assert browser.run("return document.documentElement.dir") == DIRECTION[admin]

    slot = f"#block-{uid_of('slot opening')}-section"
    assert fields(browser, "#id_title") == own
    assert fields(browser, "textarea#id_summary") == own
    assert fields(browser, f"{slot} [data-contentpath=title] input") == own
    assert fields(browser, f"{slot} [data-contentpath=summary] textarea") == own
    assert fields(browser, "[data-contentpath=body] [contenteditable=true]") == own
    assert fields(browser, ".public-DraftStyleDefault-block > *")[0][1] == DIRECTION[content]
    # What is written from left to right in any language.
    assert fields(browser, "#id_slug") == [["", "ltr"]]
    assert fields(browser, "#id_start_date") == [["", "ltr"]]
    # No text of the form was forgotten.
    texts = "form[data-edit-form] :is(input[type=text], textarea)"
    assert len(browser.find_all(texts)) > 20
    assert browser.find_all(f"{texts}:not([dir])") == []

    browser.open(f"/admin/snippets/events/theme/edit/{theme.pk}/")
    assert fields(browser, "#id_name") == own
    assert browser.complaints == []


def test_titles_in_lists_run_as_their_words_do(browser, world):
    content, *_others = world
    browser.log_in()
    browser.open("/admin/sessions/")

    style = "return getComputedStyle(arguments[0]).unicodeBidi"
    title = browser.find("main td.title .title-wrapper")
    assert title.text == TITLE[content]
    assert browser.run(style, title) == "plaintext"
