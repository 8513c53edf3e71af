"""The home page of the admin: what awaits the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_user_display_name
from wagtail.coreutils import get_locales_display_names
from wagtail.models import Page

from cms.pages.listings import may_edit_pages
from events.domain.display import dates_text, distance_text
from events.viewsets import session_viewset
from organizations.viewsets import person_viewset, year_before
from translations.domain.addresses import desk_url, edit_url
from translations.domain.policy import has_role
from translations.domain.queue import may_begin, original_titles
from translations.enums import ProgressState

from .domain.awaiting import SHOWN, Desk, SessionState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.models import TaskState, WorkflowState
    from wagtail_localize.models import Translation

    Titles = dict[tuple[str, int], str]


@dataclass(slots=True)
class Link:
    """A way to what is to be done."""

    label: str
    url: str


@dataclass(slots=True)
class Item:
    """One thing that awaits the user."""

    title: str
    url: str
    note: str = ""
    language: str = ""
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Things of one kind."""

    name: str
    heading: str
    icon: str
    items: list[Item]
    more: Link | None = None


class AwaitingPanel(Component):
    """What awaits the user."""

    name = "awaiting"
    order = 100
    template_name = "home/admin/awaiting.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Give the groups that hold something."""
        now = timezone.now()
        desk = Desk(self.request.user, now, year_before(timezone.localdate(now)))
        makers = (
            _reviews,
            _returned,
            _refused,
            _untranslated,
            _changed,
            _unsent,
            _discussed,
            _sessions,
            _drafts,
            _scheduled,
            _translations,
            _old,
        )
        groups = [make(desk) for make in makers]
        groups_shown = [group for group in groups if group.items]
        return {
            "groups": groups_shown,
            "sessions_url": reverse(session_viewset.get_url_name("index")),
            "add_session_url": reverse(session_viewset.get_url_name("choose_parent")),
            "may_edit": may_edit_pages(self.request.user),
            "has_role": has_role(self.request.user),
            "may_begin": not groups_shown and may_begin(self.request.user),
        }


def _reviews(desk: Desk) -> Group:
    states = desk.reviews()
    titles = original_titles([state.revision.content_object for state in states])
    items = [_review(state, desk, titles) for state in states]
    report = "wagtailadmin_reports:workflow_tasks"
    if not may_edit_pages(desk.user):
        report = "translations_list"
    more = Link(_("All reviews"), reverse(report))
    return _group("reviews", _("For you to review"), "clipboard-list", items, more)


def _review(state: TaskState, desk: Desk, titles: Titles) -> Item:
    target = state.revision.content_object
    return Item(
        title=_title(target, titles),
        url=edit_url(target, desk.user),
        note=_("%(step)s, asked for by %(name)s on %(date)s")
        % {
            "step": state.task.name,
            "name": get_user_display_name(state.workflow_state.requested_by) or _("nobody known"),
            "date": _short(state.started_at),
        },
        language=_language(target),
    )


def _returned(desk: Desk) -> Group:
    states = [state for state in desk.returned() if state.content_object]
    titles = original_titles([state.content_object for state in states])
    items = [_return(state, desk, titles) for state in states]
    return _group("returned", _("Changes asked for"), "warning", items)


def _return(state: WorkflowState, desk: Desk, titles: Titles) -> Item:
    comment = state.current_task_state.comment if state.current_task_state else ""
    target = state.content_object
    return Item(_title(target, titles), edit_url(target, desk.user), comment, _language(target))


def _refused(desk: Desk) -> Group:
    refusals = desk.refused()
    titles = original_titles([refusal.target for refusal in refusals])
    items = [
        Item(
            _title(refusal.target, titles),
            edit_url(refusal.target, desk.user),
            f"{_long(refusal.at)}: {refusal.errors}",
            _language(refusal.target),
        )
        for refusal in refusals
    ]
    return _group("refused", _("Not published as scheduled"), "warning", items)


def _sessions(desk: Desk) -> Group:
    items = [_session(state, desk) for state in desk.sessions()]
    more = Link(_("All upcoming sessions"), _sessions_url("when=upcoming"))
    return _group("sessions", _("Your next sessions"), "date", items, more)


def _session(state: SessionState, desk: Desk) -> Item:
    session, url = state.session, _page_url(state.session)
    parts = [
        dates_text(session.start_date, session.end_date),
        distance_text(session.start_date, session.end_date, desk.today),
        session._parent_page.get_admin_display_title(),  # noqa: SLF001 - where Wagtail puts it
    ]
    return Item(
        title=session.get_admin_display_title(),
        url=url,
        note=" · ".join(parts),
        language=_language(session),
        links=[_lack(name, state, url) for name in state.lacks],
    )


def _lack(name: str, state: SessionState, url: str) -> Link:
    errors = state.programme.errors
    labels = {
        "unpublished": (_("Not published"), ""),
        "conflicts": (
            ngettext("%(number)d conflict", "%(number)d conflicts", errors) % {"number": errors},
            "#tab-programme",
        ),
        "programme": (_("Programme is empty"), "#tab-programme"),
        "venue": (_("Venue unknown"), "#tab-content"),
        "registration": (_("Registration without details"), "#tab-registration"),
        "image": (_("No listing image"), "#tab-promote"),
        "alt": (_("Image without alternative text"), "#tab-promote"),
        "changes": (_("Changes not published"), ""),
    }
    label, anchor = labels[name]
    return Link(label, url + anchor)


def _drafts(desk: Desk) -> Group:
    items = [
        _page_item(page, _("saved on %(date)s") % {"date": _short(page.latest_revision_created_at)})
        for page in desk.drafts()
    ]
    more = Link(_("All your pages"), reverse("wagtailadmin_explore_root"))
    return _group("drafts", _("Your drafts"), "draft", items, more)


def _scheduled(desk: Desk) -> Group:
    items = [_page_item(page, _schedule_text(page, desk.now)) for page in desk.scheduled()]
    return _group("scheduled", _("Scheduled"), "time", items)


def _schedule_text(page: Page, now: datetime) -> str:
    texts = []
    if page.goes_live:
        texts.append(_("goes live on %(date)s") % {"date": _long(page.goes_live)})
    if page.expire_at and page.expire_at > now:
        texts.append(_("goes off the site on %(date)s") % {"date": _long(page.expire_at)})
    return ", ".join(texts)


def _untranslated(desk: Desk) -> Group:
    items = [_translation(translation) for translation in desk.unfinished_translations()]
    more = Link(_("All translations"), reverse("translations_list"))
    return _group("untranslated", _("Texts to translate"), "wagtail-localize-language", items, more)


def _translation(translation: Translation) -> Item:
    missing = translation.missing
    note = ngettext("%(number)d text is missing", "%(number)d texts are missing", missing)
    notes = [note % {"number": missing}]
    if translation.deadline:
        late = translation.deadline < timezone.localdate()
        text = _("deadline %(date)s is past") if late else _("deadline %(date)s")
        notes.append(text % {"date": date_format(translation.deadline, "SHORT_DATE_FORMAT")})
    return Item(
        translation.source.object_repr,
        desk_url(translation),
        " · ".join(notes),
        get_locales_display_names().get(translation.target_locale_id, ""),
    )


def _changed(desk: Desk) -> Group:
    return _finished(
        desk,
        ProgressState.CHANGED,
        _("Originals that have changed"),
        _("take over the changes, and translate them"),
    )


def _unsent(desk: Desk) -> Group:
    return _finished(
        desk,
        ProgressState.TRANSLATED,
        _("Translated, and not public"),
        _("send it for review"),
    )


def _finished(desk: Desk, state: ProgressState, heading: str, note: str) -> Group:
    """List translations without missing texts that are in a state."""
    languages = get_locales_display_names()
    items = [
        Item(
            translation.source.object_repr,
            desk_url(translation),
            note,
            languages.get(translation.target_locale_id, ""),
        )
        for translation in desk.translations_of(state)
    ]
    more = Link(_("All translations"), f"{reverse('translations_list')}?state={state.value}")
    return _group(state.value.lower(), heading, "wagtail-localize-language", items, more)


def _discussed(desk: Desk) -> Group:
    items = [
        Item(
            translation.source.object_repr,
            f"{desk_url(translation)}?show=comments",
            ngettext("%(number)d open comment", "%(number)d open comments", number)
            % {"number": number},
            get_locales_display_names().get(translation.target_locale_id, ""),
        )
        for translation in desk.discussed_translations()
        if (number := translation.open_comments)
    ]
    return _group("discussed", _("Comments on translations"), "comment", items)


def _translations(desk: Desk) -> Group:
    items = [
        _page_item(
            page, _("source published on %(date)s") % {"date": _short(page.source_published)}
        )
        for page in desk.outdated_translations()
    ]
    return _group("translations", _("Translations behind their source"), "globe", items)


def _old(desk: Desk) -> Group:
    facts, organizations = desk.old_facts()
    roles, people = desk.old_roles()
    items = []
    if facts:
        title = ngettext("%(number)d fact", "%(number)d facts", facts) % {"number": facts}
        note = ngettext(
            "about %(number)d organization", "about %(number)d organizations", organizations
        )
        url = reverse("old_facts_report")
        items.append(Item(title, url, note % {"number": organizations}))
    if roles:
        title = ngettext("%(number)d role", "%(number)d roles", roles) % {"number": roles}
        note = ngettext("held by %(number)d person", "held by %(number)d people", people)
        url = reverse(person_viewset.get_url_name("index")) + "?roles=old"
        items.append(Item(title, url, note % {"number": people}))
    return _group("old", _("Older than a year: please check"), "history", items)


def _group(
    name: str, heading: str, icon: str, items: list[Item], more: Link | None = None
) -> Group:
    """Show the first items, and the way to all if there are more."""
    return Group(name, heading, icon, items[:SHOWN], more if len(items) > SHOWN else None)


def _page_item(page: Page, note: str) -> Item:
    return Item(page.get_admin_display_title(), _page_url(page), note, _language(page))


def _title(target: Any, titles: Titles) -> str:
    """Name a translation by its original, as everywhere else; other pages by themselves."""
    key = (str(getattr(target, "translation_key", "")), getattr(target, "locale_id", 0))
    if key in titles:
        return titles[key]
    return target.get_admin_display_title() if isinstance(target, Page) else str(target)


def _language(target: Any) -> str:
    """Name the language of a page or snippet."""
    return get_locales_display_names().get(target.locale_id, "")


def _page_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _sessions_url(query: str) -> str:
    return f"{reverse(session_viewset.get_url_name('index'))}?{query}"


def _short(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""


def _long(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
