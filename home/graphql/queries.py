"""Root fields: the site, its menus, its notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Q

from cms.graphql.connections import Order, Slice, connection_arguments, connection_type, paginate
from cms.graphql.fields import model_type
from cms.graphql.locales import scope_arguments
from cms.graphql.localization import localized_snippets
from cms.graphql.resolvers import resolver
from home.models import Menu, Notice

from .types import Site

if TYPE_CHECKING:
    from cms.graphql.connections import Connection
    from cms.graphql.execution import Info

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
    return [localized_snippets(Menu.objects.filter(handle=handle), info.scope).first()]


@resolver("Query.notices")
def resolve_notices(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List the notices of this moment."""
    now = info.context.now
    current = (Q(starts_at__isnull=True) | Q(starts_at__lte=now)) & (
        Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    )
    notices = localized_snippets(Notice.objects.filter(current), info.scope)
    return [paginate(notices, [Order("starts_at", descending=True)], Slice.of(**arguments))]
