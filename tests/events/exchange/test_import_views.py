"""The pages of the admin on which a file is taken over: who may, and what they say."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from events.models import ProgrammeImport, TrainingSessionPage
from tests.factories import TrainingSessionIndexPageFactory

DATA = b"type,date,title\nday,2015-06-22,Opening day\nslot,,Welcome\n"


def address(session, name="import_programme", *more):
    return reverse(f"events_{name}", args=[session.pk, *more])


def upload(client, session, data=DATA, name="programme.csv"):
    return client.post(address(session), {"file": SimpleUploadedFile(name, data)})


def titles(session):
    page = TrainingSessionPage.objects.get(pk=session.pk)
    draft = page.get_latest_revision_as_object().programme
    return [block.value.get("title") for block in draft if block.block_type == "slot"]


@pytest.fixture
def editor(make_editor, network):
    return make_editor(network.trainings, "change")


def test_editor_looks_takes_over_and_undoes(editor, session):
    before = titles(session)
    answer = upload(editor, session)
    waiting = ProgrammeImport.objects.get()
    assert answer.url == address(session, "review_import", waiting.pk)

    page = editor.get(answer.url)
    assert [(str(label), len(changes)) for label, changes in page.context["groups"]] == [
        ("Removed", 7), ("Moved", 0), ("Changed", 0), ("New", 1),
    ]  # fmt: skip
    assert titles(session) == before
    state = page.context["plan"].state
    done = editor.post(answer.url, {"state": state}, follow=True)

    assert titles(session) == ["Welcome"]
    assert b"Nothing was published." in done.content
    assert b"Undo the import" in done.content
    again = editor.post(answer.url, {"state": state}, follow=True)
    assert b"This file was taken over already." in again.content
    assert titles(session) == ["Welcome"]
    editor.post(address(session, "undo_import", waiting.pk))
    assert titles(session) == before


CELLS = "date\tstart\tend\ttitle\r\n2015-06-22\t9:00\t9:30\tمرحبا – Welcome\r\n"


def test_cells_of_a_spreadsheet_are_pasted(editor, session):
    answer = editor.post(address(session), {"cells": CELLS})

    waiting = ProgrammeImport.objects.get()
    page = editor.get(answer.url)
    assert waiting.file_name == "Cells of a spreadsheet"
    assert page.context["plan"].format == "CSV"
    editor.post(answer.url, {"state": page.context["plan"].state})
    assert "مرحبا – Welcome" in titles(session)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose a file, or paste cells."),
        ({"cells": " \r\n\t"}, "Choose a file, or paste cells."),
        ({"cells": CELLS, "file": DATA}, "Choose a file or paste cells, not both."),
        ({"file": b""}, "The submitted file is empty."),
        ({"cells": "Welcome\t9:00\r\n"}, "date, title"),
        ({"cells": CELLS.replace("9:30", "half past")}, "line 2, column end"),
        ({"cells": CELLS + "\x00"}, "Null characters are not allowed."),
        ({"cells": "title\tdate\r\n" + "x" * 200_000}, "The file has more than"),
    ],
)
def test_what_cannot_be_read_is_refused(editor, session, settings, sent, message):
    settings.PROGRAMME_FILE_MAX_BYTES = 100_000
    if "file" in sent:
        sent = {**sent, "file": SimpleUploadedFile("programme.csv", sent["file"])}

    answer = editor.post(address(session), sent)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not ProgrammeImport.objects.exists()


def test_state_that_was_not_seen_is_refused(editor, session):
    answer = upload(editor, session)

    after = editor.post(answer.url, {"state": "another"}, follow=True)

    assert "Welcome" not in titles(session)
    assert b"saved since you saw" in after.content


def test_same_file_again_says_so(editor, session):
    data = editor.get(address(session, "draft_file", "csv")).content

    answer = editor.post(address(session), {"file": SimpleUploadedFile("a.csv", data)}, follow=True)

    assert b"Nothing was changed." in answer.content
    assert not ProgrammeImport.objects.exists()


def test_lines_in_error_are_shown(editor, session):
    answer = upload(editor, session, b"type,date,title\nslot,tomorrow,Welcome\n")

    assert answer.status_code == 422
    assert b"line 2, column date" in answer.content
    assert not ProgrammeImport.objects.exists()


def test_hostile_texts_stay_texts(editor, session):
    data = b"type,date,title\nslot,,<script>alert(1)</script>\n"

    answer = upload(editor, session, data, name="<img src=x>.csv")
    page = editor.get(answer.url).content

    assert b"<script>alert(1)" not in page
    assert b"<img src=x>" not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xml"])
def test_draft_is_given_to_its_editors(editor, session, kind):
    response = editor.get(address(session, "draft_file", kind))

    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == f'attachment; filename="heat-en.{kind}"'


def test_header_of_the_editor_leads_to_the_import(editor, session):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[session.pk]))

    assert address(session).encode() in page.content


def every_way(client, session, waiting):
    yield client.get(address(session))
    yield upload(client, session)
    yield client.get(address(session, "draft_file", "csv"))
    yield client.get(address(session, "review_import", waiting.pk))
    yield client.post(address(session, "review_import", waiting.pk), {"state": ""})
    yield client.post(address(session, "undo_import", waiting.pk))


def refused(client, session):
    """Try every way in; Wagtail leads those whom it refuses to its first page."""
    waiting = ProgrammeImport.objects.create(session=session, file_name="x", data=DATA)
    before = titles(session)
    answers = list(every_way(client, session, waiting))
    assert titles(session) == before
    return {
        answer.status_code == 403
        or (answer.status_code == 302 and answer.url in {reverse("wagtailadmin_home"), "/admin/"})
        or (answer.status_code == 302 and "/login/" in answer.url)
        for answer in answers
    } == {True}


def test_editor_of_another_centre_is_refused(make_editor, network, session):
    elsewhere = TrainingSessionIndexPageFactory(parent=network.home, slug="elsewhere")
    client = make_editor(elsewhere, "add", "change", "publish")

    assert refused(client, session)


def test_author_without_the_right_to_change_is_refused(make_editor, network, session):
    assert refused(make_editor(network.trainings, "add"), session)


def test_visitor_is_refused(client, session):
    assert refused(client, session)


def test_translations_and_aliases_are_refused(editor, make_editor, network, session, translate):
    translation = translate(session, {})
    client = make_editor(network.home, "add", "change", "publish")
    Page.objects.filter(pk=network.trainings_fr.pk).update(live=True)

    assert client.get(address(translation)).status_code in {302, 403}
    assert client.get(address(session)).status_code == 200


def test_file_of_another_editor_is_not_seen(editor, session, django_user_model):
    other = django_user_model.objects.create_superuser(username="other")
    waiting = ProgrammeImport.objects.create(session=session, user=other, file_name="x", data=DATA)

    assert editor.get(address(session, "review_import", waiting.pk)).status_code == 404


def test_file_of_another_session_is_not_applied_here(editor, session, make_session):
    upload(editor, session)
    waiting = ProgrammeImport.objects.get()
    other = make_session(slug="other")

    assert editor.get(address(other, "review_import", waiting.pk)).status_code == 404
