"""What is exported from the admin holds no formulas, and tells of rights, too."""

import io

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_the_log_of_the_site_is_exported_without_formulas(start, admin_client):
    page = StandardPageFactory(title="Plain")
    page.title = f"{start}1+1"
    page.save_revision(log_action=True)
    url = reverse("wagtailadmin_reports:site_history")

    csv = b"".join(admin_client.get(f"{url}?export=csv")).decode()
    sheet = load_workbook(io.BytesIO(b"".join(admin_client.get(f"{url}?export=xlsx")))).active
    labels = [str(row[1]) for row in sheet.iter_rows(values_only=True)]

    assert f"'{start}1+1" in csv
    assert f",{start}1+1" not in csv
    assert [label for label in labels if label.startswith("'")]


def test_the_log_of_the_site_tells_of_rights(admin_client, django_user_model):
    group = Group.objects.create(name="Editors")
    user = django_user_model.objects.create_user(username="somebody", email="s@example.org")
    admin_client.post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {
            "username": "somebody",
            "email": "s@example.org",
            "first_name": "Some",
            "last_name": "Body",
            "is_active": "on",
            "groups": [group.pk],
        },
    )

    rows = b"".join(
        admin_client.get(reverse("wagtailadmin_reports:site_history") + "?export=csv")
    ).decode()

    assert user.groups.get() == group
    assert f"{user.pk},somebody,User,Edit,admin" in rows
