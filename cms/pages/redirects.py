"""Redirects that pages leave behind when they, or what is above them, get another address.

Wagtail makes them after the transaction, page by page, and not for the prefixes of languages. Here
they are made within it, with a number of statements that does not depend on how many pages move.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from os.path import commonprefix
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.paths import locale_prefix, public_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_PATH = 255
# Rows that one statement writes.
BATCH = 1000
# Longer than any chain that front ends follow.
MAX_HOPS = 20


@dataclass(frozen=True)
class Home:
    """The home page of a site in one language."""

    site: Site
    url_path: str
    prefix: str

    def path_of(self, url_path: str) -> str | None:
        """Give the public path, as redirects hold it, of a page below this home."""
        if not url_path.startswith(self.url_path):
            return None
        return Redirect.normalise_path(public_path(url_path, self.url_path, self.prefix))


@dataclass(frozen=True)
class Moved:
    """A page that is at another address of a site now."""

    site: Site
    page_id: int
    old: str
    new: str


def homes() -> list[Home]:
    """Give the home pages of all sites, in all languages."""
    sites = list(Site.objects.select_related("root_page__locale"))
    by_key: dict[Any, list[Any]] = defaultdict(list)
    keys = [site.root_page.translation_key for site in sites]
    rows = Page.objects.filter(translation_key__in=keys).order_by("pk")
    for key, code, url_path in rows.values_list(
        "translation_key", "locale__language_code", "url_path"
    ):
        by_key[key].append((code, url_path))
    return [
        Home(site, url_path, locale_prefix(code, site.root_page.locale.language_code))
        for site in sites
        for code, url_path in by_key[site.root_page.translation_key]
    ]


def leave_redirects(path: str, old_url_path: str, new_url_path: str) -> None:
    """Have the old addresses of a page and of all below it lead to them.

    `path` is the page's place in the tree, where it is now. Pages that nobody has seen leave none.
    """
    if old_url_path == new_url_path:
        return
    below = Page.objects.filter(path__startswith=path).order_by("path")
    shown = below.filter(Q(live=True) | Q(first_published_at__isnull=False))
    rows = list(shown.values_list("pk", "url_path"))
    if rows:
        moved = list(_moved(rows, old_url_path, new_url_path))
        _write(moved)


def _moved(rows: list[Any], old_url_path: str, new_url_path: str) -> Iterator[Moved]:
    for now in homes():
        before = now
        if now.url_path.startswith(new_url_path):
            # The home page itself has moved, or something above it.
            rest = now.url_path[len(new_url_path) :]
            before = Home(now.site, f"{old_url_path}{rest}", now.prefix)
        for pk, url_path in rows:
            old = before.path_of(f"{old_url_path}{url_path[len(new_url_path) :]}")
            new = now.path_of(url_path)
            if old is None or new is None or old == new or len(old) > LONGEST_PATH:
                continue
            yield Moved(now.site, pk, old, new)


def _write(moved: list[Moved]) -> None:
    """Remove what is in the way, write the new ones, shorten the chains that they would make."""
    if not moved:
        return
    olds = {(item.site.pk, item.old) for item in moved}
    news = {(item.site.pk, item.new) for item in moved}
    existing = list(_existing(moved))
    only_site = Site.objects.count() == 1
    sites = {item.site.pk for item in moved}
    in_the_way = {
        row.pk for row in existing if _places(row, sites, only_site=only_site) & (olds | news)
    }
    ordered = sorted(in_the_way)
    for start in range(0, len(ordered), BATCH):
        Redirect.objects.filter(pk__in=ordered[start : start + BATCH]).delete()
    _shorten([row for row in existing if row.pk not in in_the_way], moved)
    Redirect.objects.bulk_create(
        [
            Redirect(
                old_path=item.old,
                site=item.site,
                redirect_page_id=item.page_id,
                automatically_created=True,
            )
            for item in moved
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _existing(moved: list[Moved]) -> Iterable[Redirect]:
    """Read the redirects of the sites that are at an address in question, or lead to an old one.

    They are found by what all these addresses begin with.
    """
    old = commonprefix([item.old for item in moved])  # noqa: RUF071 - letter by letter will do
    new = commonprefix([item.new for item in moved])  # noqa: RUF071 - letter by letter will do
    condition = Q(old_path__startswith=old) | Q(old_path__startswith=new)
    condition |= Q(redirect_link__contains=old)
    sites = {item.site.pk for item in moved}
    return Redirect.objects.filter(condition).filter(Q(site__in=sites) | Q(site=None))


def _places(row: Redirect, sites: set[int], *, only_site: bool) -> set[tuple[int, str]]:
    """Say where a redirect is; one of all sites is in nobody's way if there are several."""
    if row.site_id is not None:
        return {(row.site_id, row.old_path)}
    return {(pk, row.old_path) for pk in sites} if only_site else set()


def _shorten(rows: list[Redirect], moved: list[Moved]) -> None:
    """Have redirects that lead to an old address, as typed, lead to the page itself."""
    pages = {(item.site.pk, item.old): item for item in moved}
    changed = []
    for row in rows:
        for site in {item.site for item in moved}:
            if row.site_id not in {None, site.pk}:
                continue
            found = pages.get((site.pk, _path_on(site, row.redirect_link)))
            if found is not None:
                row.redirect_page_id, row.redirect_link = found.page_id, ""
                changed.append(row)
                break
    Redirect.objects.bulk_update(changed, ["redirect_page", "redirect_link"], batch_size=BATCH)


def _path_on(site: Site, link: str) -> str:
    """Give the path of an address on a site; nothing for others and for what has a query."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if parts.query or parts.fragment or not parts.path.startswith("/"):
        return ""
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != site.root_url:
        return ""
    return Redirect.normalise_path(parts.path)


def clear_the_way(page: Page) -> None:
    """Remove the redirects of the address at which a page has just gone live."""
    places = Q(pk__in=[])
    all_homes = homes()
    only_site = len({home.site.pk for home in all_homes}) == 1
    for home in all_homes:
        path = home.path_of(page.url_path)
        if path is not None:
            of_site = Q(site=home.site) | Q(site=None) if only_site else Q(site=home.site)
            places |= of_site & Q(old_path=path)
    Redirect.objects.filter(places).delete()


# --- Redirects that somebody writes -------------------------------------------------------------


def check_redirect(redirect: Redirect) -> None:
    """Refuse a redirect that leads in a circle, or from a public page; shorten a chain.

    Front ends that ask for redirects first would lead readers away from the page.
    """
    _follow(redirect)
    _require_free(redirect)


def _follow(redirect: Redirect) -> None:
    """Refuse what leads to itself, at once or over others, and take the end of the way.

    A chain is permanent only if each step is: what is beyond a temporary one stays beyond it.
    """
    site = redirect.site or Site.objects.filter(is_default_site=True).first()
    passed, last = [redirect.old_path], redirect
    is_permanent = True
    while site is not None and not last.redirect_page_id:
        path = _path_on(site, last.redirect_link)
        if path in passed or len(passed) > MAX_HOPS:
            raise _circle([*passed, path])
        following = _redirect_at(site, path) if path else None
        if following is None:
            return
        passed.append(path)
        last = following
        is_permanent = is_permanent and following.is_permanent
        if is_permanent:
            _take_end(redirect, following)
    page_id = last.redirect_page_id
    if page_id and redirect.old_path in _paths_of(page_id, redirect.site_id):
        raise _circle([*passed, redirect.old_path] if len(passed) > 1 else passed)


def _require_free(redirect: Redirect) -> None:
    taken = {
        f"{home.url_path}{rest}".rstrip("/") + "/"
        for home in homes()
        if redirect.site_id in {None, home.site.pk}
        for rest in _below(home.prefix, redirect.old_path)
    }
    page = Page.objects.filter(url_path__in=taken, live=True).order_by("pk").first()
    if page is not None:
        raise ValidationError(
            _(
                "A public page has this address: “%(title)s”. Move it or take it off the site, and"
                " then write the redirect."
            ),
            code="taken",
            params={"title": page.title},
        )


def _below(prefix: str, path: str) -> list[str]:
    """Give what a path says below the home page of a language, nothing if it is not below it."""
    rest = path.removeprefix(prefix)
    return [rest.lstrip("/")] if path.startswith(prefix) and rest[:1] in {"", "/"} else []


def _take_end(redirect: Redirect, following: Redirect) -> None:
    redirect.redirect_page_id = following.redirect_page_id
    redirect.redirect_page_route_path = following.redirect_page_route_path
    redirect.redirect_link = following.redirect_link


def _redirect_at(site: Site, path: str) -> Redirect | None:
    rows = Redirect.objects.filter(Q(site=site) | Q(site=None), old_path=path)
    return min(rows, key=lambda row: row.site_id is None, default=None)


def _paths_of(page_id: int, site_id: int | None) -> set[str]:
    url_path = Page.objects.filter(pk=page_id).values_list("url_path", flat=True).first()
    return {
        path
        for home in homes()
        if site_id in {None, home.site.pk}
        for path in [home.path_of(url_path or "")]
        if path is not None
    }


def _circle(passed: list[str]) -> ValidationError:
    return ValidationError(
        _("This redirect would lead in a circle: %(way)s"),
        code="circle",
        params={"way": " → ".join(passed)},
    )
