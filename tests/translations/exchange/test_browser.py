"""The way of a file through a real browser: from the editor, and back into it."""

import pytest
from wagtail.models import Page, Site

from tests.factories import HomePageFactory, StandardPageFactory
from tests.support.browser import NAME, PASSWORD, Browser, require_browser
from translations.exchange import po, xliff
from translations.exchange.document import document_of

from .conftest import ARABIC, RICH, stored, translate, translation_of

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]


@pytest.fixture
def arabic(transactional_db, django_user_model):
    django_user_model.objects.create_superuser(username=NAME, password=PASSWORD)
    home = HomePageFactory(slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    page = StandardPageFactory(
        parent=home,
        title="Cool “streets”",
        slug="cool-streets",
        body=[("heading", {"text": "Why shade?", "level": "2"}), ("rich_text", RICH)],
    )
    return translation_of(page)


@pytest.fixture
def browser(arabic, live_server):
    require_browser()
    browser = Browser(live_server.url)
    browser.enter()
    yield browser
    browser.close()


def edit_path(translation):
    page = Page.objects.get(
        translation_key=translation.source.object_id, locale=translation.target_locale
    )
    return f"/admin/pages/{page.pk}/edit/"


def shown(browser, selector):
    return [element.text for element in browser.find_all(selector) if element.is_displayed()]


def send(browser, path):
    browser.find("input[type=file]").send_keys(str(path))
    browser.click("form[enctype] button[type=submit]")
    browser.settle()


def test_editor_has_one_way_for_files(browser, arabic):
    browser.open(edit_path(arabic))
    assert shown(browser, ".miti-exchange a") == [
        "Download PO",
        "Download XLIFF",
        "Upload file",
        "Translation memory",
        "Files of terms",
    ]
    assert browser.accessibility_faults(".miti-exchange") == []

    browser.click(".desk-languages__more")
    browser.wait(lambda: browser.find_all(".js-translation-editor .w-tabs"))

    assert shown(browser, ".js-translation-editor a[download]") == []
    assert shown(browser, ".js-translation-editor button.button-primary") == []
    assert browser.complaints == []


def test_uploaded_file_is_reported_and_shown_in_the_editor(browser, arabic, tmp_path):
    translate(arabic, ARABIC)
    file = tmp_path / "texts.xlf"
    file.write_bytes(xliff.write(document_of(arabic)))
    translate(arabic, dict.fromkeys(ARABIC, "قديم"))
    browser.open(edit_path(arabic))
    browser.click(".miti-exchange li:last-child a")
    browser.settle()

    send(browser, file)

    assert stored(arabic) == ARABIC
    assert shown(browser, ".miti-exchange__counts dd") == ["4", "0", "0"]
    assert browser.accessibility_faults("main") == []
    cell = browser.find("td[lang=ar]")
    assert browser.run("return getComputedStyle(arguments[0]).direction", cell) == "rtl"
    assert browser.complaints == []


def test_refused_file_says_why_without_losing_the_page(browser, arabic, tmp_path):
    file = tmp_path / "ملف.po"
    file.write_bytes(po.write(document_of(arabic)) + b'msgid "cut')
    browser.open(f"/admin/translations/{arabic.pk}/upload/")

    send(browser, file)

    (alert,) = shown(browser, "[role=alert]")
    assert "The file was refused. Nothing was changed." in alert
    assert "ملف.po" in alert
    assert browser.accessibility_faults("main") == []
