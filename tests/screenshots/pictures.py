"""Which pictures there are: what each shows, who looks at it, and what has been done there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from selenium.webdriver.support.ui import Select

from cms.references.refusal import address
from releases.models import ReleaseBundle

from . import stage

if TYPE_CHECKING:
    from collections.abc import Callable


def nothing_done(browser):
    """Take the page as it opens."""


@dataclass(frozen=True)
class Picture:
    """A picture of docs/editors/images."""

    name: str
    address: Callable[[], str]
    username: str = stage.BOSS
    act: Callable = nothing_done
    # Whether only what has been scrolled to is shown, not the whole page.
    scrolled: bool = False


def page(name, slug=stage.SESSION):
    """Give the address of a page about a session."""
    return lambda: reverse(name, args=[stage.session(slug).pk])


def editor():
    """Give the address of the editor's tab with the programme."""
    return reverse("wagtailadmin_pages:edit", args=[stage.session().pk]) + "#tab-programme"


def bundle():
    """Give the address of the bundle."""
    return reverse("releases_bundle", args=[ReleaseBundle.objects.get(title=stage.BUNDLE).pk])


def check(browser):
    """Have shown what would stop the release."""
    browser.click("button[name=do][value=check]")
    browser.find(".help-critical, .help-warning, .messages li")
    browser.settle()


def open_a_slot(browser):
    """Open the slot with a conflict."""
    browser.click(".miti-conflicts a[href^='#block-']")
    browser.wait(lambda: browser.find(".miti-conflict").is_displayed())


def a_week_later(browser):
    """Have shown what a shift by a week would change."""
    browser.find("[name=days]").send_keys("7")
    browser.click("form.miti-form button[type=submit]")
    browser.find("[name=apply]")
    browser.settle()


def choose_a_template(browser):
    """Have shown which days a session of another centre has."""
    templates = Select(browser.find("[name=template]"))
    templates.select_by_value(str(stage.session("paris-river-2027").pk))
    browser.click("form.miti-form button[type=submit]")
    browser.find("[name=days]")
    browser.settle()


def paste(browser):
    """Have shown what pasted cells would change."""
    cells = browser.find("[name=cells]")
    browser.run("arguments[0].value = arguments[1]", cells, stage.changed_table())
    browser.click("form[enctype] button[type=submit]")
    browser.find(".file-import__apply")
    browser.settle()


PICTURES = (
    Picture("dashboard", lambda: reverse("wagtailadmin_home"), stage.NAME),
    Picture("sessions", lambda: "/admin/sessions/", stage.NAME),
    Picture("programme", editor, act=open_a_slot, scrolled=True),
    Picture("grid", page("events_grid")),
    Picture("conflicts", page("events_conflicts")),
    Picture("shift", page("events_shift"), act=a_week_later),
    Picture("fill", page("events_fill"), act=choose_a_template),
    Picture("clone", page("events_clone")),
    Picture("import", page("events_import_programme"), act=paste),
    Picture("import-people", lambda: reverse("organizations_import_records", args=["people"])),
    Picture("bundle", bundle, act=check),
    Picture("versions", page("events_programme_versions", slug="paris-river-2027")),
    Picture("still-used", lambda: reverse("wagtailadmin_pages:delete", args=[stage.speaker().pk])),
    Picture("replace", lambda: address("replace", stage.speaker())),
    Picture("reports", lambda: "/admin/reports/old-facts/"),
    Picture("redirects", lambda: reverse("wagtailredirects:index")),
)
