"""Flat listings of one type of page: one row per page and its translations, in a few statements."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import policy_registry

from cms.paths import remember_default_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

# The hook by which snippets of any app come into the menu "Directory".
DIRECTORY = "register_directory_menu_item"

EDITING = ("add", "change", "publish")


def first_pages(pages: QuerySet) -> QuerySet:
    """Keep one page of each set of translations: the oldest that is no alias."""
    originals = pages.filter(alias_of__isnull=True)
    older = originals.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return originals.exclude(Exists(older.order_by()))


def may_edit_pages(user: Any) -> bool:
    """Say whether a user may edit any page."""
    return policy_registry.get_by_type(Page).user_has_any_permission(user, EDITING)


def with_columns(pages: QuerySet) -> QuerySet:
    """Load what the columns of lists show; the pages have their own type already."""
    return (
        pages.defer_streamfields()
        .select_related("locale", "content_type")
        .prefetch_related("sites_rooted_here")
        .prefetch_workflow_states()
        .annotate_has_untranslated_locale()
        .annotate_site_root_state()
        .annotate_approved_schedule()
    )


class TextColumn(Column):
    """A column of a short text with, beneath it, a smaller one."""

    cell_template_name = "pages/listing/text_cell.html"

    def __init__(self, name: str, *args: Any, note: str = "", **kwargs: Any) -> None:
        """Take the name of the attribute that holds the smaller text."""
        super().__init__(name, *args, **kwargs)
        self.note = note

    def get_cell_context_data(
        self, instance: Any, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        """Add the smaller text."""
        context = super().get_cell_context_data(instance, parent_context)
        context["note"] = getattr(instance, self.note, "") if self.note else ""
        return context


class YesColumn(Column):
    """A mark for yes, and none for no, which is no fault."""

    cell_template_name = "pages/listing/yes_cell.html"


class LanguagesColumn(BaseColumn):
    """The languages in which a page exists, each a way to its page."""

    cell_template_name = "pages/listing/languages_cell.html"


TITLE = PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title")
LANGUAGES = LanguagesColumn("languages", label=_("Languages"), classname="miti-wide")
STATE = PageStatusColumn("state", label=_("State"), sort_key="live", width="8%")
SAMPLE = YesColumn("is_sample", label=_("Sample"), classname="miti-wide")
UPDATED = DateColumn(
    "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
)


class RowPermissions(PagePermissionTester):
    """What a user may do with a page of a list, without SQL for pages that have none beneath."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Say what Wagtail says; it asks the database twice for each row."""
        if self.user.is_superuser or not self.page.is_leaf():
            return super().can_delete(ignore_bulk)
        may_take_off = "publish" in self.permissions or not self.page.live
        is_own = "add" in self.permissions and self.page.owner_id == self.user.pk
        return may_take_off and ("change" in self.permissions or is_own)


class PageFilterSet(WagtailFilterSet):
    """Whether a page is public, and its language, which Wagtail adds."""

    live = django_filters.ChoiceFilter(
        label=_("State"),
        method="keep_state",
        empty_label=_("Any"),
        choices=[("live", _("Live")), ("draft", _("Not live")), ("changed", _("Changes waiting"))],
        widget=forms.RadioSelect,
    )

    class Meta:
        """No filter made from fields."""

        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Call the language so, as editors do."""
        super().__init__(*args, **kwargs)
        if "locale" in self.filters:
            self.filters["locale"].label = _("Language")

    def keep_state(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep live pages, those that are not, or those with a newer draft."""
        if value == "changed":
            return queryset.filter(has_unpublished_changes=True, live=True)
        return queryset.filter(live=value == "live")


class ListingView(IndexView):
    """The listing of a type of page.

    Without a search and without a language chosen, each set of translations is one row.
    """

    base_filterset_class = PageFilterSet
    # Where words are looked for: Wagtail's search cannot filter by all that a listing filters by.
    searched_fields: tuple[str, ...] = ("draft_title", "title")
    paginate_by = 50
    any_permission_required = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}

    @cached_property
    def show_locale_labels(self) -> bool:
        """Name the language of a row only where rows of several languages stand together."""
        return self.is_searching or bool(self.request.GET.get("locale"))

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """Load what the columns show."""
        return with_columns(pages)

    def get_base_queryset(self) -> QuerySet:
        """Give what the user may see: one page per set of translations, or all of them."""
        pages = super().get_base_queryset().filter(alias_of__isnull=True)
        if self.is_searching or self.request.GET.get("locale"):
            return pages
        seen = self.model.objects.filter(
            pk__in=self.permission_policy.explorable_instances(self.request.user).values("pk")
        )
        return pages.filter(pk__in=first_pages(seen).order_by().values("pk"))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Keep the pages that have every word in one of the searched fields."""
        for word in self.search_query.split() if self.is_searching else []:
            found = Q(pk__in=[])
            for name in self.searched_fields:
                found |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(found)
        return queryset

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Order what was found by title, unless the user chose a column."""
        if self.is_searching and not self.is_explicitly_ordered:
            return queryset.order_by("draft_title", "pk")
        return super().order_queryset(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the rows shown what their cells need, together."""
        context = super().get_context_data(**kwargs)
        self.decorate(list(context["object_list"]))
        return context

    def decorate(self, pages: Sequence[Page]) -> None:
        """Give each row the languages in which it exists; two statements."""
        add_languages(pages, self.request)
        remember_default_languages(pages)
        for page in pages:
            page.permissions_for_user = partial(RowPermissions, page=page)


def add_languages(pages: Sequence[Page], request: HttpRequest) -> None:
    """Set `languages` on pages: their translations, and whether the user may edit these."""
    keys = {page.translation_key for page in pages}
    policy = policy_registry.get_by_type(Page)
    rows = list(
        Page.objects.filter(translation_key__in=keys, alias_of__isnull=True)
        .select_related("locale")
        .only("pk", "translation_key", "live", "title", "locale__language_code")
        .order_by("pk")
    )
    editable = set(
        policy.instances_user_has_permission_for(request.user, "change")
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    by_key: dict[Any, list[Page]] = {}
    for row in rows:
        row.is_editable = row.pk in editable
        by_key.setdefault(row.translation_key, []).append(row)
    for page in pages:
        page.languages = by_key.get(page.translation_key, [])


class PlaceView(ChooseParentView):
    """Where to put a new page; asked only if there are several places."""

    template_name = "pages/listing/places.html"
    page_title = _("Where does it belong?")

    def get_valid_parent_pages(self, user: Any) -> QuerySet:
        """Offer places in the language asked for; if there are none, in any language."""
        places = super().get_valid_parent_pages(user)
        if not self.request.GET.get("locale") and not places.exists():
            self.locale = None
            places = super().get_valid_parent_pages(user)
        return places.order_by("path")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the places."""
        context = super().get_context_data(**kwargs)
        context["places"] = self.get_valid_parent_pages(self.request.user).select_related("locale")
        context["model_opts"] = self.model._meta
        return context


class EditorsMenuItem(MenuItem):
    """An entry for those who may edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who would be let in."""
        return may_edit_pages(request.user)


class ListingViewSet(PageListingViewSet):
    """A listing of a type of page, with its place in the menu."""

    index_view_class = ListingView
    choose_parent_view_class = PlaceView
    add_to_admin_menu = True
    menu_item_class = EditorsMenuItem
    add_item_label: Any = None

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Pass the heading and the label of the button."""
        return super().get_index_view_kwargs(
            page_title=self.menu_label, add_item_label=self.add_item_label, **kwargs
        )


def columns(*own: BaseColumn) -> list[BaseColumn]:
    """Put a type's own columns between those that all listings have."""
    return [BulkActionsColumn("bulk_actions"), TITLE, *own, LANGUAGES, STATE]
