"""Root fields: the site, its menus, its notices, the words of front ends' interfaces."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Q
from django.db.models.functions import Left, Length
from django.db.models.lookups import Exact

from cms.graphql.connections import (
    MAX_PAGE_SIZE,
    Order,
    Slice,
    connection_arguments,
    connection_type,
)
from cms.graphql.fields import model_type
from cms.graphql.locales import scope_arguments
from cms.graphql.localization import snippet_rows
from cms.graphql.pagination import paginate
from cms.graphql.resolvers import resolver
from cms.statements import Param
from home.models import InterfaceMessage, Menu, Notice

from .types import Site

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.graphql.connections import Connection
    from cms.graphql.info import Info

MESSAGE_NAME = InterfaceMessage._meta.get_field("name")
InterfaceMessageConnection = connection_type(
    "InterfaceMessage", model_type("home.InterfaceMessage")
)
NoticeConnection = connection_type("Notice", model_type("home.Notice"))


class HomeQueries:
    """What stands on every page of a site."""

    site = graphene.Field(
        graphene.NonNull(Site),
        args=scope_arguments(),
        description="The default site, or the one asked for.",
    )
    menu = graphene.Field(
        model_type("home.Menu"),
        handle=graphene.Argument(
            graphene.String, required=True, description="Its name, such as `main` or `footer`."
        ),
        args=scope_arguments(),
        description="A navigation menu; null if there is none of this name.",
    )
    notices = graphene.Field(
        graphene.NonNull(NoticeConnection),
        args={**scope_arguments(), **connection_arguments()},
        description="The messages to show on all pages at this moment.",
    )
    interface_messages = graphene.Field(
        graphene.NonNull(InterfaceMessageConnection),
        prefix=graphene.Argument(
            graphene.String, description="How names begin, such as `programme.`; null for all."
        ),
        args={**scope_arguments(), **connection_arguments(MAX_PAGE_SIZE)},
        description="The words of front ends' own interfaces, by name, in ICU MessageFormat.",
    )


@resolver("Query.site")
def resolve_site(roots: list[None], info: Info) -> list[dict[str, Any]]:
    """Say what the site is."""
    site = info.scope.roots.site
    return [
        {
            "name": site.site_name or site.hostname,
            "hostname": site.hostname,
            "root_url": site.root_url,
            "default_locale": info.scope.locale(info.scope.roots.default_home.locale_id),
        }
    ]


@resolver("Query.menu")
def resolve_menu(roots: list[None], info: Info, handle: str) -> list[Menu | None]:
    """Find a menu by its handle."""
    named = Q(handle=Param("handle", handle, Menu._meta.get_field("handle")))
    rows = snippet_rows(Menu, info.scope, "menu", named, {"handle": handle})
    return [next(iter(rows.all()), None)]


@resolver("Query.notices")
def resolve_notices(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List the notices of this moment."""
    now = info.scope.moment
    current = (Q(starts_at__isnull=True) | Q(starts_at__lte=now)) & (
        Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    )
    rows = snippet_rows(Notice, info.scope, "current notices", current)
    scope = info.scope
    for name in ("starts_at", "ends_at"):
        for (moment,) in scope.rows(("next", name), partial(next_notice, name, scope.moment)):
            scope.dependencies.until(moment)
    return [paginate(rows, [Order("starts_at", descending=True)], Slice.of(info, **arguments))]


@resolver("Query.interfaceMessages")
def resolve_interface_messages(
    roots: list[None], info: Info, prefix: str | None = None, **arguments: Any
) -> list[Connection]:
    """List the messages whose names begin in a way."""
    named, values = Q(), {}
    if prefix:
        # Not `startswith`, for which small and capital letters are the same in SQLite.
        begin = Param("prefix", prefix, MESSAGE_NAME)
        named, values = Q(Exact(Left("name", Length(begin)), begin)), {"prefix": prefix}
    rows = snippet_rows(
        InterfaceMessage, info.scope, ("interface messages", bool(prefix)), named, values
    )
    return [paginate(rows, [Order("name")], Slice.of(info, **arguments))]


def next_notice(name: str, now: Any) -> QuerySet[Any, Any]:
    """When next a notice begins, or ends."""
    to_come = Notice.objects.filter(live=True, **{f"{name}__gt": now})
    return to_come.order_by(name).values_list(name)[:1]
