"""Released versions of programmes: frozen, numbered, comparable, and public once released."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.domain.versions import compare, release_programme, versions_of
from events.models import ProgrammeVersion, TrainingSessionPage
from tests.factories import day_block, note_block, slot_block
from tests.support.graphql import ask, ask_raw, codes
from tests.support.statements import anew

FIRST, SECOND = date(2030, 6, 24), date(2030, 6, 25)
PROGRAMME = """query ($key: UUID!, $version: Int, $timeZone: String, $locale: LocaleCode) {
  session(key: $key, locale: $locale) {
    programme(version: $version, timeZone: $timeZone) {
      days { date title notes { text } slots { uid title startsAt room isFallback
        speakers { person { title } } } }
    }
  }
}"""
VERSIONS = """query ($key: UUID!) { session(key: $key) { programmeVersions {
  number note changes { kind aspects uid
    before { title startsAt room } after { title startsAt room speakers { person { title } } } }
} } }"""


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "add", "change", "publish")


@pytest.fixture
def session(make_session, network):
    found = make_session(
        [
            day_block(FIRST, title="Opening day"),
            note_block("Bring a hat"),
            slot_block("Welcome", "09:00", "09:30", room="Hall", speakers=[network.anna]),
            slot_block("Visit", "10:00", "12:00", room="Bus"),
            slot_block("Talk", "14:00", "15:00", room="Hall"),
        ],
        start_date=FIRST,
        end_date=SECOND,
        time_zone="Europe/Paris",
    )
    return TrainingSessionPage.objects.get(pk=found.pk)


def publish(session, programme):
    page = TrainingSessionPage.objects.get(pk=session.pk)
    page.programme = programme
    page.save_revision().publish()
    return TrainingSessionPage.objects.get(pk=session.pk)


def changed(network):
    """Give the programme a day later: one slot is new, one moved, one changed, one gone."""
    return [
        day_block(FIRST, title="Opening day"),
        slot_block("Welcome", "09:00", "09:30", room="Garden", speakers=[network.boris]),
        slot_block("Visit", "10:30", "12:30", room="Bus"),
        day_block(SECOND),
        slot_block("Closing", "16:00", "17:00", room="Hall"),
    ]


def slots(session, **values):
    data = ask(PROGRAMME, key=str(session.translation_key), **values)
    days = data["session"]["programme"]["days"]
    return [
        (slot["title"], slot["startsAt"], slot["room"]) for day in days for slot in day["slots"]
    ]


@pytest.mark.django_db
def test_a_version_stays_as_it_was_released(session, network, django_user_model):
    user = django_user_model.objects.create_user(username="editor")
    before = slots(session)
    first = release_programme(session, user, "First")
    session = publish(session, changed(network))
    second = release_programme(session, user)

    assert (first.number, second.number) == (1, 2)
    assert (
        slots(session, version=1)
        == before
        == [
            ("Welcome", "2030-06-24T09:00:00+02:00", "Hall"),
            ("Visit", "2030-06-24T10:00:00+02:00", "Bus"),
            ("Talk", "2030-06-24T14:00:00+02:00", "Hall"),
        ]
    )
    assert (
        slots(session, version=2)
        == slots(session)
        == [
            ("Welcome", "2030-06-24T09:00:00+02:00", "Garden"),
            ("Visit", "2030-06-24T10:30:00+02:00", "Bus"),
            ("Closing", "2030-06-25T16:00:00+02:00", "Hall"),
        ]
    )
    day = ask(PROGRAMME, key=str(session.translation_key), version=1)["session"]["programme"]
    assert (day["days"][0]["title"], day["days"][0]["notes"]) == (
        "Opening day", [{"text": "Bring a hat"}],
    )  # fmt: skip
    assert slots(session, version=1, timeZone="Asia/Seoul")[0] == (
        "Welcome", "2030-06-24T16:00:00+09:00", "Hall",
    )  # fmt: skip


@pytest.mark.django_db
def test_changes_name_what_is_new_moved_changed_and_cancelled(session, network):
    release_programme(session, None)
    session = publish(session, changed(network))
    release_programme(session, None, "Rain")

    versions = ask(VERSIONS, key=str(session.translation_key))["session"]["programmeVersions"]

    assert [(row["number"], row["note"]) for row in versions] == [(2, "Rain"), (1, "")]
    assert versions[1]["changes"] == []
    told = [
        (
            change["kind"],
            change["aspects"],
            change["before"] and (change["before"]["title"], change["before"]["room"]),
            change["after"] and (change["after"]["title"], change["after"]["room"]),
        )
        for change in versions[0]["changes"]
    ]
    assert told == [
        ("CHANGED", ["ROOM", "SPEAKERS"], ("Welcome", "Hall"), ("Welcome", "Garden")),
        ("MOVED", ["TIME"], ("Visit", "Bus"), ("Visit", "Bus")),
        ("NEW", [], None, ("Closing", "Hall")),
        ("CANCELLED", [], ("Talk", "Hall"), None),
    ]
    moved = versions[0]["changes"][1]
    assert (moved["before"]["startsAt"], moved["after"]["startsAt"]) == (
        "2030-06-24T10:00:00+02:00", "2030-06-24T10:30:00+02:00",
    )  # fmt: skip
    assert versions[0]["changes"][0]["after"]["speakers"] == [{"person": {"title": "Boris"}}]


@pytest.mark.django_db
def test_any_two_versions_are_compared(session, network):
    release_programme(session, None)
    session = publish(session, changed(network))
    release_programme(session, None)
    session = publish(
        session, [day_block(FIRST), slot_block("Talk", "14:00", "15:00", room="Hall")]
    )
    release_programme(session, None)

    kinds = [change["kind"] for change in compare(session.translation_key, 1, 3)]

    assert kinds == ["CANCELLED", "CANCELLED"]
    with pytest.raises(ValidationError, match="no version 4"):
        compare(session.translation_key, 1, 4)


@pytest.mark.django_db
def test_drafts_are_in_no_version(session, network):
    session.programme = changed(network)
    session.save_revision()

    release_programme(TrainingSessionPage.objects.get(pk=session.pk), None)

    assert [title for title, *_ in slots(session, version=1)] == ["Welcome", "Visit", "Talk"]


@pytest.mark.django_db
def test_nothing_new_is_no_version(session):
    release_programme(session, None)

    with pytest.raises(ValidationError, match="Nothing has changed since version 1") as found:
        release_programme(session, None)

    assert found.value.code == "unchanged"
    assert versions_of(session.translation_key).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("programme", [[], [day_block(FIRST)]])
def test_an_empty_programme_is_no_version(make_session, programme):
    session = make_session(programme, start_date=FIRST, end_date=FIRST)

    with pytest.raises(ValidationError) as found:
        release_programme(session, None)

    assert found.value.code == "not_public"


@pytest.mark.django_db
@pytest.mark.parametrize("version", [0, 2, -1, 2**31 - 1])
def test_an_unknown_version_is_bad_input(session, version):
    release_programme(session, None)

    answer = ask_raw(PROGRAMME, key=str(session.translation_key), version=version)

    assert codes(answer) == ["BAD_USER_INPUT"]


@pytest.mark.usefixtures("uses_may_break")
@pytest.mark.django_db
def test_who_is_hidden_now_is_hidden_in_old_versions(session, network):
    release_programme(session, None)
    network.anna.unpublish()

    programme = ask(PROGRAMME, key=str(session.translation_key), version=1)["session"]["programme"]

    assert programme["days"][0]["slots"][0]["speakers"] == []


@pytest.mark.django_db
def test_versions_of_a_hidden_session_are_hidden(session):
    release_programme(session, None)
    session.unpublish()

    assert ask(VERSIONS, key=str(session.translation_key)) == {"session": None}
    with pytest.raises(ValidationError):
        release_programme(TrainingSessionPage.objects.get(pk=session.pk), None)


@pytest.mark.django_db
def test_texts_of_a_translation_are_frozen_and_hidden_with_it(session, network):
    french = session.copy_for_translation(network.french)
    raw = french.programme.get_prep_value()
    raw[2]["value"]["title"] = "Bienvenue"
    french.programme = raw
    french.save_revision().publish()
    release_programme(session, None)
    raw[2]["value"]["title"] = "Accueil"
    french = TrainingSessionPage.objects.get(pk=french.pk)
    french.programme = raw
    french.save_revision().publish()

    assert slots(session, version=1, locale="FR")[0][0] == "Bienvenue"
    assert slots(session, locale="FR")[0][0] == "Accueil"
    assert slots(session, version=1)[0][0] == "Welcome"


@pytest.mark.django_db
def test_versions_outlive_the_page_of_the_original(session, network):
    session.copy_for_translation(network.french).save_revision().publish()
    release_programme(session, None)
    TrainingSessionPage.objects.get(pk=session.pk).delete()

    (version,) = versions_of(session.translation_key)

    assert version.session.locale == network.french
    TrainingSessionPage.objects.get(pk=version.session_id).delete()
    assert ProgrammeVersion.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 4])
def test_statements_do_not_grow(number, make_session, network, count_queries):
    for position in range(number):
        session = make_session(
            [day_block(FIRST), slot_block("A", "09:00", "10:00", speakers=[network.anna])],
            title=f"Session {position}", start_date=FIRST, end_date=SECOND,
        )  # fmt: skip
        session = TrainingSessionPage.objects.get(pk=session.pk)
        release_programme(session, None)
        for hour in range(10, 10 + number):
            session = publish(session, [day_block(FIRST), slot_block("A", f"{hour}:00", "17:00")])
            release_programme(session, None)
    query = """{ sessions(first: 10) { nodes { programme(version: 1) { days { slots { title
      speakers { person { title } } } } }
      programmeVersions { number changes { kind before { title speakers { person { title } } }
      after { title } } } } } }"""
    ask(query)

    with count_queries() as queries:
        data = ask(anew(query))

    nodes = data["sessions"]["nodes"]
    assert [len(node["programmeVersions"]) for node in nodes] == [number + 1] * number
    # The sites, which a transaction never keeps; sessions; versions and programmes;
    # changes; people.
    assert len(queries) == 4


@pytest.mark.django_db
def test_editors_release_and_compare_versions(editor, session, network):
    url = reverse("events_programme_versions", args=[session.pk])
    assert url in editor.get(reverse("wagtailadmin_pages:edit", args=[session.pk])).content.decode()
    assert "It will be the first" in editor.get(url).content.decode()

    editor.post(url, {"comment": "Here it is"}, follow=True)
    publish(session, changed(network))
    waiting = " ".join(editor.get(url).content.decode().split())
    editor.post(url, {"comment": ""})
    compared = " ".join(editor.get(url, {"from": "1", "to": "2"}).content.decode().split())
    again = editor.post(url, {"comment": ""})

    for text in (waiting, compared):
        assert "Room: <del><bdi>Hall</bdi></del> <ins><bdi>Garden</bdi></ins>" in text
        assert "People: <del><bdi>Anna</bdi></del> <ins><bdi>Boris</bdi></ins>" in text
        assert text.count("Cancelled") == 1
    assert "Here it is" in compared
    assert "Nothing has changed since version 2." in again.content.decode()
    assert ProgrammeVersion.objects.count() == 2
    assert "There is no version 7." in editor.get(url, {"from": "7", "to": "2"}).content.decode()
    for bad in ("x", "-1", "9" * 30, ""):
        assert editor.get(url, {"from": bad, "to": "2"}).status_code == 200


@pytest.mark.django_db
def test_who_may_not_publish_releases_nothing(make_editor, network, session):
    client = make_editor(network.trainings, "change")
    url = reverse("events_programme_versions", args=[session.pk])

    assert "Release this version" not in client.get(url).content.decode()
    assert client.post(url, {"comment": ""}).status_code == 302
    assert ProgrammeVersion.objects.count() == 0


@pytest.mark.django_db
def test_another_centres_versions_are_closed(make_editor, network, session):
    client = make_editor(network.people, "change", "publish")

    assert client.get(reverse("events_programme_versions", args=[session.pk])).status_code == 302


@pytest.mark.django_db
def test_translations_have_no_versions_of_their_own(editor, session, network):
    french = session.copy_for_translation(network.french)

    assert editor.get(reverse("events_programme_versions", args=[french.pk])).status_code == 302
