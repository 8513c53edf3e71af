"""What a user may know of what is in a bundle, as lines of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from releases.domain.contents import items_of, name_of
from releases.domain.notices import moment_text, notices_of
from releases.domain.rights import may_see_deleted, seen_by

if TYPE_CHECKING:
    from releases.domain.contents import Item
    from releases.domain.problems import Problem
    from releases.models import BundleMember, BundleRedirect, ReleaseBundle


@dataclass
class Line:
    """A member as an editor sees it."""

    member: BundleMember
    title: str
    kind: str
    language: Any
    url: str | None
    state: str
    plan: str
    notices: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class Listing:
    """What is in a bundle, for one editor."""

    lines: list[Line]
    redirects: list[tuple[BundleRedirect, list[str]]]
    hidden: int
    hidden_problems: int
    general: list[str]

    @property
    def stopped(self) -> int:
        """How many members and redirects are in the way."""
        shown = sum(bool(line.problems) for line in self.lines)
        shown += sum(bool(problems) for _redirect, problems in self.redirects)
        return shown + self.hidden_problems + len(self.general)


def list_for(bundle: ReleaseBundle, user: Any, problems: list[Problem]) -> Listing:
    """List the members that a user may see, with what stops them; others are counted."""
    items = items_of(bundle)
    there = [item.instance for item in items if item.instance is not None]
    seen = seen_by(user, there)
    shown = [it for it in items if it.instance is None or name_of(it.instance) in seen]
    stopping = {it["member"]: it["messages"] for it in problems if it["member"]}
    notices = notices_of(bundle, shown)
    lines = [_line(bundle, item) for item in shown if item.instance is not None]
    gone = [item for item in shown if item.instance is None]
    if gone:
        is_named = may_see_deleted(user)
        lines += [_line_of_deleted(item.member, is_named=is_named) for item in gone]
    for line in lines:
        line.notices = notices.get(line.member.pk, [])
        line.problems = stopping.pop(line.member.pk, [])
    in_redirects = {it["redirect"]: it["messages"] for it in problems if it["redirect"]}
    redirects = bundle.redirects.select_related("site", "redirect_page").order_by("pk")
    return Listing(
        lines,
        [(redirect, in_redirects.get(redirect.pk, [])) for redirect in redirects],
        len(items) - len(shown),
        len(stopping),
        [m for it in problems if not it["member"] and not it["redirect"] for m in it["messages"]],
    )


def _line(bundle: ReleaseBundle, item: Item) -> Line:
    instance = item.instance
    return Line(
        member=item.member,
        title=getattr(instance, "get_admin_display_title", instance.__str__)(),
        kind=capfirst(instance._meta.verbose_name),
        language=instance.locale,
        url=_edit_url(instance),
        state=_state(instance),
        plan=_plan(bundle, item),
    )


def _line_of_deleted(member: BundleMember, *, is_named: bool) -> Line:
    """Name what was deleted to those alone who may see everything: it may have been a draft."""
    title = member.title if is_named else _("Something that was deleted")
    return Line(member, title, "", None, None, _("It is not there any more."), "–")


def _edit_url(instance: Any) -> str:
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return reverse(instance.snippet_viewset.get_url_name("edit"), args=[quote(instance.pk)])


def _state(instance: Any) -> str:
    if not instance.live:
        return _("Not public")
    if instance.has_unpublished_changes:
        return _("Public, with a draft that is not.")
    return _("Public.")


def _plan(bundle: ReleaseBundle, item: Item) -> str:
    if bundle.is_released:
        return _("Published") if item.member.is_published else _("Taken off the site")
    if not item.member.is_published:
        return _("Goes off the site")
    draft = item.instance.latest_revision
    if bundle.is_scheduled:
        draft = item.member.revision
    if draft is None:
        return _("Goes public")
    moment = moment_text(draft.created_at)
    if draft.user is None:
        return _("Goes public: draft of %(moment)s") % {"moment": moment}
    return _("Goes public: draft of %(moment)s, by %(user)s") % {
        "moment": moment,
        "user": draft.user,
    }
