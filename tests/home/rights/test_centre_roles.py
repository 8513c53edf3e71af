"""The groups of centres, by the command and by the pages of the admin."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    ModelLogEntry,
    Page,
    Workflow,
    WorkflowPage,
)

from home.domain.centre_roles import create_centre_roles
from home.domain.centres import all_centres
from home.models import CentreGroup
from tests.factories import (
    LocaleFactory,
    OrganizationPageFactory,
    TrainingSessionIndexPageFactory,
)
from translations.models import GroupLocaleRole

LIST = "/admin/centres/"


def run(*centres):
    out = StringIO()
    call_command("create_centre_roles", *centres, stdout=out)
    return out.getvalue().strip()


NOTHING = "0 groups, 0 collections and 0 workflows made; 0 rights given, 0 taken away."


def rights(name):
    rows = GroupPagePermission.objects.filter(group__name=name)
    return {
        (row.page.url_path, row.permission.codename)
        for row in rows.select_related("page", "permission")
    }


def address(world, city="Cairo"):
    key = world.centres[city].organization.translation_key
    return reverse("home_centre_roles", args=[key])


def test_centre_has_three_groups_in_all_languages(world):
    paths = {path for path, _right in rights("Editors: Cairo")}
    codes = {right for _path, right in rights("Publishers: Cairo")}

    assert paths == {
        f"/{home}/{place}/cairo/"
        for home in ("home", "home-ar", "home-fr")
        for place in ("trainings", "organizations")
    }
    assert {right for _path, right in rights("Editors: Cairo")} == {
        "add_page", "change_page", "lock_page",
    }  # fmt: skip
    assert codes == {"add_page", "change_page", "lock_page", "publish_page", "unlock_page"}
    assert rights("Translators: Cairo") == set()
    group = Group.objects.get(name="Translators: Cairo")
    assert GroupLocaleRole.objects.filter(group=group).exclude(below=None).count() == 6
    collections = GroupCollectionPermission.objects.filter(group__name="Editors: Cairo")
    assert {row.collection.name for row in collections} == {"Cairo"}


def test_each_centre_has_a_review_of_its_own(world):
    cairo, paris = (world.centres[city].listing.get_workflow() for city in ("Cairo", "Paris"))

    assert (cairo.name, paris.name) == ("Publishing: Cairo", "Publishing: Paris")
    groups = cairo.tasks[0].specific.groups.values_list("name", flat=True)
    assert list(groups) == ["Publishers: Cairo"]


def test_command_makes_nothing_twice(world):
    assert run() == NOTHING
    assert run("cairo", "MITI Paris") == NOTHING


def test_command_names_the_centres_that_there_are(world):
    with pytest.raises(CommandError, match=r"no centre “Rome”. Centres are: Cairo, Paris\."):
        run("Rome")


def test_another_language_gets_its_rights_by_another_run(world):
    korean = LocaleFactory(language_code="ko")
    cairo = world.centres["Cairo"]
    for page in (world.home, world.trainings, cairo.listing):
        page.copy_for_translation(korean)

    answer = run("Cairo")

    # Eight on the new list, and two pages below which there is one language more.
    assert answer.endswith("10 rights given, 0 taken away.")
    assert ("/home-ko/trainings/cairo/", "change_page") in rights("Editors: Cairo")


def test_what_administrators_changed_stays(world):
    group = Group.objects.get(name="Editors: Cairo")
    Group.objects.filter(pk=group.pk).update(name="Our writers")
    rows = GroupPagePermission.objects.filter(group=group, permission__codename="lock_page")
    rows.delete()

    assert run() == NOTHING
    assert not Group.objects.filter(name="Editors: Cairo").exists()
    assert {right for _path, right in rights("Our writers")} == {"add_page", "change_page"}


def give_list_to_paris(world):
    cairo, paris = world.centres["Cairo"], world.centres["Paris"]
    lists = type(cairo.listing).objects.filter(translation_key=cairo.listing.translation_key)
    lists.update(centre=paris.organization)
    return TrainingSessionIndexPageFactory(
        parent=world.trainings, title="Nile", centre=cairo.organization
    )


def test_list_that_becomes_another_centres_takes_its_rights_along(world):
    extra = give_list_to_paris(world)

    run()

    paths = {path for path, _right in rights("Editors: Cairo")}
    assert extra.url_path in paths
    assert "/home/trainings/cairo/" not in paths
    assert ("/home/trainings/cairo/", "change_page") in rights("Editors: Paris")


def test_list_takes_its_rights_along_where_only_the_new_centre_is_settled(client, world):
    give_list_to_paris(world)
    key = world.centres["Cairo"].listing.translation_key
    client.force_login(world.boss)

    client.post(address(world, "Paris"), {"action": "make"})

    paths = {path for path, _right in rights("Editors: Cairo") | rights("Publishers: Cairo")}
    below = GroupLocaleRole.objects.filter(below=key).values_list("group__name", flat=True)
    entry = ModelLogEntry.objects.filter(action="users.rights", label="Editors: Cairo").get()
    assert "/home/trainings/cairo/" not in paths
    assert set(below) == {"Translators: Paris"}
    assert (len(entry.data["taken"]), entry.user) == (9, world.boss)


def test_list_that_becomes_another_centres_leaves_the_review_of_the_first(world):
    give_list_to_paris(world)
    inner = TrainingSessionIndexPageFactory(
        parent=world.centres["Paris"].listing, centre=world.centres["Cairo"].organization
    )

    run()

    cairo, paris = world.centres["Cairo"], world.centres["Paris"]
    reviews = {
        Page.objects.get(pk=page.pk).get_workflow().name
        for page in (cairo.listing, paris.listing, paris.organization)
    }
    assert reviews == {"Publishing: Paris"}
    assert Page.objects.get(pk=inner.pk).get_workflow().name == "Publishing: Cairo"
    assert run() == NOTHING


def test_two_centres_of_one_city_get_groups_of_their_own(world):
    other = OrganizationPageFactory(parent=world.organizations, title="Nile school", city="Cairo")
    TrainingSessionIndexPageFactory(parent=world.trainings, title="Nile", centre=other)

    create_centre_roles()

    group = CentreGroup.objects.get(centre=other.translation_key, role="EDITOR").group
    assert group.name == "Editors: Cairo, Nile school"
    assert {path for path, _right in rights(group.name)} & {"/home/trainings/cairo/"} == set()


def renamed(world, city, name):
    """Have a centre move to another city; its groups may be renamed after it."""
    organization = world.centres[city].organization
    organizations = type(organization).objects
    organizations.filter(translation_key=organization.translation_key).update(city=name)


def new_centre(world, city, title="New school"):
    other = OrganizationPageFactory(parent=world.organizations, title=title, city=city)
    TrainingSessionIndexPageFactory(parent=world.trainings, title=title, centre=other)
    return other


def group_of(organization, role="EDITOR"):
    return CentreGroup.objects.get(centre=organization.translation_key, role=role).group


def collections_of(group):
    rows = GroupCollectionPermission.objects.filter(group=group)
    return set(rows.values_list("collection__name", flat=True))


def test_name_of_another_centres_group_is_not_taken(world):
    renamed(world, "Paris", "Lyon")
    other = new_centre(world, "Paris")

    create_centre_roles()

    assert group_of(world.centres["Paris"].organization).name == "Editors: Paris"
    assert group_of(other).name == "Editors: Paris (2)"


def test_collection_of_another_centre_is_not_taken(world):
    renamed(world, "Paris", "Lyon")
    for group in Group.objects.filter(centre_role__isnull=False, name__endswith=": Paris"):
        Group.objects.filter(pk=group.pk).update(name=group.name.replace("Paris", "Lyon"))
    other = new_centre(world, "Paris")

    create_centre_roles()

    assert group_of(other).name == "Editors: Paris"
    assert collections_of(group_of(other)) == {"Paris (2)"}
    assert collections_of(group_of(world.centres["Paris"].organization)) == {"Paris"}


@pytest.mark.parametrize("name", ["Root", "Paris"])
def test_right_to_choose_elsewhere_makes_no_other_group_change_files_there(world, name):
    other = new_centre(world, "Rome")
    group = Group.objects.create(name="Editors: Rome")
    choose = Permission.objects.get(
        content_type__app_label="wagtailimages", codename="choose_image"
    )
    GroupCollectionPermission.objects.create(
        group=group, collection=Collection.objects.get(name=name), permission=choose
    )

    create_centre_roles()

    assert collections_of(group_of(other, "PUBLISHER")) == {"Rome"}
    assert collections_of(group_of(other, "TRANSLATOR")) == {"Rome"}


def test_collection_with_another_name_is_still_the_centres(world):
    Collection.objects.filter(name="Cairo").update(name="Files of Cairo")
    Group.objects.get(name="Publishers: Cairo").delete()

    create_centre_roles()

    assert collections_of(Group.objects.get(name="Publishers: Cairo")) == {"Files of Cairo"}


def test_two_centres_of_one_city_and_title_get_groups_of_their_own(world):
    first, second = (new_centre(world, "Rome", "School") for _number in range(2))

    create_centre_roles()

    assert {group_of(one).name for one in (first, second)} == {
        "Editors: Rome, School",
        "Editors: Rome, School (2)",
    }
    assert collections_of(group_of(first)) != collections_of(group_of(second))


def test_pages_with_a_workflow_keep_it(world):
    other = OrganizationPageFactory(parent=world.organizations, title="Rome")
    listing = TrainingSessionIndexPageFactory(parent=world.trainings, title="R", centre=other)
    workflow = Workflow.objects.create(name="All")
    WorkflowPage.objects.create(workflow=workflow, page=world.trainings)

    create_centre_roles()

    assert Page.objects.get(pk=listing.pk).get_workflow() == workflow


@pytest.mark.parametrize("above", ["home", "root"])
def test_a_workflow_of_all_pages_is_no_centres(world, above):
    other = OrganizationPageFactory(parent=world.organizations, title="Rome")
    listing = TrainingSessionIndexPageFactory(parent=world.trainings, title="R", centre=other)
    workflow = Workflow.objects.create(name="All")
    page = world.home if above == "home" else Page.get_first_root_node()
    WorkflowPage.objects.create(workflow=workflow, page=page)

    create_centre_roles()

    assert Page.objects.get(pk=listing.pk).get_workflow() == Workflow.objects.get(
        name__startswith="Publishing", workflow_pages__page=listing
    )


def test_list_of_centres_takes_the_same_statements_for_any_number(client, world, count_queries):
    client.force_login(world.boss)
    found = []
    for number in (2, 5):
        for extra in range(number - len(all_centres())):
            other = OrganizationPageFactory(parent=world.organizations, title=f"C{number}{extra}")
            TrainingSessionIndexPageFactory(parent=world.trainings, centre=other)
        create_centre_roles()
        client.get(LIST)
        with count_queries() as queries:
            client.get(LIST)
        found.append(len(queries))

    assert found == [16, 16]


def test_page_of_a_centre_makes_what_is_missing(client, world):
    Group.objects.get(name="Publishers: Cairo").delete()
    client.force_login(world.boss)
    shown = client.get(address(world))

    client.post(address(world), {"action": "make"})

    assert "There is no group for this role yet." in shown.content.decode()
    assert len(rights("Publishers: Cairo")) == 30
    assert ModelLogEntry.objects.filter(action="home.centre_roles", user=world.boss).count() == 3


def test_history_names_groups_that_were_given_something(world):
    entries = ModelLogEntry.objects.filter(action="home.centre_roles")
    before = entries.count()
    new_centre(world, "Aix")

    create_centre_roles()

    assert {entry.data["centre"] for entry in entries.order_by("pk")[before:]} == {"New school"}


def test_people_join_and_leave(client, world):
    client.force_login(world.boss)
    group = Group.objects.get(name="Editors: Cairo")
    person = world.parisian

    client.post(address(world), {"action": "join", "person": person.pk, "group": group.pk})
    joined = person.groups.filter(pk=group.pk).exists()
    shown = client.get(address(world)).content.decode()
    client.post(address(world), {"action": "leave", "person": person.pk, "group": group.pk})

    assert joined
    assert "parisian" in shown
    assert not person.groups.filter(pk=group.pk).exists()
    entries = ModelLogEntry.objects.filter(action__in=("home.join_group", "home.leave_group"))
    assert [entry.data["name"] for entry in entries] == ["parisian", "parisian"]


def test_nobody_joins_a_group_that_is_not_the_centres(client, world):
    client.force_login(world.boss)
    group = Group.objects.get(name="Editors: Paris")
    person = world.users["translator"]

    form = client.post(address(world), {"action": "join", "person": person.pk, "group": group.pk})
    gone = client.post(
        address(world), {"action": "leave", "person": world.parisian.pk, "group": group.pk}
    )
    odd = client.post(address(world), {"action": "leave", "person": "x", "group": "²"})

    assert form.context["form"].errors.keys() == {"group"}
    assert (gone.status_code, odd.status_code) == (404, 404)
    assert not person.groups.filter(pk=group.pk).exists()


@pytest.mark.parametrize("role", ["editor", "publisher", "translator"])
def test_pages_are_for_those_who_may_change_groups(client, world, role):
    user = world.users[role]
    client.force_login(user)
    refused = client.get(LIST)
    user.user_permissions.add(Permission.objects.get(codename="change_group"))

    allowed = client.get(LIST)

    assert refused.status_code == 302
    assert allowed.status_code == 200


def test_unknown_centre_is_not_found(client, world):
    client.force_login(world.boss)

    answer = client.get(reverse("home_centre_roles", args=[world.home.translation_key]))

    assert answer.status_code == 404


def test_collection_of_the_centres_name_is_used(world):
    assert Collection.objects.filter(name="Cairo").count() == 1
