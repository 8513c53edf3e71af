"""How editors find news, menus and notices, and the menu of what pages refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.pages.listings import (
    DIRECTORY,
    SAMPLE,
    ListingView,
    ListingViewSet,
    PageFilterSet,
    TextColumn,
    columns,
)
from translations.domain.policy import has_role_only
from translations.views.snippets import LanguageSnippetViewSet

from .models import InterfaceMessage, Menu, NewsPage, Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def years(request: Any = None) -> list[tuple[str, str]]:
    """Give the years that have news, the latest first."""
    found = NewsPage.objects.dates("date", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in found]


class NewsFilterSet(PageFilterSet):
    """By year."""

    year = django_filters.ChoiceFilter(
        label=_("Year"), method="keep_year", empty_label=_("Any year"), choices=years
    )

    class Meta(PageFilterSet.Meta):
        """News."""

        model = NewsPage

    def keep_year(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep news of a year."""
        return queryset.filter(date__year=int(value))


class NewsListingView(ListingView):
    """All news that the user may see, the latest first."""

    base_filterset_class = NewsFilterSet
    default_ordering = "-date"


class NewsViewSet(ListingViewSet):
    """News."""

    model = NewsPage
    icon = "doc-full"
    menu_label = _("News")
    menu_name = "news"
    menu_order = 140
    add_item_label = _("Add news")
    index_view_class = NewsListingView
    filterset_class = NewsFilterSet
    columns = columns(DateColumn("date", label=_("Date"), sort_key="date"))
    list_export = ["title", "locale.language_code", "date", "live"]
    export_headings = {
        "title": _("Title"),
        "locale.language_code": _("Language"),
        "date": _("Date"),
        "live": _("Live"),
    }
    export_filename = "news"


news_viewset = NewsViewSet("news")


class DirectoryGroup(ViewSetGroup):
    """What pages refer to; each application puts its own entries here."""

    menu_label = _("Directory")
    menu_name = "directory"
    menu_icon = "list-ul"
    menu_order = 160
    submenu_hook = DIRECTORY


class MenuViewSet(LanguageSnippetViewSet):
    """Menus, by handle and language."""

    model = Menu
    icon = "list-ul"
    list_display = ["title", "handle", "locale", SAMPLE]
    search_fields = ["title", "handle"]
    ordering = ["handle", "pk"]


class NoticeViewSet(LanguageSnippetViewSet):
    """Notices, the latest first."""

    model = Notice
    icon = "warning"
    list_display = ["title", "level", "starts_at", "ends_at", SAMPLE]
    list_filter = ["level"]
    search_fields = ["title"]
    ordering = ["-starts_at", "pk"]


class InterfaceMessageViewSet(LanguageSnippetViewSet):
    """The words of front ends' interfaces, by name."""

    model = InterfaceMessage
    icon = "comment"
    list_display = ["name", TextColumn("text", label=_("Text")), "locale", SAMPLE]
    search_fields = ["name", "text"]
    ordering = ["name", "pk"]


class SiteGroup(SnippetViewSetGroup):
    """What surrounds the pages of a site."""

    items = (MenuViewSet, NoticeViewSet, InterfaceMessageViewSet)
    menu_label = _("Site")
    menu_icon = "desktop"
    menu_order = 600


class DocumentationMenuItem(MenuItem):
    """The way to the documentation: for translators, to theirs."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it where operators have said where it is."""
        return bool(settings.DOCUMENTATION_URL)

    def render_component(self, request: HttpRequest) -> Any:
        """Choose the part for those who have a role, and no other right."""
        address = settings.DOCUMENTATION_URL.rstrip("/") + "/"
        if has_role_only(request.user):
            address += "translators/"
        component = super().render_component(request)
        component.url = address
        return component
