"""The redirects that a release makes, and those that it removes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from .rights import may_write_redirects

if TYPE_CHECKING:
    from releases.models import BundleRedirect, ReleaseBundle

    from .problems import Problems

FIELDS = (
    "old_path", "site_id", "is_permanent", "redirect_page_id", "redirect_page_route_path",
    "redirect_link", "automatically_created",
)  # fmt: skip


def snapshot() -> dict[int, dict[str, Any]]:
    """Give all redirects as they are."""
    return {row["pk"]: row for row in Redirect.objects.values("pk", *FIELDS)}


def lost_since(before: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the redirects that are not as they were any more, as they were."""
    now = snapshot()
    return [row for pk, row in before.items() if now.get(pk) != row]


def require_right(bundle: ReleaseBundle, user: Any, problems: Problems) -> bool:
    """Say whether a user may write redirects; if not, note it at each of the bundle."""
    if may_write_redirects(user):
        return True
    for wanted in bundle.redirects.order_by("pk"):
        problems.add_redirect(wanted, _("%(user)s may not write redirects.") % {"user": user})
    return False


def make(bundle: ReleaseBundle, user: Any, problems: Problems) -> None:
    """Make the redirects of a bundle, or have those that are there lead where it says."""
    if not require_right(bundle, user, problems):
        return
    for wanted in bundle.redirects.order_by("pk"):
        try:
            wanted.made = _make(wanted)
        except ValidationError as error:
            problems.add_redirect(wanted, *error.messages)
        else:
            wanted.save(update_fields=["made"])


def _make(wanted: BundleRedirect) -> int:
    if wanted.leads_nowhere:
        raise ValidationError(
            _("The page to which it leads was deleted. Remove it from the bundle, or add it anew.")
        )
    page = wanted.redirect_page_id
    if page and not Page.objects.filter(pk=page, live=True).exists():
        raise ValidationError(_("It leads to a page that is not public then."))
    place = {"old_path": wanted.old_path, "site": wanted.site}
    redirect = Redirect.objects.filter(**place).order_by("pk").first() or Redirect(**place)
    wanted.write_to(redirect)
    redirect.full_clean()
    redirect.save()
    return redirect.pk


def are_changed(bundle: ReleaseBundle) -> list[BundleRedirect]:
    """Give the redirects of a bundle that somebody has changed or deleted since.

    One whose page was deleted is gone with it: nobody misses it.
    """
    rows = Redirect.objects.in_bulk(bundle.redirects.values_list("made", flat=True))
    hosts = set(Site.objects.values_list("hostname", flat=True))
    return [
        wanted
        for wanted in bundle.redirects.order_by("pk")
        if not (wanted.leads_nowhere or _is_as_made(wanted, rows.get(wanted.made or 0), hosts))
    ]


def _is_as_made(wanted: BundleRedirect, row: Redirect | None, hosts: set[str]) -> bool:
    names = ["old_path", "site_id", "is_permanent"]
    # A link to a site of ours is shortened when it leads on, so its end tells nothing.
    if urlsplit(wanted.redirect_link).hostname not in hosts:
        names += ["redirect_page_id", "redirect_link"]
    return row is not None and all(getattr(row, name) == getattr(wanted, name) for name in names)


def take_away(bundle: ReleaseBundle) -> None:
    """Delete what the release has made."""
    Redirect.objects.filter(pk__in=bundle.redirects.values("made")).delete()
    bundle.redirects.update(made=None)


def _leads_nowhere(values: dict[str, Any]) -> bool:
    """Say whether the page, or the site, of a redirect was deleted."""
    page, site = values["redirect_page_id"], values["site_id"]
    return bool(
        (page and not Page.objects.filter(pk=page).exists())
        or (site and not Site.objects.filter(pk=site).exists())
    )


def put_back(bundle: ReleaseBundle) -> None:
    """Write again what the release has removed or changed."""
    for row in bundle.lost_redirects:
        values = {name: row[name] for name in FIELDS}
        if _leads_nowhere(values):
            continue
        place = {name: values.pop(name) for name in ("old_path", "site_id")}
        Redirect.objects.update_or_create(**place, defaults=values)
