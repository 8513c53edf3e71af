"""What changes of the rights of groups and the members of them, for the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

RIGHTS = "users.rights"
# How many are named in a line of the history; all are stored.
SHOWN = 20


def rights_of_group(group: Group) -> set[str]:
    """Name all rights of a group: on kinds, and on pages, collections, languages by their rows."""
    if group._state.adding:
        return set()
    found = {str(permission) for permission in group.permissions.select_related("content_type")}
    for relation in Group._meta.related_objects:
        if relation.one_to_many:
            found |= set(_rows(group, relation))
    return found


def _rows(group: Group, relation: Any) -> Iterable[str]:
    model = relation.related_model
    names = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name != relation.field.name
    ]
    related = [name for name in names if model._meta.get_field(name).is_relation]
    rows = model._default_manager.filter(**{relation.field.name: group})
    for row in rows.select_related(*related):
        values = ", ".join(_told(getattr(row, name)) for name in names)
        yield f"{model._meta.verbose_name}: {values}"


def _told(value: Any) -> str:
    """Name a page with its place: pages of several languages may have one title."""
    is_placed = isinstance(value, Page) and not value.is_root()
    return f"{value} ({value.url_path})" if is_placed else str(value)


def rights_of_user(user: Any) -> set[str]:
    """Name the groups of a user, and what is not given by groups."""
    if user.pk is None:
        return set()
    found = {gettext("group %(name)s") % {"name": group} for group in user.groups.all()}
    found |= {str(permission) for permission in user.user_permissions.all()}
    marks = {"is_superuser": gettext("administrator"), "is_active": gettext("active")}
    stored = type(user)._default_manager.get(pk=user.pk)
    return found | {label for name, label in marks.items() if getattr(stored, name)}


def log_rights(instance: Any, before: set[str], after: set[str], user: Any) -> None:
    """Write into the history what was given and taken, if anything was."""
    data = {"given": sorted(after - before), "taken": sorted(before - after)}
    if any(data.values()):
        log(instance=instance, action=RIGHTS, user=user, data=data)


class RightsHistoryForm(forms.Form):
    """A part of the form of groups that nobody sees: it notes what the other parts change.

    Wagtail makes all parts before it saves any, and saves them in order; this one is the last.
    """

    def __init__(self, *args: Any, instance: Group | None = None, **kwargs: Any) -> None:
        """Remember the rights that the group has."""
        super().__init__(*args, **kwargs)
        self.group = instance or Group()
        self.before = rights_of_group(self.group)

    def save(self) -> None:
        """Note what is different; who did it is known to the request."""
        group = Group.objects.filter(pk=self.group.pk).first()
        if group is not None:
            log_rights(group, self.before, rights_of_group(group), None)

    def as_admin_panel(self) -> str:
        """Show nothing."""
        return ""


def remember_rights(request: HttpRequest, users: Iterable[Any]) -> None:
    """Keep the rights of users until the request has changed them."""
    request.rights_before = {user.pk: rights_of_user(user) for user in users}  # type: ignore[attr-defined]


def note_rights(request: HttpRequest, users: Iterable[Any]) -> None:
    """Note what the request has changed of users' rights."""
    before = getattr(request, "rights_before", {})
    for user in users:
        log_rights(user, before.get(user.pk, set()), rights_of_user(user), request.user)


def register_rights_action(actions: Any) -> None:
    """Name the entries."""

    @actions.register_action(RIGHTS)
    class ChangedRights(LogFormatter):
        """Rights that were given or taken."""

        label = _("Change rights")

        def format_message(self, log_entry: Any) -> str:
            """Name them, the first of many."""
            parts = []
            texts = {"given": gettext("Given: %(list)s."), "taken": gettext("Taken: %(list)s.")}
            for name, text in texts.items():
                if found := log_entry.data.get(name):
                    more = " …" if len(found) > SHOWN else ""
                    parts.append(text % {"list": f"{'; '.join(found[:SHOWN])}{more}"})
            return " ".join(parts)
