"""A translation is outdated, text by text, when the words of its original change."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.translation_state.models import (
    DraftState,
    OutdatedAction,
    OutdatedPolicy,
    TranslationState,
)
from events.models import Theme, TrainingSessionPage
from tests.factories import ThemeFactory, TrainingSessionPageFactory, day_block, slot_block
from tests.support.graphql import ask
from tests.support.statements import anew
from tests.support.translated_site import DAY, again, write
from translations.domain.drafting import begin, synchronize
from translations.domain.outdated import difference
from translations.domain.review import publish, unpublish

TITLES = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}
PLACES = "isOutdated outdatedTexts { field part } untranslatedTexts { field part }"
ARABIC = f"""
{{
  session(path: "/trainings/heat/", locale: AR) {{ title contentLocale {{ code }} {PLACES} }}
}}
"""
STANDING = """
{ session(path: "/trainings/heat/") { translations { locale { code } status } } }
"""
LIST = "{ sessions(locale: AR) { totalCount nodes { title } } }"


def publish_session(site, **changes):
    """Change the English session and publish it."""
    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def translated(site, texts=TITLES):
    translation = site.begin(site.session)
    write(translation, texts)
    publish(again(translation), site.boss)
    return again(translation)


def follow(model, action):
    OutdatedPolicy.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(model), defaults={"action": action}
    )


def arabic():
    return ask(ARABIC)["session"]


def status():
    (only,) = ask(STANDING)["session"]["translations"]
    return only["status"]


def test_translation_of_all_texts_is_current(site):
    translated(site)

    assert arabic() == {
        "title": "شوارع باردة",
        "contentLocale": {"code": "AR"},
        "isOutdated": False,
        "outdatedTexts": [],
        "untranslatedTexts": [],
    }
    assert status() == "CURRENT"


def test_texts_that_are_not_translated_are_named(site):
    translated(site, {"Cool streets": "شوارع باردة"})

    answer = arabic()

    (slot,) = [part for part in answer["untranslatedTexts"] if part["field"] == "programme"]
    query = '{ session(path: "/trainings/heat/") { programme { days { slots { uid } } } } }'
    (day,) = ask(query)["session"]["programme"]["days"]
    assert slot["part"] == day["slots"][0]["uid"]
    assert {"field": "theme", "part": None} in answer["untranslatedTexts"]
    assert answer["isOutdated"] is False


def test_publishing_the_same_words_again_marks_nothing(site):
    translated(site)

    publish_session(site)
    publish_session(site, end_date=DAY + datetime.timedelta(days=1))

    assert (arabic()["isOutdated"], status()) == (False, "CURRENT")


def test_changed_words_are_named_until_they_are_as_before(site):
    translated(site)

    publish_session(site, title="Cooler streets")

    assert arabic()["title"] == "شوارع باردة"
    assert arabic()["isOutdated"] is True
    assert arabic()["outdatedTexts"] == [{"field": "title", "part": None}]
    assert status() == "OUTDATED"
    publish_session(site, title="Cool streets")
    assert (arabic()["isOutdated"], status()) == (False, "CURRENT")


def test_draft_of_the_original_marks_nothing(site):
    translated(site)
    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    page.title = "Cooler streets"
    page.save_revision()

    assert arabic()["isOutdated"] is False


def test_new_text_is_outdated_and_a_slot_that_is_gone_is_not(site):
    translated(site)
    stream = [day_block(DAY), slot_block("Closing", "10:00", "10:30", name="closing")]

    page = publish_session(site, programme=stream)

    slot = page.programme[1].id
    assert arabic()["outdatedTexts"] == [{"field": "programme", "part": slot}]


def test_text_that_is_gone_elsewhere_is_outdated():
    made_from = {"title": "1", "body.a": "2", "programme.b.title": "3"}

    assert difference(made_from, {"title": "1"}, ["programme"]) == ["body.a"]


def test_draft_made_of_older_words_is_outdated_when_it_is_published(site):
    translation = site.begin(site.session)
    write(translation, TITLES)
    publish_session(site, title="Cooler streets")

    publish(again(translation), site.boss)

    assert arabic()["outdatedTexts"] == [{"field": "title", "part": None}]


def test_translated_again_it_is_current(site):
    translation = translated(site)
    publish_session(site, title="Cooler streets")

    synchronize(translation.source, [translation])
    write(again(translation), {"Cooler streets": "شوارع أبرد"})
    publish(again(translation), site.boss)

    assert (arabic()["title"], arabic()["isOutdated"]) == ("شوارع أبرد", False)


def test_what_somebody_takes_off_the_site_is_forgotten(site):
    translated(site)

    unpublish(site.page(), site.boss)

    assert not TranslationState.objects.exists()
    assert arabic() is None


def test_what_was_written_without_the_desk_has_no_state(site):
    translated(site)
    page = site.page()
    page.title = "من محرر"

    page.save_revision().publish()

    assert not TranslationState.objects.exists()
    assert arabic()["isOutdated"] is False


def test_hidden_while_it_is_outdated(site):
    translated(site)
    follow(TrainingSessionPage, OutdatedAction.HIDE)
    assert ask(LIST)["sessions"]["totalCount"] == 1

    publish_session(site, title="Cooler streets")

    assert arabic() is None
    assert ask(LIST)["sessions"] == {"totalCount": 0, "nodes": []}
    assert ask(STANDING)["session"]["translations"] == []
    assert PageLogEntry.objects.filter(action="translations.withdraw").count() == 1
    publish_session(site, title="Cool streets")
    assert arabic()["title"] == "شوارع باردة"
    assert arabic()["isOutdated"] is False
    assert PageLogEntry.objects.filter(action="translations.return").count() == 1


def test_original_in_its_place_while_it_is_outdated(site):
    translated(site)
    follow(TrainingSessionPage, OutdatedAction.FALL_BACK)

    publish_session(site, title="Cooler streets")

    assert arabic() == {
        "title": "Cooler streets",
        "contentLocale": {"code": "EN"},
        "isOutdated": False,
        "outdatedTexts": [],
        "untranslatedTexts": [],
    }
    assert ask(STANDING)["session"]["translations"] == []
    publish_session(site, title="Coolest streets")
    assert arabic()["title"] == "Coolest streets"
    publish_session(site, title="Cool streets")
    assert (arabic()["title"], arabic()["contentLocale"]) == ("شوارع باردة", {"code": "AR"})


@pytest.mark.parametrize("action", [OutdatedAction.HIDE, OutdatedAction.FALL_BACK])
def test_withdrawn_translation_is_brought_up_to_date(site, action):
    translation = translated(site)
    follow(TrainingSessionPage, action)
    publish_session(site, title="Cooler streets")

    synchronize(translation.source, [translation])
    write(again(translation), {"Cooler streets": "شوارع أبرد"})
    publish(again(translation), site.boss)

    assert (arabic()["title"], arabic()["contentLocale"]) == ("شوارع أبرد", {"code": "AR"})
    assert TranslationState.objects.get().withdrawn is None


@pytest.mark.parametrize("action", [OutdatedAction.HIDE, OutdatedAction.FALL_BACK])
def test_outdated_draft_does_not_get_public_against_the_policy(site, action):
    translation = translated(site)
    follow(TrainingSessionPage, action)
    publish_session(site, title="Cooler streets")

    publish(again(translation), site.boss)

    assert (arabic() or {}).get("title") != "شوارع باردة"
    assert TranslationState.objects.get().withdrawn is not None


def test_withdrawing_keeps_what_is_scheduled(site):
    translation = translated(site)
    follow(TrainingSessionPage, OutdatedAction.HIDE)
    tomorrow = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
    publish(again(translation), site.boss, go_live_at=tomorrow)

    publish_session(site, title="Cooler streets")

    (waiting,) = site.page().revisions.exclude(approved_go_live_at=None)
    assert waiting.approved_go_live_at == tomorrow


@pytest.mark.parametrize("action", [OutdatedAction.HIDE, OutdatedAction.FALL_BACK])
def test_snippets_have_policies_too(site, action):
    query = "{ themes(locale: AR) { nodes { name isFallback isOutdated } } }"
    translation = site.begin(site.theme)
    write(translation, {"Heat": "الحر"})
    publish(again(translation), site.boss)
    follow(Theme, action)
    theme = Theme.objects.get(pk=site.theme.pk)
    theme.name = "Hot days"

    theme.save_revision().publish()

    original = {"name": "Hot days", "isFallback": True, "isOutdated": False}
    expected = [original] if action == OutdatedAction.FALL_BACK else []
    assert ask(query)["themes"]["nodes"] == expected
    assert ModelLogEntry.objects.filter(action="translations.withdraw").count() == 1
    theme.name = "Heat"
    theme.save_revision().publish()
    assert ask(query)["themes"]["nodes"] == [
        {"name": "الحر", "isFallback": False, "isOutdated": False}
    ]


def test_what_cannot_come_back_does_not_keep_the_original_from_being_published(site):
    translated(site)
    follow(TrainingSessionPage, OutdatedAction.HIDE)
    publish_session(site, title="Cooler streets")
    revision = TranslationState.objects.get().withdrawn
    revision.content["title"] = ""
    revision.save()

    publish_session(site, title="Cool streets")

    assert arabic() is None
    assert TranslationState.objects.get().withdrawn == revision


def test_command_follows_a_policy_that_was_changed(site, capsys):
    translated(site)
    publish_session(site, title="Cooler streets")
    follow(TrainingSessionPage, OutdatedAction.HIDE)
    assert arabic()["isOutdated"] is True

    call_command("apply_outdated_policies")
    assert capsys.readouterr().out == "1 translations withdrawn or given back.\n"
    assert arabic() is None

    follow(TrainingSessionPage, OutdatedAction.SHOW)
    call_command("apply_outdated_policies")
    assert arabic()["title"] == "شوارع باردة"
    call_command("apply_outdated_policies")
    assert capsys.readouterr().out.endswith("0 translations withdrawn or given back.\n")


@pytest.mark.parametrize("action", [OutdatedAction.HIDE, OutdatedAction.FALL_BACK])
def test_what_comes_back_is_outdated_whoever_made_it(site, action):
    translated(site)
    # As the sample content and imports leave it: published, and no note of what it was made from.
    DraftState.objects.all().delete()
    follow(TrainingSessionPage, action)
    publish_session(site, title="Cooler streets")
    assert arabic() is None or arabic()["title"] == "Cooler streets"

    follow(TrainingSessionPage, OutdatedAction.SHOW)
    call_command("apply_outdated_policies")

    assert arabic()["title"] == "شوارع باردة"
    assert arabic()["outdatedTexts"] == [{"field": "title", "part": None}]
    assert status() == "OUTDATED"


def test_another_policy_changes_what_is_withdrawn_already(site, capsys):
    translated(site)
    follow(TrainingSessionPage, OutdatedAction.FALL_BACK)
    publish_session(site, title="Cooler streets")
    assert (arabic()["title"], arabic()["contentLocale"]) == ("Cooler streets", {"code": "EN"})

    for _ in range(2):
        follow(TrainingSessionPage, OutdatedAction.HIDE)
        call_command("apply_outdated_policies")
        assert arabic() is None
        call_command("apply_outdated_policies")
        follow(TrainingSessionPage, OutdatedAction.FALL_BACK)
        call_command("apply_outdated_policies")
        assert (arabic()["title"], arabic()["contentLocale"]) == ("Cooler streets", {"code": "EN"})

    counts = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert counts == ["1", "0", "1", "1", "0", "1"]
    publish_session(site, title="Cool streets")
    assert (arabic()["title"], status()) == ("شوارع باردة", "CURRENT")


def test_another_policy_changes_snippets_that_are_withdrawn_already(site):
    translation = site.begin(site.theme)
    write(translation, {"Heat": "حرارة"})
    publish(again(translation), site.boss)
    follow(Theme, OutdatedAction.FALL_BACK)
    theme = Theme.objects.get(pk=site.theme.pk)
    theme.name = "Great heat"
    theme.save_revision().publish()

    for action, is_live in ((OutdatedAction.HIDE, False), (OutdatedAction.FALL_BACK, True)):
        follow(Theme, action)
        call_command("apply_outdated_policies")
        found = site.snippet()
        assert (found.live, found.alias_of_id) == (is_live, theme.pk if is_live else None)
        assert not is_live or found.name == "Great heat"

    follow(Theme, OutdatedAction.SHOW)
    call_command("apply_outdated_policies")
    assert (site.snippet().name, site.snippet().live) == ("حرارة", True)


def test_translations_from_before_are_adopted_once(site, capsys):
    translated(site, {"Cool streets": "شوارع باردة"})
    TranslationState.objects.all().delete()
    publish_session(site, title="Cooler streets")
    assert status() == "OUTDATED"
    assert arabic()["outdatedTexts"] == []

    call_command("adopt_translations")
    call_command("adopt_translations")

    assert capsys.readouterr().out == "1 translations noted.\n0 translations noted.\n"
    assert arabic()["outdatedTexts"] == [{"field": "title", "part": None}]
    assert {"field": "theme", "part": None} in arabic()["untranslatedTexts"]


def test_state_of_a_deleted_translation_goes_with_it(site):
    translated(site)

    site.page().delete()

    assert not TranslationState.objects.exists()


@pytest.mark.parametrize("number", [1, 4])
def test_statements_do_not_grow_with_pages_or_languages(site, count_queries, number):
    for place in range(number):
        page = TrainingSessionPageFactory(
            parent=site.trainings, slug=f"s{place}", title=f"Session {place}", theme="Shade"
        )
        page.save_revision().publish()
        for code in ("ar", "ko"):
            translation = begin(page, site.locale(code), site.boss)
            write(translation, {f"Session {place}": f"{code} {place}"})
            publish(again(translation), site.boss)
    query = f"""
    {{ sessions(locale: AR) {{ nodes {{ {PLACES} translations {{ status }} }} }} }}
    """
    ask(query)

    with count_queries() as queries:
        nodes = ask(anew(query))["sessions"]["nodes"]

    assert len(nodes) == number
    assert all(len(node["untranslatedTexts"]) > 0 for node in nodes)
    assert len(queries) == 3


@pytest.mark.parametrize("number", [1, 4])
def test_theme_statements_do_not_grow(site, count_queries, number):
    for place in range(number):
        theme = ThemeFactory(name=f"Theme {place}", locale=site.english)
        theme.save_revision().publish()
        translation = site.begin(theme)
        write(translation, {f"Theme {place}": f"ar {place}"})
        publish(again(translation), site.boss)
    query = f"{{ themes(locale: AR) {{ nodes {{ {PLACES} translations {{ status }} }} }} }}"
    ask(query)

    with count_queries() as queries:
        nodes = ask(anew(query))["themes"]["nodes"]

    assert len(nodes) == number
    assert len(queries) == 3
