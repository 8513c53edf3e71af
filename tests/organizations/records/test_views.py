"""The pages of the admin on which tables of people are taken over: who may, and what they say."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from organizations.models import PersonPage, RecordImport
from tests.factories import PersonIndexPageFactory, PersonPageFactory
from tests.support.record_tables import table
from translations.models import GroupLanguage

DATA = table({"name": "Anna Sow", "honorific": "X"}, {"name": "Omar", "honorific": ""})


def address(name, *more, kind="people"):
    return reverse(f"organizations_{name}_records", args=[kind, *more])


def upload(client, data=DATA, name="people.csv", kind="people", **more):
    file = SimpleUploadedFile(name, data)
    return client.post(address("import", kind=kind), {"file": file, **more})


def people():
    return sorted(PersonPage.objects.values_list("title", "honorific"))


@pytest.fixture
def client_of_people(make_editor, world):
    return make_editor(world.people, "add", "change")


def test_editor_looks_takes_over_and_undoes(client_of_people, world):
    answer = upload(client_of_people)
    waiting = RecordImport.objects.get()
    assert answer.url == address("review", waiting.pk)

    page = client_of_people.get(answer.url)
    assert [(str(label), len(changes)) for label, changes in page.context["groups"]] == [
        ("New", 1), ("Changed", 1),
    ]  # fmt: skip
    state = page.context["plan"].state
    before = Page.objects.count()
    done = client_of_people.post(answer.url, {"state": state}, follow=True)

    assert b"Nothing was published." in done.content
    assert b"Undo the import" in done.content
    assert Page.objects.count() == before + 1
    for again in (
        client_of_people.post(answer.url, {"state": state}, follow=True),
        client_of_people.get(answer.url, follow=True),
    ):
        assert again.status_code == 200
        assert b"This file was taken over already." in again.content
    assert Page.objects.count() == before + 1
    client_of_people.post(address("undo", waiting.pk))
    assert Page.objects.count() == before
    assert (
        PersonPage.objects.get(pk=world.anna.pk).get_latest_revision_as_object().honorific == "Dr"
    )


def test_publishing_needs_the_right_to_publish(client_of_people, world):
    answer = upload(client_of_people)
    state = client_of_people.get(answer.url).context["plan"].state

    after = client_of_people.post(answer.url, {"state": state, "publish": "on"}, follow=True)

    assert b"You may not publish" in after.content
    assert not PersonPage.objects.filter(title="Omar").exists()


def test_people_of_another_centre_are_refused_by_name(make_editor, world):
    elsewhere = PersonIndexPageFactory(parent=world.home, slug="elsewhere")
    client = make_editor(elsewhere, "add", "change", "publish")

    answer = upload(client)

    assert answer.status_code == 422
    assert [str(p.code) for p in answer.context["problems"]] == ["not_allowed"]
    assert "You may not change \u2068Anna Sow\u2069" in answer.content.decode()
    assert client.get(address("export", "csv")).content.decode().count("\n") == 1


def test_place_is_asked_for_where_there_are_several(make_editor, world):
    other = PersonIndexPageFactory(parent=world.home, slug="other", title="Trainers")
    client = make_editor(world.home, "add", "change")
    data = table({"name": "Omar"})

    assert upload(client, data).context["form"].errors == {"place": ["This field is required."]}
    answer = upload(client, data, place=other.pk)
    state = client.get(answer.url).context["plan"].state
    client.post(answer.url, {"state": state})

    assert PersonPage.objects.get(title="Omar").get_parent().pk == other.pk


def test_place_where_nothing_may_be_added_is_no_choice(make_editor, world):
    PersonIndexPageFactory(parent=world.people.get_parent(), slug="closed")
    client = make_editor(world.people, "add", "change")

    form = client.get(address("import")).context["form"]

    assert "place" not in form.fields
    assert form.only_place.pk == world.people.pk


def test_lines_in_error_are_shown(client_of_people):
    answer = upload(client_of_people, table({"name": "Omar", "email": "nobody"}))

    assert answer.status_code == 422
    assert b"line 2, column email" in answer.content
    assert not RecordImport.objects.exists()


def test_same_file_again_says_so(client_of_people):
    data = client_of_people.get(address("export", "csv")).content

    answer = upload(client_of_people, data)

    assert answer.url == address("import") + "?locale=en"
    assert not RecordImport.objects.exists()


@pytest.mark.parametrize("data", [b"", b"%PDF-1", b"PK\x03\x04broken", b"a,b\n1,2\n", b"\xff\xfe"])
def test_what_is_no_table_is_refused(client_of_people, data):
    assert upload(client_of_people, data).status_code in {200, 422}
    assert not RecordImport.objects.exists()


def test_hostile_texts_stay_texts(client_of_people):
    answer = upload(
        client_of_people, table({"name": "<script>alert(1)</script>"}), "<img src=x>.csv"
    )

    page = client_of_people.get(answer.url).content

    assert b"<script>alert(1)" not in page
    assert b"<img src=x>" not in page


@pytest.mark.parametrize("kind", ["people", "organizations", "contact-points", "venues"])
def test_listing_leads_to_import_and_export(admin_client, world, kind):
    page = admin_client.get(address("import", kind=kind))
    listing = admin_client.get(page.context["listing"])

    assert address("import", kind=kind).encode() in listing.content
    assert address("export", "xlsx", kind=kind).encode() in listing.content
    assert admin_client.get(address("export", "xlsx", kind=kind)).status_code == 200


def test_listing_of_those_without_rights_offers_nothing(make_editor, world):
    client = make_editor(world.people, "lock")

    listing = client.get(reverse("people:index"))

    assert listing.status_code == 200
    assert address("import").encode() not in listing.content


def every_way(client, waiting):
    yield client.get(address("import"))
    yield upload(client)
    yield client.get(address("export", "csv"))
    yield client.get(address("review", waiting.pk))
    yield client.post(address("review", waiting.pk), {"state": ""})
    yield client.post(address("undo", waiting.pk))


def refused(client):
    waiting = RecordImport.objects.create(kind="people", locale_id=1, file_name="x", data=DATA)
    RecordImport.objects.update(locale=PersonPage.objects.first().locale)
    before = people()
    answers = list(every_way(client, waiting))
    assert people() == before
    return {
        answer.status_code == 403
        or (answer.status_code == 302 and answer.url in {reverse("wagtailadmin_home"), "/admin/"})
        or (answer.status_code == 302 and "/login/" in answer.url)
        for answer in answers
    } == {True}


def test_visitor_and_user_without_rights_are_refused(client, make_editor, world):
    assert refused(client)
    assert refused(make_editor(world.people, "lock"))


def test_file_of_another_editor_is_not_seen(client_of_people, world, django_user_model):
    other = django_user_model.objects.create_superuser(username="other")
    waiting = RecordImport.objects.create(
        kind="people", locale=world.english, user=other, file_name="x", data=DATA
    )

    assert client_of_people.get(address("review", waiting.pk)).status_code == 404


def test_import_of_another_centre_is_not_undone(client_of_people, make_editor, world):
    answer = upload(client_of_people)
    state = client_of_people.get(answer.url).context["plan"].state
    client_of_people.post(answer.url, {"state": state})
    done = RecordImport.objects.get()
    elsewhere = PersonIndexPageFactory(parent=world.home, slug="elsewhere")
    other = make_editor(elsewhere, "add", "change", "publish")

    after = other.post(address("undo", done.pk), follow=True)

    assert b"You may not change" in after.content
    assert PersonPage.objects.filter(title="Omar").exists()


def test_unknown_kinds_languages_and_formats_are_not_found(admin_client, world):
    assert admin_client.get(address("import", kind="cars")).status_code == 404
    assert admin_client.get(address("import") + "?locale=xx").status_code == 404
    assert admin_client.get(address("export", "exe")).status_code == 404
    assert admin_client.get(address("undo", 1)).status_code == 405


def test_editor_of_snippets_in_one_language_writes_in_no_other(client, world, django_user_model):
    group = Group.objects.create(name="French desk")
    codenames = ["access_admin", "add_contactpoint", "change_contactpoint"]
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    GroupLanguage.objects.create(group=group, locale=world.french)
    user = django_user_model.objects.create_user(username="desk")
    user.groups.add(group)
    client.force_login(user)
    data = table({"name": "Desk", "email": "desk@example.org"})
    file = SimpleUploadedFile("a.csv", data)

    refused = upload(client, data, kind="contact-points")
    french = address("import", kind="contact-points") + "?locale=fr"

    assert [str(p.code) for p in refused.context["problems"]] == ["no_place"]
    assert client.post(french, {"file": file}).status_code == 302


def test_statements_of_the_page_do_not_grow(admin_client, world, count_queries):
    def statements():
        with count_queries() as queries:
            admin_client.get(address("export", "csv"))
        return len(queries)

    few = statements()
    for number in range(5):
        PersonPageFactory(parent=world.people, title=f"P{number}", slug=f"p{number}")

    assert statements() == few
