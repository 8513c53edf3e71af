"""States of texts: draft, translated, reviewed; who may say so, and what takes it back."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.support.digest import digests
from tests.support.translated_site import segments, write
from translations.desk.texts import texts_of, version_of
from translations.domain.review import decide, send_for_review
from translations.enums import Mark
from translations.exchange import po, xliff
from translations.exchange.document import document_of
from translations.exchange.importing import import_file
from translations.models import TextMark

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


@pytest.fixture
def translation(site):
    found = site.begin(site.session)
    write(found, {"Opening": "الافتتاح", "Cool streets": "شوارع باردة"})
    return found


def text_of(translation, original="Opening"):
    return next(text for text in texts_of(translation) if text.unit.source == original)


def state(translation, original="Opening"):
    return text_of(translation, original).state.value


def mark(client, user, translation, name, original="Opening", headers=SCRIPT, **values):
    client.force_login(user)
    text = text_of(translation, original)
    url = reverse("translations_mark", args=[translation.pk, text.key])
    return client.post(url, {"mark": name, "version": text.version, **values}, headers=headers)


def save(client, user, translation, target, original="Opening"):
    client.force_login(user)
    text = text_of(translation, original)
    url = reverse("translations_text", args=[translation.pk, text.key])
    return client.post(url, {"target": target, "version": text.version}, headers=SCRIPT)


def approve(translation, user, original="Opening"):
    segment = segments(translation)[original]
    row = StringTranslation.objects.get(
        translation_of=segment.string, context=segment.context, locale=translation.target_locale
    )
    TextMark.objects.set([row], Mark.REVIEWED, user)


def desk(client, user, translation, shown=""):
    client.force_login(user)
    return client.get(reverse("translations_desk", args=[translation.pk]), {"show": shown})


def test_a_reviewer_approves_a_text_and_takes_it_back(client, translation, reviewer):
    answer = mark(client, reviewer, translation, "reviewed").json()

    assert (answer["state"], answer["label"]) == ("reviewed", "Reviewed")
    assert "#icon-success" in answer["badge"]
    assert "Reviewed: 1" in " ".join(answer["counts"].split())
    assert TextMark.objects.get().by == reviewer
    assert mark(client, reviewer, translation, "translated").json()["state"] == "translated"
    assert state(translation) == "translated"


def test_a_translator_keeps_a_draft_and_says_when_it_is_done(client, translation, translator):
    assert mark(client, translator, translation, "draft").json()["state"] == "draft"
    assert str(desk(client, translator, translation).context["progress"]).startswith("1 of 3")
    assert mark(client, translator, translation, "translated").json()["state"] == "translated"
    mark(client, translator, translation, "draft")
    assert save(client, translator, translation, "الافتتاح").json()["state"] == "translated"


def test_forms_without_a_script_come_back_to_their_text(client, translation, reviewer):
    response = mark(client, reviewer, translation, "reviewed", headers={}, show="unreviewed")

    key = text_of(translation).key
    url = reverse("translations_desk", args=[translation.pk])
    assert (response.status_code, response["Location"]) == (302, f"{url}?show=unreviewed#{key}")
    assert state(translation) == "reviewed"


def test_a_change_of_the_words_takes_the_approval_back(client, translation, translator, reviewer):
    mark(client, reviewer, translation, "reviewed")

    answer = save(client, translator, translation, "بداية").json()

    assert answer["state"] == "translated"
    assert "Changed since rana approved it" in answer["marks"]
    assert save(client, translator, translation, "الافتتاح").json()["state"] == "reviewed"


def test_every_way_of_writing_takes_it_back(translation, reviewer):
    approve(translation, reviewer)

    StringTranslation.objects.filter(data="الافتتاح").update(data="x")

    assert state(translation) == "translated"


def test_a_changed_original_takes_it_back(site, translation, reviewer):
    approve(translation, reviewer, "Cool streets")
    site.session.title = "Cooler streets"
    site.session.save_revision().publish()

    translation.source.update_from_db()

    assert state(translation, "Cooler streets") == "untranslated"


def test_what_changed_meanwhile_is_not_approved_unseen(client, translation, translator, reviewer):
    seen = text_of(translation).version
    save(client, translator, translation, "بداية")

    response = mark(client, reviewer, translation, "reviewed", version=seen)

    assert response.status_code == 409
    assert "amal has changed this text" in response.json()["feedback"]
    assert state(translation) == "translated"


@pytest.mark.parametrize("original", ["Shade and water", "Opening"])
def test_what_cannot_be_used_cannot_be_approved(client, translation, reviewer, original):
    StringTranslation.objects.filter(data="الافتتاح").update(has_error=True, field_error="No")

    response = mark(client, reviewer, translation, "reviewed", original)

    assert response.status_code == 422
    assert not TextMark.objects.exists()


def test_approving_the_page_approves_its_texts(client, site, translation, translator, reviewer):
    write(translation, {"Shade and water": "ظل"})
    StringTranslation.objects.filter(data="ظل").update(translation_type=MACHINE)
    korean = site.begin(site.session, "ko")
    write(korean, {"Opening": "개회"})
    send_for_review(translation, translator)

    decide(translation, reviewer, "approve", "")

    assert state(translation) == state(translation, "Cool streets") == "reviewed"
    assert state(translation, "Shade and water") == "reviewed"
    assert state(korean) == "translated"
    assert {found.by for found in TextMark.objects.all()} == {reviewer}


def test_a_reviewer_answers_for_what_a_machine_wrote(client, translation, reviewer):
    StringTranslation.objects.update(translation_type=MACHINE)
    assert state(translation) == "machine"

    mark(client, reviewer, translation, "reviewed")

    assert state(translation) == "reviewed"
    assert StringTranslation.objects.get(data="الافتتاح").translation_type == "manual"


def test_texts_are_approved_while_the_review_waits(client, translation, translator, reviewer):
    send_for_review(translation, translator)

    assert mark(client, reviewer, translation, "reviewed").status_code == 200
    assert is_refused(mark(client, translator, translation, "draft"))


def is_refused(response):
    return response.status_code in {403, 404, 409} or response.headers.get("Location") == "/admin/"


@pytest.mark.parametrize("name", ["reviewed", "nonsense"])
def test_translators_approve_nothing(client, translation, translator, name):
    before = digests()

    assert is_refused(mark(client, translator, translation, name))
    assert digests() == before


@pytest.mark.parametrize("groups", [["Translators: Korean", "Reviewers: Korean"], []])
def test_others_mark_nothing(client, site, translation, groups):
    kim = site.member("kim", *groups)
    before = digests()

    for name in ("draft", "translated", "reviewed"):
        assert is_refused(mark(client, kim, translation, name))
    assert digests() == before


def test_states_are_counted_and_filtered(client, translation, translator, reviewer):
    approve(translation, reviewer)
    mark(client, translator, translation, "draft", "Cool streets")

    response = desk(client, translator, translation)

    counts = [(found.value, number) for found, number in response.context["counts"]]
    assert counts == [("untranslated", 1), ("draft", 1), ("reviewed", 1)]
    tabs = {str(tab["shown"]): tab["count"] for tab in response.context["tabs"]}
    assert tabs == {
        "all": 3, "untranslated": 1, "draft": 1, "unreviewed": 0, "reviewed": 1, "look": 0,
        "comments": 0,
    }  # fmt: skip
    shown = desk(client, translator, translation, "reviewed").context["texts"]
    assert [text.unit.source for text in shown] == ["Opening"]


def test_states_cost_no_statement(client, translation, reviewer, count_queries):
    desk(client, reviewer, translation)
    with count_queries() as none:
        desk(client, reviewer, translation)
    approve(translation, reviewer)
    approve(translation, reviewer, "Cool streets")

    with count_queries() as two:
        desk(client, reviewer, translation)

    assert len(none) == len(two)


def test_approving_many_texts_takes_as_many_statements_as_one(site, reviewer, count_queries):
    numbers = []
    for code in ("ar", "ko"):
        found = site.begin(site.session, code)
        write(found, {"Opening": "x"})
        if code == "ko":
            write(found, {"Cool streets": "y", "Shade and water": "z"})
        page = site.page(code)
        with count_queries() as queries:
            TextMark.objects.approve(page, reviewer)
        numbers.append(len(queries))

    # The texts, and their marks.
    assert numbers == [2, 2]


def files(translation):
    document = document_of(translation)
    return xliff.write(document), po.write(document)


def test_states_go_out_and_come_back_as_they_are(translation, reviewer):
    approve(translation, reviewer)
    TextMark.objects.set(StringTranslation.objects.filter(data="شوارع باردة"), Mark.DRAFT, reviewer)
    as_xliff, as_po = files(translation)

    states = [line.split('"')[1] for line in as_xliff.decode().splitlines() if "<segment" in line]
    assert states == ["initial", "initial", "reviewed"]
    assert as_po.count(b"#, fuzzy") == 1
    before = digests()
    for data in (as_xliff, as_po):
        report = import_file(translation, data, user=reviewer)
        assert (report.changes, report.unchanged) == ([], 2)
    assert digests() == before
    assert files(translation) == (as_xliff, as_po)


@pytest.mark.parametrize(
    ("said", "who", "expected"),
    [
        ("reviewed", "rana", "reviewed"),
        ("final", "rana", "reviewed"),
        ("reviewed", "amal", "translated"),
        ("translated", "rana", "translated"),
        ("initial", "rana", "translated"),
    ],
)
def test_a_file_says_reviewed_for_those_who_may(
    site, translation, translator, reviewer, said, who, expected
):
    data = files(translation)[0].replace(b'state="translated"', f'state="{said}"'.encode())

    import_file(translation, data, user=site.users.get(username=who))

    assert state(translation) == expected


def test_a_changed_text_is_reviewed_if_its_file_and_its_uploader_say_so(
    translation, translator, reviewer
):
    data = files(translation)[0].replace("الافتتاح".encode(), "بداية".encode())
    data = data.replace(b'state="translated"', b'state="final"')

    import_file(translation, data, user=translator)
    assert (text_of(translation).value, state(translation)) == ("بداية", "translated")
    import_file(translation, data, user=reviewer)
    assert state(translation) == "reviewed"


def test_a_file_that_knows_of_no_review_takes_none_away(translation, reviewer):
    data = files(translation)
    approve(translation, reviewer)

    for file in data:
        import_file(translation, file, user=reviewer)

    assert state(translation) == "reviewed"


def test_a_draft_is_done_when_its_file_says_so(translation, translator):
    TextMark.objects.set(StringTranslation.objects.all(), Mark.DRAFT, translator)
    data = files(translation)[1].replace(b"#, fuzzy\n", b"")

    import_file(translation, data, user=translator)

    assert state(translation) == "translated"
    assert not TextMark.objects.exists()


def test_a_mark_knows_its_words(translation, reviewer):
    approve(translation, reviewer)

    assert TextMark.objects.get().version == version_of("الافتتاح")
