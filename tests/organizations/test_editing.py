"""People and organizations through the admin's own forms."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations.models import PersonPage
from tests.factories import (
    ContactPointFactory,
    HomePageFactory,
    LocaleFactory,
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
)

pytestmark = pytest.mark.django_db


def form_of(client, page):
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]


def boxes(bound_field):
    """What is offered, with what is ticked, in order."""
    return [(str(box.data["value"]), box.data["selected"]) for box in bound_field.subwidgets]


@pytest.fixture
def home():
    return HomePageFactory()


def test_contact_points_are_offered_once_in_the_language_of_the_page(admin_client, home):
    organization = OrganizationPageFactory(parent=OrganizationIndexPageFactory(parent=home))
    english = ContactPointFactory(name="Desk")
    english.copy_for_translation(LocaleFactory(language_code="fr")).save()
    organization.contact_points.set([english])
    organization.save()

    form = form_of(admin_client, organization)

    assert boxes(form["contact_points"]) == [(str(english.pk), True)]


def test_languages_are_ticked_and_those_written_by_code_are_kept(admin_client, home):
    person = PersonPageFactory(
        parent=PersonIndexPageFactory(parent=home), spoken_languages=["ko", "pt-BR"]
    )

    field = form_of(admin_client, person)["spoken_languages"]

    ticked = [value for value, is_ticked in boxes(field) if is_ticked]
    assert ticked == ["ko", "pt-BR"]
    assert field.label == "Languages spoken"
    assert field.field.clean(ticked) == ticked


def test_what_is_no_language_is_refused():
    field = PersonPage._meta.get_field("spoken_languages").formfield()

    with pytest.raises(ValidationError):
        field.clean(["French"])
