"""The report on the dearest operations in the admin: who sees it, and what they see."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from tests.support.browser import NAME, PASSWORD, Browser, require_browser
from tests.support.figures import write

HOSTILE = "<script>alert(1)</script>"
RTL = "\u202egnp.exe\u202c \u05d0\u05d1\u05d2"
LONG = "x" * 10_000
SESSION = {"requests": 200, "seconds": 0.01, "sent": ("POST", "text"), "states": {"hit": 199}}


@pytest.fixture
def figures(tmp_path, settings, monkeypatch):
    """Write figures of a server."""
    settings.METRICS_DIR = str(tmp_path / "metrics")
    return lambda *operations: write(tmp_path / "metrics" / "1", monkeypatch, operations)


@pytest.fixture
def report(admin_client):
    return lambda **asked: admin_client.get(reverse("dearest_report"), asked)


@pytest.mark.django_db
def test_report_says_since_when_and_shows_what_the_command_prints(figures, report, capsys):
    figures({"name": "List", "requests": 3}, {"name": "Session", **SESSION})
    html = report().content.decode()
    call_command("dearest_operations")
    printed = capsys.readouterr().out

    assert "since 14 November 2023, 22:13 (UTC), when its servers began." in html
    assert printed.startswith("Since 2023-11-14 22:13 UTC, on this machine:\n")
    assert html.index("<bdi>Session</bdi>") < html.index("<bdi>List</bdi>")
    assert printed.index("Session ") < printed.index("List ")
    for advice in ("Sent by POST: by GET, browsers", "Sent as text: register it"):
        assert (advice in html) is (advice in printed) is True
    assert '<td class="miti-number">200</td>' in html


@pytest.mark.django_db
def test_without_figures_the_report_says_why(figures, report):
    html = report().content.decode()

    assert "No figures yet: no server of this machine has answered" in html
    assert "miti-scroll" not in html


@pytest.mark.django_db
def test_report_ends_after_twenty(figures, report):
    figures(*({"name": f"Operation{number}", "seconds": number} for number in range(1, 31)))
    html = report().content.decode()

    assert html.count("<bdi>Operation") == 20
    assert "<bdi>Operation11</bdi>" in html
    assert "<bdi>Operation10</bdi>" not in html


@pytest.mark.django_db
def test_names_are_text_and_have_an_end(figures, report):
    figures(
        {"name": HOSTILE, "clients": {RTL: 1, HOSTILE: 2}},
        {"name": LONG, "document": LONG, "clients": {LONG: 1}, "errors": {LONG: 1}},
    )
    html = report().content.decode()

    assert HOSTILE not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert f"<bdi>&lt;script&gt;alert(1)&lt;/script&gt;, {RTL}</bdi>" in html
    assert "x" * 201 not in html


@pytest.mark.django_db
def test_export_has_all_figures_and_no_formula(figures, report):
    figures({"name": "=1+1", "clients": {"@web": 1}, "seconds": 0.5, "errors": {"INTERNAL": 1}})
    content = b"".join(report(export="csv").streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(content))

    assert row == {
        "Operation": "'=1+1",
        "Document": "abc",
        "Clients": "'@web",
        "Errors": "INTERNAL 1",
        "Requests": "1.0",
        "Seconds in all": "0.5",
        "Milliseconds each": "500.0",
        "SQL statements each": "3.0",
        "Milliseconds of SQL each": "10.0",
        "Cost each": "100.0",
        "Share from cache": "0.0",
        "Proposals": "Its errors cost as much as answers: see their codes.",
    }
    assert report(export="xlsx").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dearest_report", "dearest_report_results"])
def test_report_is_for_superusers_only(figures, client, django_user_model, name):
    figures({"name": "Session"})
    editor = django_user_model.objects.create_user(username="editor")
    group = Group.objects.create(name="editors")
    group.permissions.set(Permission.objects.all())
    editor.groups.add(group)
    stranger = client.get(reverse(name))
    client.force_login(editor)
    refused = client.get(reverse(name))
    export = client.get(reverse(name), {"export": "csv"})
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert (stranger.status_code, stranger.url.partition("?")[0]) == (302, "/admin/login/")
    assert {(answer.status_code, answer.url) for answer in (refused, export)} == {(302, "/admin/")}
    assert reverse("dearest_report") not in home


@pytest.mark.django_db
def test_menu_leads_there(admin_client):
    assert reverse("dearest_report") in admin_client.get("/admin/").content.decode()


@pytest.fixture
def browser(transactional_db, live_server, django_user_model):
    require_browser()
    django_user_model.objects.create_superuser(username=NAME, password=PASSWORD)
    browser = Browser(live_server.url)
    yield browser
    browser.close()


MANY = [
    {
        "name": f"{name}{number}",
        "document": f"{number:012x}",
        "requests": 120,
        "seconds": 0.01 * number,
        "sent": ("POST", "text"),
        "clients": {"www.example.org": 100, "app/ios 4.2": 20},
        "errors": {"NOT_FOUND": number},
    }
    for number, name in enumerate(["Session", "SessionList", "Navigation", "x" * 50] * 5)
]


@pytest.mark.browser
@pytest.mark.once
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_report_is_accessible_on_large_and_small_screens(figures, browser, theme, tmp_path):
    if theme == "dark":
        browser.dark()
    browser.log_in()
    address = "/admin/reports/dearest-operations/"
    browser.open(address)
    assert browser.accessibility_faults("main") == []
    figures(*MANY, {"name": RTL}, {"name": HOSTILE}, {"name": LONG})

    for width in (1280, 400):
        browser.resize(width, 900)
        browser.open(address)
        assert browser.accessibility_faults("main") == []
        assert browser.run("return document.documentElement.scrollWidth") <= width
        browser.driver.save_screenshot(str(tmp_path / f"report-{width}-{theme}.png"))
    assert browser.complaints == []
    assert browser.foreign_requests == []
