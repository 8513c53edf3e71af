"""Registration with Wagtail's admin: addresses, editors, the menu."""

from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import TranslatableMixin
from wagtail.permissions import register_permission_policy
from wagtail_localize.models import TranslationSource
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem

from cms.translation_state.models import OutdatedAction

from .desk.filling import FILLED
from .domain.addresses import desk_url, translation_of
from .domain.assigning import ASSIGNED
from .domain.outdated import RETURNED, WITHDRAWN
from .domain.policy import (
    TargetRights,
    has_right,
    has_role,
    has_role_only,
    may_see_translations,
)
from .exchange.importing import IMPORTED
from .exchange.memory import IMPORTED_MEMORY
from .exchange.terms import IMPORTED_TERMS
from .exchange_urls import urlpatterns as exchange_urls
from .models import Term
from .views.account import DigestPanel
from .views.addresses import localize_urls, own_urls
from .views.groups import GroupLanguagesForm
from .views.panel import TranslationsPanel
from .viewsets import OutdatedPolicyViewSet, TermPermissionPolicy, TermsMenuItem, term_viewset

# Before wagtail-localize's own hooks and addresses.
FIRST = -100
ALIAS = "localize-convert-to-alias"
OPEN_MENU = {"translations", "terms", "help"}
PUBLISHING = {"action-publish", "action-unpublish"}

register_permission_policy(Term, TermPermissionPolicy(Term))


@hooks.register("register_admin_urls", order=FIRST)
def register_urls():
    """Add our pages and files, and put ours in the place of wagtail-localize's."""
    return [
        *exchange_urls,
        path("localize/", include(localize_urls)),
        path("translations/", include(own_urls)),
    ]


@hooks.register("before_edit_page", order=FIRST)
@hooks.register("before_edit_snippet", order=FIRST)
def go_to_the_desk(request, target):
    """Lead whoever may edit a translation to where it is written, by right."""
    translation = translation_of(target) if isinstance(target, TranslatableMixin) else None
    return redirect(desk_url(translation)) if translation else None


@hooks.register("before_convert_alias_page")
def begin_instead(request, page):
    """Refuse to call the texts of another language a page's own: they are to be translated."""
    original = page.alias_of
    if original is None or original.locale_id == page.locale_id:
        return None
    messages.error(
        request,
        _("This page shows “%(title)s” until it is translated. Translate it instead.")
        % {"title": original.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_admin_viewset")
def register_viewsets():
    """Add the policies for outdated translations to the settings."""
    return OutdatedPolicyViewSet()


@hooks.register("register_permissions")
def register_rights():
    """Let groups have the right to set policies."""
    return Permission.objects.filter(
        content_type__app_label="translation_state", codename__endswith="_outdatedpolicy"
    )


@hooks.register("register_group_permission_panel")
def register_languages_panel():
    """Let administrators say what a group does in which language."""
    return GroupLanguagesForm


@hooks.register("construct_snippet_action_menu")
def offer_publishing_by_language(menu_items, request, context):
    """Offer to publish only where the user may: Wagtail asks for the kind."""
    instance = context.get("instance")
    if instance is not None and not has_right(request.user, "publish", instance):
        menu_items[:] = [item for item in menu_items if item.name not in PUBLISHING]


@hooks.register("register_page_header_buttons")
def offer_release(page, user, view_name, next_url=None):
    """Lead those who publish an original to where its languages are published together."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None and has_right(user, "publish", page):
        yield Button(
            _("Publish languages together"),
            reverse("translations_release", args=[source.pk]),
            icon_name="wagtail-localize-language",
            priority=75,
        )


class TranslationsMenuItem(MenuItem):
    """The way to translations for those who have nothing else in the menu."""

    def is_shown(self, request):
        """Show it to those who have a role."""
        return has_role(request.user)


@hooks.register("register_admin_menu_item")
def register_translations():
    """Add the translations to the menu."""
    return TranslationsMenuItem(
        _("Translations"),
        reverse("translations_list"),
        name="translations",
        icon_name="wagtail-localize-language",
        order=160,
    )


@hooks.register("register_admin_viewset")
def register_termbase():
    """Add the pages of the termbase."""
    return term_viewset


@hooks.register("register_admin_menu_item")
def register_terms():
    """Add the termbase to the menu."""
    return TermsMenuItem(
        _("Terms"), reverse("terms:index"), name="terms", icon_name="list-ul", order=161
    )


class ReportMenuItem(MenuItem):
    """The report, for those who may open translations."""

    def is_shown(self, request):
        """Hide it from those for whom it would be empty."""
        return may_see_translations(request.user)


@hooks.register("register_reports_menu_item")
def register_report():
    """Add the progress of translations to the reports."""
    return ReportMenuItem(
        _("Translations"),
        reverse("translations_totals"),
        name="translations-progress",
        icon_name="wagtail-localize-language",
        order=720,
    )


@hooks.register("construct_reports_menu", order=100)
def leave_out_the_report_that_is_replaced(request, menu_items):
    """Leave out wagtail-localize's entry, whose report ours replaces."""
    menu_items[:] = [
        item for item in menu_items if not isinstance(item, TranslationsReportMenuItem)
    ]


@hooks.register("construct_homepage_panels")
def show_progress(request, panels):
    """Show how far the languages are."""
    panels.append(TranslationsPanel(request))


@hooks.register("construct_page_action_menu")
def offer_aliases_by_right(menu_items, request, context):
    """Offer to throw a translation away only to those who may publish what comes in its place."""
    page = context.get("page")
    if page is not None and not TargetRights(request.user, page).may_alias:
        menu_items[:] = [item for item in menu_items if item.name != ALIAS]


@hooks.register("construct_main_menu")
def leave_out_what_is_closed(request, menu_items):
    """Show to those who have a role only what is open to them."""
    if has_role_only(request.user):
        menu_items[:] = [item for item in menu_items if item.name in OPEN_MENU]


@hooks.register("register_log_actions")
def register_imported_file(actions):
    """Name the entry that a file leaves in the history of a translation."""

    @actions.register_action(IMPORTED)
    class ImportedFile(LogFormatter):
        label = _("Take over a file")

        def format_message(self, log_entry):
            return _("%(format)s file taken over, %(changed)s texts changed") % log_entry.data

    @actions.register_action(WITHDRAWN)
    class Withdrawn(LogFormatter):
        label = _("Withdraw as outdated")

        def format_message(self, log_entry):
            if log_entry.data["action"] == OutdatedAction.HIDE:
                return _("Outdated: hidden until it is up to date")
            return _("Outdated: readers get the original until it is up to date")

    actions.register_action(
        RETURNED, _("Return to readers"), _("Given to readers again: it is not withdrawn any more")
    )

    @actions.register_action(FILLED)
    class FilledByMachine(LogFormatter):
        label = _("Translate by machine")

        def format_message(self, log_entry):
            return _("%(filled)s texts filled by machine") % log_entry.data

    @actions.register_action(IMPORTED_TERMS)
    class ImportedTerms(LogFormatter):
        label = _("Take over terms")

        def format_message(self, log_entry):
            return _("%(format)s file taken over, %(added)s terms added, %(changed)s changed") % (
                log_entry.data
            )

    @actions.register_action(IMPORTED_MEMORY)
    class ImportedMemory(LogFormatter):
        label = _("Take over a translation memory")

        def format_message(self, log_entry):
            return _("“%(name)s” taken over, %(count)s texts") % log_entry.data


@hooks.register("register_log_actions")
def register_assignment(actions):
    """Name the entry that a new deadline or translator leaves in the history of a translation."""

    @actions.register_action(ASSIGNED)
    class Assigned(LogFormatter):
        label = _("Set deadline and translator")

        def format_message(self, log_entry):
            nothing = _("none")
            return _("Deadline: %(deadline)s; translator: %(assignee)s") % {
                "deadline": log_entry.data.get("deadline") or nothing,
                "assignee": log_entry.data.get("assignee") or nothing,
            }


@hooks.register("register_account_settings_panel")
def register_digest(request, user, profile):
    """Let those who have a role decide about their daily mail."""
    return DigestPanel(request, user, profile)
