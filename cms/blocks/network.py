"""Blocks that show what the network has elsewhere: sessions, people, organizations, contacts.

Targets are named by text, because this package stands below the apps that own them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.graphql.fields import (
    GraphQLPage,
    GraphQLPages,
    GraphQLSnippet,
    GraphQLString,
    register_streamfield_block,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_PAGES = 24


def _pages(page_type: str, label: StrOrPromise) -> blocks.ListBlock:
    return blocks.ListBlock(
        blocks.PageChooserBlock(page_type=page_type), min_num=1, max_num=MOST_PAGES, label=label
    )


@register_streamfield_block
class SessionListBlock(blocks.StructBlock):
    """Training sessions chosen by an editor."""

    heading = blocks.CharBlock(required=False, max_length=255, label=_("Heading"))
    sessions = _pages("events.TrainingSessionPage", _("Sessions"))

    graphql_fields = [
        GraphQLString("heading", required=True, description="The heading of the list, or empty."),
        GraphQLPages(
            "sessions",
            "events.TrainingSessionPage",
            description="The sessions, in the editor's order; at most 24.",
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "date"
        label = _("Sessions")
        label_format = _("Sessions: {heading}")
        description = _("Training sessions that you choose.")


@register_streamfield_block
class PeopleListBlock(blocks.StructBlock):
    """People chosen by an editor."""

    heading = blocks.CharBlock(required=False, max_length=255, label=_("Heading"))
    people = _pages("organizations.PersonPage", _("People"))

    graphql_fields = [
        GraphQLString("heading", required=True, description="The heading of the list, or empty."),
        GraphQLPages(
            "people",
            "organizations.PersonPage",
            description="The people, in the editor's order; at most 24.",
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "group"
        label = _("People")
        label_format = _("People: {heading}")
        description = _("People that you choose.")


@register_streamfield_block
class OrganizationCardBlock(blocks.StructBlock):
    """An organization in short."""

    organization = blocks.PageChooserBlock(
        page_type="organizations.OrganizationPage", label=_("Organization")
    )

    graphql_requires = ("organization",)

    graphql_fields = [
        GraphQLPage(
            "organization",
            "organizations.OrganizationPage",
            required=True,
            description="The organization.",
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "home"
        label = _("Organization")
        label_format = _("Organization: {organization}")
        description = _("An organization in short, with a link to its page.")


@register_streamfield_block
class ContactCardBlock(blocks.StructBlock):
    """Whom to ask."""

    contact_point = SnippetChooserBlock("organizations.ContactPoint", label=_("Contact point"))

    graphql_requires = ("contact_point",)

    graphql_fields = [
        GraphQLSnippet(
            "contact_point",
            "organizations.ContactPoint",
            required=True,
            description="Whom to ask.",
        ),
    ]

    class Meta:
        """How editors see it."""

        icon = "user"
        label = _("Contact")
        label_format = _("Contact: {contact_point}")
        description = _("Telephone, e-mail and opening hours of a contact point.")
