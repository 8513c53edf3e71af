"""The listings of themes and venues."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView

from cms.pages.listings import DIRECTORY, SAMPLE
from events.models import Theme, Venue
from organizations.viewsets import ExchangeButtonsMixin
from translations.views.snippets import LanguageSnippetViewSet


class ThemeViewSet(LanguageSnippetViewSet):
    """Themes of sessions."""

    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    menu_hook = DIRECTORY
    menu_order = 100
    list_display = [
        "name",
        "slug",
        SAMPLE,
        LocaleColumn(label=_("Language")),
        UpdatedAtColumn(),
    ]
    list_filter = ["live"]


class VenueListingView(ExchangeButtonsMixin, IndexView):
    """All venues that the user may see."""

    exchange_kind = "venues"


class VenueViewSet(LanguageSnippetViewSet):
    """Venues of sessions."""

    model = Venue
    index_view_class = VenueListingView
    icon = "home"
    menu_label = _("Venues")
    menu_hook = DIRECTORY
    menu_order = 200
    list_display = [
        "name",
        "city",
        "country",
        SAMPLE,
        LocaleColumn(label=_("Language")),
        UpdatedAtColumn(),
    ]
    list_filter = ["live", "country"]
