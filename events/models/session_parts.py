"""The rows of a session: who organizes it, who hosts it, which files go with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from cms.graphql.fields import GraphQLDocument, GraphQLEnum, GraphQLPage, GraphQLString
from events.enums import OrganizerRole

ORGANIZATION_PAGE = "organizations.OrganizationPage"


class SessionOrganizer(Orderable):
    """An organization that organizes or supports a session."""

    page = ParentalKey(
        "events.TrainingSessionPage", on_delete=models.CASCADE, related_name="organizers"
    )
    # Null in drafts only: a row is saved as soon as an editor adds it.
    organization = models.ForeignKey(
        ORGANIZATION_PAGE,
        verbose_name=_("organization"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=OrganizerRole.choices,
        default=OrganizerRole.ORGANIZER,
    )

    panels = [PageChooserPanel("organization", ORGANIZATION_PAGE), FieldPanel("role")]

    graphql_fields = [
        GraphQLPage(
            "organization", ORGANIZATION_PAGE, required=True, description="The organization."
        ),
        GraphQLEnum("role", OrganizerRole, description="What it does.", required=True),
    ]

    class Meta(Orderable.Meta):
        """Names for editors."""

        verbose_name = _("organizer")
        verbose_name_plural = _("organizers")

    def __str__(self) -> str:
        """Give the role."""
        return str(self.get_role_display())


class SessionHost(Orderable):
    """An organization in whose house a session takes place."""

    page = ParentalKey("events.TrainingSessionPage", on_delete=models.CASCADE, related_name="hosts")
    organization = models.ForeignKey(
        ORGANIZATION_PAGE,
        verbose_name=_("organization"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [PageChooserPanel("organization", ORGANIZATION_PAGE)]

    graphql_fields = [
        GraphQLPage(
            "organization", ORGANIZATION_PAGE, required=True, description="The organization."
        )
    ]

    class Meta(Orderable.Meta):
        """Names for editors."""

        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        """Give the primary key of the organization."""
        return str(self.organization_id or "")


class SessionDocument(Orderable):
    """A file that goes with a session; each language of the page has its own list."""

    page = ParentalKey(
        "events.TrainingSessionPage", on_delete=models.CASCADE, related_name="documents"
    )
    document = models.ForeignKey(
        "media.Document",
        verbose_name=_("document"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(
        _("title"),
        max_length=255,
        blank=True,
        help_text=_("Shown instead of the file's own title."),
    )

    panels = [FieldPanel("document"), FieldPanel("title")]

    graphql_fields = [
        GraphQLDocument("document", required=True, description="The file."),
        GraphQLString(
            "title",
            required=True,
            description="What to call it here; empty for the file's own title.",
        ),
    ]

    class Meta(Orderable.Meta):
        """Names for editors."""

        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        """Give the title."""
        return self.title
