"""The history tells who changed whose rights, and is exported without formulas."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, Page

from cms.users.rights import RIGHTS, log_rights

EMPTY_FORMSETS = {
    f"{prefix}-{name}": value
    for prefix in (
        "page_permissions", "collection_permissions", "image_permissions", "document_permissions",
    )
    for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MAX_NUM_FORMS": 1000}.items()
}  # fmt: skip


def entries():
    found = ModelLogEntry.objects.filter(action=RIGHTS).order_by("pk")
    return [(entry.label, entry.user.username, entry.data) for entry in found]


@pytest.fixture
def group(db):
    return Group.objects.create(name="=Editors")


def test_rights_of_a_group_are_told(admin_client, group):
    access = Permission.objects.get(codename="access_admin")
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    pages = admin_client.get(url).context["permission_panels"][0]
    change = pages.empty_form.fields["permissions"].queryset.get(codename="change_page")
    root = Page.get_first_root_node()
    given = {
        "page_permissions-TOTAL_FORMS": 1,
        "page_permissions-0-page": root.pk,
        "page_permissions-0-permissions": [change.codename],
    }
    data = {"name": group.name, "permissions": [access.pk], **EMPTY_FORMSETS, **given}

    assert admin_client.post(url, data).status_code == 302
    assert group.permissions.count() == GroupPagePermission.objects.filter(group=group).count() == 1
    admin_client.post(url, {"name": group.name, **EMPTY_FORMSETS})
    admin_client.post(url, {"name": group.name, **EMPTY_FORMSETS})

    told = [str(access), f"group page permission: Root, {change}"]
    assert entries() == [
        ("=Editors", "admin", {"given": sorted(told), "taken": []}),
        ("=Editors", "admin", {"given": [], "taken": sorted(told)}),
    ]


def test_groups_of_a_user_are_told(admin_client, group, django_user_model):
    user = django_user_model.objects.create_user(username="amal", email="amal@example.org")
    data = {
        "username": "amal", "email": "amal@example.org", "first_name": "A", "last_name": "B",
        "is_active": "on",
    }  # fmt: skip
    url = reverse("wagtailusers_users:edit", args=[user.pk])

    answer = admin_client.post(url, {**data, "groups": [group.pk], "is_superuser": "on"})
    assert answer.status_code == 302
    admin_client.post(url, data)

    told = ["administrator", "group =Editors"]
    assert [entry[1:] for entry in entries()] == [
        ("admin", {"given": told, "taken": []}),
        ("admin", {"given": [], "taken": told}),
    ]


def test_many_users_put_into_a_group_are_told(admin_client, group, django_user_model):
    users = [django_user_model.objects.create_user(username=name) for name in ("a", "b")]
    url = reverse("wagtail_bulk_action", args=["users", "user", "assign_role"])
    query = "&".join(f"id={user.pk}" for user in users)

    assert admin_client.post(f"{url}?{query}", {"role": group.pk}).status_code == 302

    assert [(label, data) for label, _user, data in entries()] == [
        (str(user), {"given": ["group =Editors"], "taken": []}) for user in users
    ]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_history_is_filtered_and_exported_without_formulas(admin_client, group, file_format):
    log_rights(group, set(), {"x"}, None)
    log_rights(Group.objects.create(name="Others"), set(), {"x"}, None)
    url = reverse("wagtailadmin_reports:site_history")

    answer = admin_client.get(f"{url}?export={file_format}&label=Editors&action={RIGHTS}")

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    if file_format == "csv":
        lines = content.decode().splitlines()
        assert len(lines) == 2
        assert "'=Editors" in lines[1]
        assert "Others" not in content.decode()
    else:
        assert content.startswith(b"PK")
