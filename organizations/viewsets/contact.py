"""The listing of contact points."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView

from cms.pages.listings import DIRECTORY, SAMPLE
from organizations.models import ContactPoint
from translations.views.snippets import LanguageSnippetViewSet

from .exchange import ExchangeButtonsMixin


class ContactPointListingView(ExchangeButtonsMixin, IndexView):
    """All contact points that the user may see."""

    exchange_kind = "contact-points"


class ContactPointViewSet(LanguageSnippetViewSet):
    """Contact points, by name."""

    model = ContactPoint
    index_view_class = ContactPointListingView
    icon = "mail"
    menu_label = _("Contact points")
    menu_hook = DIRECTORY
    menu_order = 300
    list_display = [
        "name",
        "telephone_display",
        "email",
        SAMPLE,
        LocaleColumn(label=_("Language")),
        UpdatedAtColumn(),
    ]
    search_backend_name = None
    search_fields = ["name"]
    ordering = ["name", "pk"]
