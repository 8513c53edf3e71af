"""Redirects for front ends: chains collapsed, loops and hidden targets left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import F, Q
from wagtail.contrib.redirects.models import Redirect as RedirectModel

from .connections import Order, Slice, connection_arguments, connection_type, paginate
from .interfaces import PageInterface
from .locales import LocaleCode, site_argument
from .pages import visible_pages
from .resolvers import resolver
from .rich_text import is_safe_url
from .sites import MAX_PATH_LENGTH

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .connections import Connection
    from .context import Scope
    from .execution import Info

MAX_HOPS = 5


class Redirect(graphene.ObjectType):
    """A path that leads elsewhere now."""

    path = graphene.String(required=True, description="The old path.")
    url = graphene.String(
        required=True, description="Where it leads in the end: a public URL, chains followed."
    )
    target = graphene.Field(
        PageInterface, description="The page it leads to; null for an address that is no page."
    )
    is_permanent = graphene.Boolean(
        required=True, description="Whether to answer 301 (or 308) instead of 302 (or 307)."
    )


RedirectConnection = connection_type("Redirect", Redirect)


class RedirectQueries:
    """Where old paths lead."""

    redirect = graphene.Field(
        Redirect,
        path=graphene.Argument(
            graphene.String, required=True, description="The path that was asked for."
        ),
        locale=graphene.Argument(
            LocaleCode, description="Read the path below that language's home page."
        ),
        site=site_argument(),
        description="The redirect of a path; null if there is none with a public target.",
    )
    redirects = graphene.Field(
        graphene.NonNull(RedirectConnection),
        site=site_argument(),
        args=connection_arguments(),
        description="All redirects with a public target.",
    )


def site_redirects(scope: Scope) -> QuerySet[RedirectModel]:
    """The redirects of the site, or of all sites, that lead to an address or to a visible page."""
    for_site = Q(site=scope.roots.site) | Q(site__isnull=True)
    leads = Q(redirect_page__isnull=True) & ~Q(redirect_link="")
    leads |= Q(redirect_page__in=visible_pages(scope))
    return RedirectModel.objects.filter(for_site, leads)


@resolver("Query.redirect")
def resolve_redirect(roots: list[None], info: Info, path: str) -> list[dict[str, Any] | None]:
    """Find the redirect of one path."""
    scope = info.scope
    if len(path) > MAX_PATH_LENGTH:
        return [None]
    if scope.is_explicit:
        home = next((item for item in scope.roots.homes if item.locale_id in scope.locales), None)
        if home is None:
            return [None]
        if home.prefix and not path.startswith(f"{home.prefix}/"):
            path = home.prefix + "/" + path.lstrip("/")
    normal = RedirectModel.normalise_path(path)
    # A redirect of this site comes before one of all sites.
    rows = site_redirects(scope).filter(old_path=normal).order_by("site", "pk")
    row = min(rows, key=lambda item: item.site_id is None, default=None)
    return answers([row], scope) if row is not None else [None]


@resolver("Query.redirects")
def resolve_redirects(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List redirects."""
    scope = info.scope
    broken = broken_redirects(scope)
    rows = site_redirects(scope).exclude(pk__in=broken)
    wanted = Slice.of(**arguments)
    return [paginate(rows, [Order("old_path")], wanted, finish=lambda found: answers(found, scope))]


def broken_redirects(scope: Scope) -> list[int]:
    """Redirects to an address of this site that redirects in a circle."""
    links = internal_links(scope)
    rows = site_redirects(scope).filter(redirect_page=None).values_list("pk", "redirect_link")
    return [pk for pk, link in rows if follow(link, links, scope) is None]


def internal_links(scope: Scope) -> dict[str, tuple[str, int | None]]:
    """Where each old path leads at once: an address, or the primary key of a page."""
    rows = site_redirects(scope).order_by(F("site").desc(nulls_last=True), "pk")
    links: dict[str, tuple[str, int | None]] = {}
    for row in rows.values_list("old_path", "redirect_link", "redirect_page"):
        links.setdefault(row[0], (row[1], row[2]))
    return links


def follow(
    link: str, links: dict[str, tuple[str, int | None]], scope: Scope
) -> tuple[str, int | None] | None:
    """The end of a chain of redirects that begins with an address; None for a circle."""
    page: int | None = None
    for _ in range(MAX_HOPS):
        if page is not None or not is_safe_url(link):
            return (link, page) if page is not None else None
        following = links.get(RedirectModel.normalise_path(local_path(link, scope)))
        if following is None:
            return link, None
        link, page = following
    return (link, page) if page is not None else None


def local_path(link: str, scope: Scope) -> str:
    """The path of an address on this site; other addresses as they are."""
    return link.removeprefix(scope.roots.site.root_url) or "/"


def answers(rows: list[RedirectModel], scope: Scope) -> list[dict[str, Any] | None]:
    """Redirects as answers, chains collapsed."""
    needs_chain = any(row.redirect_page_id is None for row in rows)
    links = internal_links(scope) if needs_chain else {}
    ends = {
        row.pk: ("", row.redirect_page_id)
        if row.redirect_page_id
        else follow(row.redirect_link, links, scope)
        for row in rows
    }
    pages = scope.loaders.exact_pages(end[1] for end in ends.values() if end)
    return [_answer(row, ends[row.pk], pages, scope) for row in rows]


def _answer(
    row: RedirectModel, end: tuple[str, int | None] | None, pages: dict[int, Any], scope: Scope
) -> dict[str, Any] | None:
    if end is None:
        return None
    link, pk = end
    page = pages.get(pk) if pk else None
    if pk and page is None:
        return None
    if page is not None:
        url = (scope.roots.url_of(page) or "").rstrip("/") + (row.redirect_page_route_path or "/")
    else:
        url = scope.roots.site.root_url + link if link.startswith("/") else link
    return {"path": row.old_path, "url": url, "target": page, "is_permanent": row.is_permanent}
