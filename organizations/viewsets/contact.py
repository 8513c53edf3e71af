"""The listing of contact points."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.listings import DIRECTORY
from organizations.models import ContactPoint


class ContactPointViewSet(SnippetViewSet):
    """Contact points, by name."""

    model = ContactPoint
    icon = "mail"
    menu_label = _("Contact points")
    menu_hook = DIRECTORY
    menu_order = 300
    list_display = [
        "name",
        "telephone_display",
        "email",
        "sample_badge",
        LocaleColumn(label=_("Language")),
        UpdatedAtColumn(),
    ]
    search_fields = ["name"]
    ordering = ["name", "pk"]
