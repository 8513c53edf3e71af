"""The listings of themes and venues."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.listings import DIRECTORY
from events.models import Theme, Venue


class ThemeViewSet(SnippetViewSet):
    """Themes of sessions."""

    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    menu_hook = DIRECTORY
    menu_order = 100
    list_display = [
        "name",
        "slug",
        "sample_badge",
        LocaleColumn(label=_("Language")),
        UpdatedAtColumn(),
    ]
    list_filter = ["live"]


class VenueViewSet(SnippetViewSet):
    """Venues of sessions."""

    model = Venue
    icon = "home"
    menu_label = _("Venues")
    menu_hook = DIRECTORY
    menu_order = 200
    list_display = [
        "name",
        "city",
        "country",
        "sample_badge",
        LocaleColumn(label=_("Language")),
        UpdatedAtColumn(),
    ]
    list_filter = ["live", "country"]
