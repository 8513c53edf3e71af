"""Redirects for front ends: chains collapsed, loops and hidden targets left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import graphene
from django.db.models import Exists, OuterRef, Q
from wagtail.contrib.redirects.models import Redirect as RedirectModel

from cms.caching import tags
from cms.statements import truth_of

from .arguments import is_usable_text
from .connections import Order, Slice, connection_arguments, connection_type
from .interfaces import PageInterface
from .locales import LocaleCode, site_argument
from .pages import visible_pages
from .pagination import Checked, Rows
from .resolvers import resolver
from .rich_text import is_safe_url
from .sites import MAX_PATH_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from .connections import Connection
    from .context import Scope
    from .info import Info

MAX_HOPS = 5
# An address elsewhere, of which nothing has to be looked up to know that it may be shown.
PLAIN_ADDRESS = r"^https?://[a-z0-9.-]+(:[0-9]+)?(/[!-~]*)?$"
CHECKED_AT_ONCE = 1000


class Redirect(graphene.ObjectType):
    """A path that leads elsewhere now."""

    path = graphene.String(required=True, description="The old path.")
    url = graphene.String(
        required=True, description="Where it leads in the end: a public URL, chains followed."
    )
    target = graphene.Field(
        PageInterface,
        description="The page it leads to, also by its address; null for what is no page.",
    )
    is_permanent = graphene.Boolean(
        required=True,
        description=(
            "Whether to answer 301 (or 308) instead of 302 (or 307): every redirect of the chain "
            "is permanent."
        ),
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


class Target(NamedTuple):
    """The end of a chain of redirects: a visible page, or an address."""

    url: str
    page_id: int | None
    route: str = ""


class End(NamedTuple):
    """Where a redirect leads in the end, and whether for good."""

    target: Target
    is_permanent: bool


def site_redirects(scope: Scope) -> QuerySet[RedirectModel]:
    """The redirects of the site or of all sites, each with whether it leads anywhere at once.

    A redirect to a page that is not visible is kept for what leads to its own path: that is not
    to be shown either.
    """
    for_site = Q(site=scope.roots.site.pk) | Q(site__isnull=True)
    return RedirectModel.objects.filter(for_site).annotate(leads=truth_of(_leads(scope)))


def _leads(scope: Scope) -> Q:
    leads = Q(redirect_page__isnull=True) & ~Q(redirect_link="")
    return leads | Q(redirect_page__in=visible_pages(scope))


def listed_redirects(scope: Scope) -> QuerySet[RedirectModel]:
    """The redirects that lead somewhere, without those for all sites that the site has itself."""
    own = RedirectModel.objects.filter(_leads(scope), site=scope.roots.site.pk)
    shadowed = Q(site__isnull=True) & Q(Exists(own.filter(old_path=OuterRef("old_path"))))
    return site_redirects(scope).filter(_leads(scope)).exclude(shadowed)


@resolver("Query.redirect")
def resolve_redirect(roots: list[None], info: Info, path: str) -> list[dict[str, Any] | None]:
    """Find the redirect of one path."""
    scope = info.scope
    scope.dependencies.add(tags.REDIRECTS, tags.PAGES)
    if scope.is_explicit:
        home = next((item for item in scope.roots.homes if item.locale_id in scope.locales), None)
        if home is None:
            return [None]
        if home.prefix and not path.startswith(f"{home.prefix}/"):
            path = home.prefix + "/" + path.lstrip("/")
    row = rows_at([path], scope).get(path)
    return answers([row], scope) if row is not None and row.leads else [None]


@resolver("Query.redirects")
def resolve_redirects(roots: list[None], info: Info, **arguments: Any) -> list[Connection]:
    """List redirects."""
    scope = info.scope
    scope.dependencies.add(tags.REDIRECTS, tags.PAGES)
    names = [field.attname for field in RedirectModel._meta.concrete_fields]
    redirects = Checked(
        Rows(scope, RedirectModel, lambda: listed_redirects(scope), [*names, "leads"], "redirects"),
        finish=lambda rows: answers(rows, scope),
        count=lambda: count_redirects(scope),
    )
    return [redirects.paginate([Order("old_path")], Slice.of(info, **arguments))]


def count_redirects(scope: Scope) -> int:
    """How many redirects lead to something visible.

    Those to pages and to plain addresses elsewhere are counted by the database; the chains of all
    others are followed, many at a time.
    """
    listed = listed_redirects(scope)
    elsewhere = Q(redirect_page=None, redirect_link__iregex=PLAIN_ADDRESS)
    for hostname in scope.addresses.hostnames:
        elsewhere &= ~Q(redirect_link__icontains=hostname)
    certain = Q(redirect_page__isnull=False) | elsewhere
    others = list(listed.exclude(certain).order_by("pk"))
    return listed.filter(certain).count() + sum(
        end is not None
        for start in range(0, len(others), CHECKED_AT_ONCE)
        for end in ends_of(others[start : start + CHECKED_AT_ONCE], scope).values()
    )


def normal_paths(path: str) -> list[str]:
    """A path as redirects hold it: decoded, or as it was typed; nothing for what is no path."""
    if len(path) > MAX_PATH_LENGTH:
        return []
    try:
        forms = [RedirectModel.normalise_path(path, decode_unicode=form) for form in (True, False)]
    except ValueError:
        return []
    return [form for form in dict.fromkeys(forms) if is_usable_text(form)]


def rows_at(paths: Iterable[str], scope: Scope) -> dict[str, Any]:
    """The redirect of each path that has one: the site's own before one of all sites."""
    forms = {path: normal_paths(path) for path in paths}
    wanted = {form for found in forms.values() for form in found}
    rows: dict[str, Any] = {}
    found = site_redirects(scope).filter(old_path__in=wanted).order_by("pk") if wanted else []
    for row in sorted(found, key=lambda item: (not item.leads, item.site_id is None)):
        rows.setdefault(row.old_path, row)
    firsts = {
        path: next((rows[form] for form in found if form in rows), None)
        for path, found in forms.items()
    }
    return {path: row for path, row in firsts.items() if row is not None}


def ends_of(rows: list[Any], scope: Scope) -> dict[int, End | None]:
    """Where redirects lead, by primary key; None for a circle and for what is hidden.

    All chains are followed together: the number of SQL statements depends on the longest only.
    """
    ends: dict[int, End | None] = dict.fromkeys(row.pk for row in rows)
    going = {row.pk: (row, row.is_permanent) for row in rows if row.leads}
    for _ in range(MAX_HOPS + 1):
        steps = _steps([row for row, _ in going.values()], scope)
        onward = {}
        for pk, (row, is_permanent) in going.items():
            step = steps.get(row.pk)
            if isinstance(step, Target):
                ends[pk] = End(step, is_permanent)
            elif step is not None and step.leads:
                onward[pk] = (step, is_permanent and step.is_permanent)
        going = onward
    return ends


def _steps(rows: list[Any], scope: Scope) -> dict[int, Any]:
    """What each redirect leads to at once: a target or another redirect; nothing if hidden."""
    steps: dict[int, Any] = {
        row.pk: Target("", row.redirect_page_id, row.redirect_page_route_path)
        for row in rows
        if row.redirect_page_id
    }
    links = {
        row.pk: row.redirect_link
        for row in rows
        if row.pk not in steps and is_safe_url(row.redirect_link)
    }
    addresses = scope.addresses.find(links.values())
    # A page that is there comes before a redirect of its path.
    pages = {link for link, address in addresses.items() if address.page_id is not None}
    ours = {link for link in links.values() if scope.addresses.is_on_site(link)}
    redirects = rows_at(ours - pages, scope)
    for pk, link in links.items():
        if link in redirects:
            steps[pk] = redirects[link]
        elif link in addresses:
            steps[pk] = Target(addresses[link].url, addresses[link].page_id)
    return steps


def answers(rows: list[Any], scope: Scope) -> list[dict[str, Any] | None]:
    """Redirects as answers, chains collapsed; None for one that leads nowhere."""
    ends = ends_of(rows, scope)
    pages = scope.loaders.exact_pages(end.target.page_id for end in ends.values() if end)
    return [_answer(row, ends[row.pk], pages, scope) for row in rows]


def _answer(
    row: RedirectModel, end: End | None, pages: dict[int, Any], scope: Scope
) -> dict[str, Any] | None:
    if end is None:
        return None
    url, page_id, route = end.target
    page = pages.get(page_id) if page_id is not None else None
    if page_id is not None and page is None:
        return None
    if page is not None and not url:
        url = (scope.roots.url_of(page) or "").rstrip("/") + (route or "/")
    elif url.startswith("/"):
        url = scope.roots.site.root_url + url
    return {"path": row.old_path, "url": url, "target": page, "is_permanent": end.is_permanent}
