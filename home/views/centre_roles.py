"""The pages on which administrators make the roles of centres and say who has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_user_display_name

from home.domain.centre_members import join, leave, people_to_add, states_of
from home.domain.centre_roles import create_centre_roles
from home.domain.centres import Centre, all_centres
from home.models import CentreGroup

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

# Who may change what a group may do, and who is in it, as in Wagtail's own form of groups.
RIGHT = "auth.change_group"


class PeopleField(forms.ModelChoiceField):
    """Somebody, by name and username."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell apart those who share a name."""
        name = obj.get_full_name()
        return f"{name} ({obj.get_username()})" if name else obj.get_username()


class JoinForm(forms.Form):
    """Somebody, and the group of the centre that they join."""

    person = PeopleField(None, label=gettext_lazy("Person"))
    group: Any = forms.ModelChoiceField(None, label=gettext_lazy("Group"))

    def __init__(self, centre: Centre, *args: Any, **kwargs: Any) -> None:
        """Offer people, and the groups of the centre."""
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = people_to_add()
        groups = CentreGroup.objects.filter(centre=centre.key).order_by("role")
        choices: Any = self.fields["group"]
        choices.queryset = _groups(groups)


def _groups(rows: Any) -> Any:
    return Group.objects.filter(centre_role__in=rows).order_by("name")


class CentreRolesMenuItem(MenuItem):
    """The entry, for those who may change groups."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide it from all others."""
        return request.user.has_perm(RIGHT)


@require_GET
def centres_view(request: HttpRequest) -> HttpResponse:
    """List all centres, with how far their roles are."""
    _check(request)
    centres = all_centres()
    states = states_of(centres)
    rows = [(centre, states[centre.key]) for centre in centres]
    return TemplateResponse(request, "home/admin/centres.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def centre_view(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the roles of a centre, and change who has them."""
    _check(request)
    centre = next(iter(all_centres([key])), None)
    if centre is None:
        raise Http404
    form = JoinForm(centre)
    if request.method == "POST":
        form = JoinForm(centre, request.POST)
        if _change(request, centre, form):
            return redirect("home_centre_roles", key)
    context = {
        "centre": centre,
        "states": states_of([centre], with_members=True)[key],
        "form": form,
    }
    return TemplateResponse(request, "home/admin/centre_roles.html", context)


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _change(request: HttpRequest, centre: Centre, form: JoinForm) -> bool:
    """Do what was asked for; say whether the page is to be shown anew."""
    action = request.POST.get("action", "")
    if action == "make":
        _make(request, centre)
    elif action == "leave":
        _leave(request, centre)
    elif action == "join" and form.is_valid():
        _join(request, form)
    else:
        return action != "join"
    return True


def _make(request: HttpRequest, centre: Centre) -> None:
    made = create_centre_roles([centre.key], request.user)
    number = made["group"]
    text = ngettext("%(number)d group was made.", "%(number)d groups were made.", number)
    messages.success(
        request,
        text % {"number": number} + " " + _("The groups now have the rights of their roles."),
    )


def _join(request: HttpRequest, form: JoinForm) -> None:
    person, group = form.cleaned_data["person"], form.cleaned_data["group"]
    join(group, person, request.user)
    values = {"name": get_user_display_name(person), "group": group.name}
    messages.success(request, _("%(name)s is now in “%(group)s”.") % values)


def _leave(request: HttpRequest, centre: Centre) -> None:
    groups = _groups(CentreGroup.objects.filter(centre=centre.key))
    number, key = request.POST.get("group", ""), request.POST.get("person", "")
    if not (number.isdecimal() and key.isdecimal()):
        raise Http404
    group = get_object_or_404(groups, pk=number)
    person = get_object_or_404(group.user_set, pk=key)
    leave(group, person, request.user)
    values = {"name": get_user_display_name(person), "group": group.name}
    messages.success(request, _("%(name)s is no longer in “%(group)s”.") % values)


def roles_url() -> str:
    """Give the address of the list of centres."""
    return reverse("home_centres")
