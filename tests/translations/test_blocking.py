"""Texts that keep a translation from being sent for review and published: by setting, by a fact."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState
from wagtail_localize.models import StringTranslation

from tests.factories import ContactPointFactory
from tests.support.digest import digests
from tests.support.translated_site import write
from translations.desk.texts import texts_of
from translations.domain.obstacles import BlockedError, obstacles_of
from translations.domain.review import publish, send_for_review
from translations.enums import Level
from translations.exchange import po
from translations.exchange.document import document_of
from translations.exchange.importing import import_file
from translations.models import CheckLevels, Term

ARABIC = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}
IN_THE_WAY = "1 text keeps this from being sent for review and published."
NAMES = [field.name for field in CheckLevels._meta.fields if field.choices]


@pytest.fixture
def translation(site):
    found = site.begin(site.session)
    write(found, ARABIC)
    return found


def levels(**values):
    CheckLevels.objects.all().delete()
    CheckLevels.objects.create(**values)


def post(client, user, translation, action, **values):
    client.force_login(user)
    url = reverse("translations_desk", args=[translation.pk])
    return client.post(url, {"action": action, **values})


def key_of(translation, original):
    return next(text.key for text in texts_of(translation) if text.unit.source == original)


def test_by_default_checks_warn_and_block_nothing(client, site, translation, translator, reviewer):
    write(translation, {"Opening": "الافتتاح 5"})

    assert obstacles_of(translation) == []
    assert post(client, translator, translation, "send").status_code == 302
    assert post(client, reviewer, translation, "approve").status_code == 302
    assert site.page().live


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ({"numbers": Level.BLOCK}, {"Opening": "الافتتاح 5"}),
        ({"spaces": Level.BLOCK}, {"Opening": "الافتتاح "}),
        ({"same": Level.BLOCK}, {"Opening": "Opening"}),
    ],
)
@pytest.mark.parametrize("action", ["send", "publish", "schedule"])
def test_a_blocking_check_refuses_and_names_each_text(
    client, site, translation, values, texts, action
):
    levels(**values)
    write(translation, texts)
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).isoformat(timespec="minutes")
    before = digests()

    response = post(client, site.boss, translation, action, go_live_at=tomorrow)

    html = response.content.decode()
    assert response.status_code == 422
    assert IN_THE_WAY in html
    assert html.count('<li><a href="#u') == 1
    assert f'<a href="#{key_of(translation, "Opening")}"><bdi lang="en" dir="ltr">Opening' in html
    assert digests() == before


@pytest.mark.parametrize("action", ["send", "publish"])
def test_missing_texts_block_where_that_is_set(client, site, translator, action):
    levels(missing=Level.BLOCK)
    found = site.begin(site.session)
    write(found, {"Opening": "الافتتاح"})
    before = digests()

    response = post(client, site.boss, found, action)

    assert response.status_code == 422
    assert [one.source for one in response.context["blocked"].obstacles] == [
        "Cool streets", "Shade and water",
    ]  # fmt: skip
    assert digests() == before
    write(found, ARABIC)
    assert post(client, site.boss, found, action).status_code == 302


@pytest.mark.parametrize(
    ("name", "text"),
    [("terms", "البداية"), ("forbidden_terms", "الافتتاح، أي التدشين")],
)
def test_terms_block_or_are_not_said_as_is_set(site, translation, name, text):
    original, arabic = translation.source.locale, translation.target_locale
    Term.objects.create(
        source_locale=original,
        locale=arabic,
        text="Opening",
        preferred="الافتتاح",
        forbidden="التدشين",
    )
    write(translation, {"Opening": text})

    def said():
        return [len(one.findings) for one in texts_of(translation) if one.unit.target == text]

    assert (obstacles_of(translation), said()) == ([], [1])
    levels(**{name: Level.BLOCK})
    assert [one.source for one in obstacles_of(translation)] == ["Opening"]
    levels(**{name: Level.OFF})
    assert (obstacles_of(translation), said()) == ([], [0])


def test_a_text_with_an_error_is_missing(site, translation):
    levels(missing=Level.BLOCK)
    assert obstacles_of(translation) == []

    StringTranslation.objects.filter(data=ARABIC["Opening"]).update(has_error=True)

    assert [one.source for one in obstacles_of(translation)] == ["Opening"]


def test_what_came_to_block_meanwhile_is_not_approved(
    client, site, translation, translator, reviewer
):
    write(translation, {"Opening": "الافتتاح 5"})
    send_for_review(translation, translator)
    levels(numbers=Level.BLOCK)
    before = digests()

    response = post(client, reviewer, translation, "approve")

    assert response.status_code == 422
    assert IN_THE_WAY in response.content.decode()
    assert digests() == before
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    assert post(client, reviewer, translation, "reject").status_code == 302


def test_wagtails_own_ways_of_publishing_are_closed_too(site, translation):
    levels(numbers=Level.BLOCK)
    write(translation, {"Opening": "الافتتاح 5"})
    page = site.page()

    with pytest.raises(BlockedError):
        page.latest_revision.publish(user=site.boss)

    assert not site.page().live


def test_a_schedule_that_came_to_be_blocked_is_left_unpublished(site, translation):
    go_live_at = timezone.now() + datetime.timedelta(days=1)
    publish(translation, site.boss, go_live_at=go_live_at)
    levels(numbers=Level.BLOCK)
    write(translation, {"Opening": "الافتتاح 5"})
    site.page().revisions.update(approved_go_live_at=timezone.now())

    call_command("publish_scheduled")

    assert not site.page().live
    assert site.page().scheduled_revision is None


def test_a_check_that_is_off_is_not_said(client, site, translation, translator):
    write(translation, {"Opening": "الافتتاح 5"})
    client.force_login(translator)
    url = reverse("translations_desk", args=[translation.pk])
    assert "Numbers differ." in client.get(url).content.decode()

    levels(numbers=Level.OFF)

    assert "Numbers differ." not in client.get(url).content.decode()


def test_an_original_is_published_whatever_its_translations_lack(site, translation):
    levels(missing=Level.BLOCK, numbers=Level.BLOCK)
    site.session.title = "Cool streets in 5 cities"

    site.session.save_revision().publish()

    assert type(site.session).objects.get(pk=site.session.pk).title == "Cool streets in 5 cities"


def test_an_import_is_taken_over_and_says_what_blocks(client, site, translation, translator):
    levels(numbers=Level.BLOCK, missing=Level.BLOCK)
    data = po.write(document_of(translation)).replace("الافتتاح".encode(), "الافتتاح 5".encode())

    report = import_file(translation, data, user=translator)

    assert [str(one.blocking[0].check) for one in report.changes] == ["NUMBERS"]
    assert report.blocking == 1
    with pytest.raises(ValidationError):
        send_for_review(translation, translator)


def test_administrators_set_the_levels(client, site, translator):
    url = reverse("wagtailsettings:edit", args=["translations", "checklevels"])
    values = dict.fromkeys(NAMES, Level.WARN) | {"numbers": Level.BLOCK}
    before = digests()
    client.force_login(translator)
    assert client.post(url, values)["Location"] == "/admin/"
    assert digests() == before

    client.force_login(site.boss)
    shown = client.get(url, follow=True)
    assert "Facts always block." in shown.content.decode()
    client.post(shown.redirect_chain[-1][0], values)

    assert CheckLevels.levels()["numbers"] == Level.BLOCK


# --- Facts --------------------------------------------------------------------------------------


@pytest.fixture
def about(site):
    """A session whose texts state its facts."""
    site.session.capacity = 40
    site.session.contact_points.add(ContactPointFactory(telephone="+33177497632"))
    site.session.title = "40 seats on 24 June 2030"
    site.session.theme = "Call +33 1 77 49 76 32"
    site.session.save_revision().publish()
    return site.begin(site.session)


GOOD = {"40 seats on 24 June 2030": "٤٠ مقعدا في ٢٤ يونيو ٢٠٣٠"}
GOOD |= {"Call +33 1 77 49 76 32": "اتصل بالرقم +٣٣ ١ ٧٧ ٤٩ ٧٦ ٣٢", "Opening": "الافتتاح"}


@pytest.mark.parametrize(
    ("original", "target", "lost"),
    [
        ("40 seats on 24 June 2030", "٤١ مقعدا في ٢٤ يونيو ٢٠٣٠", "40"),
        ("40 seats on 24 June 2030", "40 مقعدا في 25 يونيو 2030", "2030-06-24"),
        ("Call +33 1 77 49 76 32", "اتصل بالرقم +33 1 77 49 76 33", "+33 1 77 49 76 32"),
    ],
)
@pytest.mark.parametrize("action", ["send", "publish"])
def test_a_fact_that_differs_blocks_whatever_the_setting(
    client, site, about, original, target, lost, action
):
    levels(**dict.fromkeys(NAMES, Level.OFF))
    write(about, GOOD)
    assert obstacles_of(about) == []
    write(about, {original: target})
    before = digests()

    response = post(client, site.boss, about, action)

    assert response.status_code == 422
    html = response.content.decode()
    assert "is a fact, and the same in all languages" in html
    assert f"missing: {lost}" in html
    assert digests() == before
    write(about, GOOD)
    assert post(client, site.boss, about, action).status_code == 302


def test_a_fact_is_said_as_soon_as_its_text_is_saved(client, about, translator):
    client.force_login(translator)
    original = "40 seats on 24 June 2030"
    url = reverse("translations_text", args=[about.pk, key_of(about, original)])
    text = next(text for text in texts_of(about) if text.unit.source == original)

    answer = client.post(
        url,
        {"target": "41", "version": text.version},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()

    assert "missing: 2030-06-24 · 40" in answer["feedback"]
    assert "cannot be sent for review or published" in answer["feedback"]


def test_number_of_statements_does_not_grow_with_obstacles(site, translation, count_queries):
    levels(numbers=Level.BLOCK)
    write(translation, {"Opening": "الافتتاح 5"})
    obstacles_of(translation)
    with count_queries() as one:
        assert len(obstacles_of(translation)) == 1
    write(translation, {original: f"{text} 5" for original, text in ARABIC.items()})

    with count_queries() as three:
        assert len(obstacles_of(translation)) == 3

    assert len(one) == len(three) == 11
