"""The root fields that know no app: pages, routes, redirects, locales, search."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, TypeVar

import graphene
from django.apps import apps
from django.db.models import Q
from grapple.settings import grapple_settings
from wagtail.models import Page

from cms.caching import tags
from cms.statements import KEY, Param

from .arguments import in_utc, primary_key
from .columns import PAGE_COLUMNS
from .connections import Order, Slice, connection_arguments, connection_type
from .errors import BadUserInput
from .fields import list_of
from .interfaces import PageConnection, PageInterface
from .locales import Locale, LocaleCode, scope_arguments, site_argument
from .localization import find_page, page_rows
from .pages import STEP, locale_order, translations_of, visible_pages
from .pagination import Rows, paginate
from .resolvers import resolver
from .sites import MAX_PATH_LENGTH

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from .connections import Connection
    from .context import Scope
    from .info import Info

P = TypeVar("P", bound=Page)

PageType = graphene.Enum.from_enum(
    enum.Enum(
        "PageType",
        {
            model.__name__: model._meta.label_lower
            for label in grapple_settings.APPS
            for model in apps.get_app_config(label).get_models()
            if issubclass(model, Page)
        },
    ),
    name="PageType",
    description=lambda value: "The types of pages." if value is None else None,
)

PAGE_ORDERS = {
    "TREE": Order("path"),
    "TITLE_ASC": Order("title", is_words=True),
    "TITLE_DESC": Order("title", descending=True, is_words=True),
    "FIRST_PUBLISHED_ASC": Order("first_published_at"),
    "FIRST_PUBLISHED_DESC": Order("first_published_at", descending=True),
    "LAST_PUBLISHED_ASC": Order("last_published_at"),
    "LAST_PUBLISHED_DESC": Order("last_published_at", descending=True),
}


def order_enum(name: str, orders: dict[str, Order], description: str) -> type[graphene.Enum]:
    """The enum of a list's orderings."""
    return graphene.Enum.from_enum(
        enum.Enum(name, {key: key for key in orders}),
        name=name,
        description=lambda value: description if value is None else None,
    )


def orders_of(asked: list[str] | None, orders: dict[str, Order], default: str) -> list[Order]:
    """The orderings of an `orderBy` argument; the first of several on one column counts."""
    by_name: dict[str, Order] = {}
    for key in asked or [default]:
        by_name.setdefault(orders[_plain(key)].name, orders[_plain(key)])
    return list(by_name.values())


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, enum.Enum) else value


PageOrder = order_enum("PageOrder", PAGE_ORDERS, "Orderings of lists of pages.")


class PageFilter(graphene.InputObjectType):
    """Conditions on pages; all must hold."""

    types = graphene.List(graphene.NonNull(PageType), description="One of these types.")
    parent = graphene.UUID(description="Directly below the page with this key.")
    ancestor = graphene.UUID(description="Anywhere below the page with this key.")
    in_menu = graphene.Boolean(description="Whether editors want it in menus.")
    published_since = graphene.DateTime(description="Last published at or after this moment.")
    published_until = graphene.DateTime(description="Last published before this moment.")


class Alternate(graphene.ObjectType):
    """An address of the same content in a language, for `hreflang`."""

    hreflang = graphene.String(
        required=True, description="The language tag, or `x-default` for the site's default."
    )
    path = graphene.String(required=True, description="The public path.")
    url = graphene.String(required=True, description="The public URL.")


class Route(graphene.ObjectType):
    """A public URL of the site, with the addresses of its other language versions."""

    path = graphene.String(required=True, description="The public path.")
    url = graphene.String(required=True, description="The public URL.")
    key = graphene.UUID(required=True, description="The page's key.")
    locale = graphene.Field(graphene.NonNull(Locale), description="The language.")
    lastmod = graphene.DateTime(description="When the page was last published.")
    alternates = graphene.Field(
        graphene.NonNull(list_of(Alternate)),
        description="All language versions, this one included, then `x-default`; reciprocal.",
    )


RouteConnection = connection_type("Route", Route)


def address_arguments() -> dict[str, graphene.Argument]:
    """The arguments of a root field for one page."""
    return {
        "path": graphene.Argument(
            graphene.String, description="A public path, as `path` gives it."
        ),
        "id": graphene.Argument(graphene.ID, description="A page in one language."),
        "key": graphene.Argument(graphene.UUID, description="A page in any language."),
        **scope_arguments(),
    }


class PageQueries:
    """Pages of any type, and what front ends need to route to them."""

    page = graphene.Field(
        PageInterface,
        args=address_arguments(),
        description=(
            "One page by path, id or key; null if there is none or it is not public. With `locale` "
            "or `locales` the same page in the best of those languages."
        ),
    )
    pages = graphene.Field(
        graphene.NonNull(PageConnection),
        filter=graphene.Argument(PageFilter, description="Conditions."),
        order_by=graphene.Argument(
            graphene.List(graphene.NonNull(PageOrder)), description="Default: the tree's order."
        ),
        args={**scope_arguments(), **connection_arguments()},
        description="Pages of any type.",
    )
    routes = graphene.Field(
        graphene.NonNull(RouteConnection),
        locale=graphene.Argument(LocaleCode, description="One language; without it all."),
        site=site_argument(),
        args=connection_arguments(default=100),
        description=(
            "Every public URL of the site, for sitemaps and static builds. Pages that only show "
            "another language's text are left out."
        ),
    )
    locales = graphene.Field(
        graphene.NonNull(list_of(Locale)),
        site=site_argument(),
        description="The languages in which the site has a public home page.",
    )


@resolver("Query.page")
def resolve_page(roots: list[None], info: Info, **address: Any) -> list[Page | None]:
    """Find one page."""
    return [one_page_of(Page, info, **address)]


def one_page_of(
    model: type[P],
    info: Info,
    path: str | None = None,
    id: str | None = None,  # noqa: A002 the argument's name in the API
    key: UUID | None = None,
) -> P | None:
    """The page of one type at one address; a page of another type does not exist here.

    Its language then holds for all below, unless one was asked for.
    """
    if sum(value is not None for value in (path, id, key)) != 1:
        raise BadUserInput("Give one of `path`, `id` and `key`.")
    number = primary_key(id) if id is not None else None
    if id is not None and number is None:
        return None
    if path is not None and len(path) > MAX_PATH_LENGTH:
        return None
    page = find_page(info.scope, model, path=path, pk=number, key=key)
    if page is not None:
        info.scope = info.scope.in_locale(page.locale_id)
    return page


@resolver("Query.pages")
def resolve_pages(
    roots: list[None],
    info: Info,
    filter: dict[str, Any] | None = None,  # noqa: A002 the argument's name in the API
    order_by: list[str] | None = None,
    **arguments: Any,
) -> list[Connection]:
    """List pages of any type."""
    scope = info.scope
    condition = page_filter(filter or {}, scope)
    rows = page_rows(Page, lambda: Page.objects.filter(condition), scope, ("pages", condition))
    order = orders_of(order_by, PAGE_ORDERS, "TREE")
    return [paginate(rows, order, Slice.of(info, **arguments), finish=scope.loaders.specific)]


def page_filter(conditions: dict[str, Any], scope: Scope) -> Q:
    """The condition of a PageFilter. A page that is not visible has nothing below it."""
    result = Q()
    if conditions.get("types") is not None:
        labels = dict.fromkeys(_plain(item) for item in conditions["types"])
        named = [
            Q(content_type__app_label=a, content_type__model=m) for a, m in map(_split, labels)
        ]
        result &= _any(named)
    if conditions.get("parent") is not None:
        result &= below_key(conditions["parent"], scope, direct=True)
    if conditions.get("ancestor") is not None:
        result &= below_key(conditions["ancestor"], scope, direct=False)
    if conditions.get("in_menu") is not None:
        result &= Q(show_in_menus=conditions["in_menu"])
    if conditions.get("published_since") is not None:
        result &= Q(last_published_at__gte=_moment(conditions["published_since"]))
    if conditions.get("published_until") is not None:
        result &= Q(last_published_at__lt=_moment(conditions["published_until"]))
    return result


def _moment(value: datetime) -> datetime:
    """Refuse a moment that no database can compare."""
    try:
        return in_utc(value)
    except OverflowError:
        raise BadUserInput("This moment is out of range.") from None


def _split(label: str) -> list[str]:
    return label.split(".")


def _any(conditions: list[Q]) -> Q:
    result = Q(pk__in=[])
    for condition in conditions:
        result |= condition
    return result


def below_key(key: UUID, scope: Scope, *, direct: bool) -> Q:
    """Pages below any language version of a visible page."""
    scope.dependencies.add(tags.page(key))
    places = scope.loaders.visible(
        "pages above", lambda: Q(translation_key=Param("home_key", key, KEY)), home_key=key
    )
    return _any(
        [
            Q(
                path__startswith=page.path,
                **{"depth" if direct else "depth__gt": len(page.path) // STEP + int(direct)},
            )
            for page in places
        ]
    )


@resolver("Query.routes")
def resolve_routes(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List every public URL."""
    scope = info.scope

    def build() -> QuerySet[Page]:
        pages = visible_pages(scope).filter(alias_of=None)
        return pages.filter(locale__in=scope.locales) if scope.is_explicit else pages

    scope.dependencies.add(tags.PAGES)
    rows = Rows(scope, Page, build, [*PAGE_COLUMNS, "last_published_at"], "routes")
    wanted = Slice.of(info, **arguments)
    return [paginate(rows, [Order("pk")], wanted, finish=lambda rows: routes_of(rows, scope))]


def routes_of(rows: list[Page], scope: Scope) -> list[dict[str, Any]]:
    """Pages as routes, with the alternates of all of them in one statement."""
    alternates = alternates_of({row.translation_key for row in rows}, scope)
    return [
        {
            "path": scope.roots.path_of(row),
            "url": scope.roots.url_of(row),
            "key": row.translation_key,
            "locale": scope.locale(row.locale_id),
            "lastmod": row.last_published_at,
            "alternates": alternates[row.translation_key],
        }
        for row in rows
    ]


def alternates_of(keys: set[UUID], scope: Scope) -> dict[UUID, list[dict[str, str]]]:
    """The visible language versions of pages by key; an alias is none."""
    versions = translations_of(keys, scope)
    default = scope.roots.default_home.locale_id
    alternates = {}
    for key, pages in versions.items():
        pages.sort(key=lambda page: locale_order(page, scope))
        found = [
            _alternate(page, scope.locale(page.locale_id).language_code, scope) for page in pages
        ]
        found += [
            _alternate(page, "x-default", scope) for page in pages if page.locale_id == default
        ]
        alternates[key] = found
    return alternates


def _alternate(page: Page, hreflang: str, scope: Scope) -> dict[str, Any]:
    return {
        "hreflang": hreflang,
        "path": scope.roots.path_of(page),
        "url": scope.roots.url_of(page),
    }


@resolver("Query.locales")
def resolve_locales(roots: list[None], info: Info) -> list[list[Any]]:
    """List the languages with a public home page."""
    return [visible_locales(info.scope)]


def visible_locales(scope: Scope) -> list[Any]:
    """The languages in which the site's home page is visible, in the order of their creation."""
    key = scope.roots.site.home_key
    scope.dependencies.add(tags.page(key))
    homes = scope.loaders.visible(
        "home pages", lambda: Q(translation_key=Param("home_key", key, KEY)), home_key=key
    )
    visible = {home.locale_id for home in homes}
    return [locale for pk, locale in scope.locales_by_id.items() if pk in visible]
