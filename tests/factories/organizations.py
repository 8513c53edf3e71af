"""Organizations, people and contact points."""

import factory
from factory.django import DjangoModelFactory

from organizations.enums import OrganizationKind
from organizations.models import (
    ContactPoint,
    OrganizationFact,
    OrganizationIndexPage,
    OrganizationPage,
    OrganizationRelation,
    PersonIndexPage,
    PersonPage,
    PersonRole,
)

from .home import HomePageFactory, LocaleFactory, PageFactory


class OrganizationIndexPageFactory(PageFactory):
    """A list of organizations."""

    class Meta:
        model = OrganizationIndexPage

    parent = factory.SubFactory(HomePageFactory)


class OrganizationPageFactory(PageFactory):
    """A regional centre."""

    class Meta:
        model = OrganizationPage

    parent = factory.SubFactory(OrganizationIndexPageFactory)
    kind = OrganizationKind.REGIONAL_CENTRE


class OrganizationRelationFactory(DjangoModelFactory):
    """A relation between `page` and `organization`."""

    class Meta:
        model = OrganizationRelation

    kind = "PART_OF"


class OrganizationFactFactory(DjangoModelFactory):
    """A number of members."""

    class Meta:
        model = OrganizationFact

    label = "Members"
    value = 120


class PersonIndexPageFactory(PageFactory):
    """A list of people."""

    class Meta:
        model = PersonIndexPage

    parent = factory.SubFactory(HomePageFactory)


class PersonPageFactory(PageFactory):
    """A person."""

    class Meta:
        model = PersonPage

    parent = factory.SubFactory(PersonIndexPageFactory)


class PersonRoleFactory(DjangoModelFactory):
    """A presidency of `page`."""

    class Meta:
        model = PersonRole

    role = "President"
    organization = factory.SubFactory(OrganizationPageFactory)


class ContactPointFactory(DjangoModelFactory):
    """A contact point with a telephone."""

    class Meta:
        model = ContactPoint

    name = factory.Sequence(lambda n: f"Desk {n}")
    telephone = "+33 1 77 49 76 32"
    locale = factory.SubFactory(LocaleFactory)
