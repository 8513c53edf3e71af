"""Registration with Wagtail's admin: addresses, menu, buttons, rights, histories."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from cms.references.content import base_model

from .dashboard import BundlesPanel
from .domain.rights import may_change_bundles
from .views.adding import add_view, choose_view
from .views.bundle import bundle_view
from .views.redirects import add_redirect_view
from .viewsets import BundlesMenuItem, bundle_viewset, register_log_actions

hooks.register("register_log_actions", register_log_actions)


@hooks.register("register_admin_urls")
def register_urls():
    """Route the pages about one bundle."""
    kind = "<str:app_label>/<str:model_name>/"
    return [
        path("release-bundles/<int:pk>/", bundle_view, name="releases_bundle"),
        path("release-bundles/<int:pk>/redirect/", add_redirect_view, name="releases_redirect"),
        path(f"release-bundles/<int:pk>/choose/{kind}", choose_view, name="releases_choose"),
        path(f"release-bundles/add/{kind}<str:pk>/", add_view, name="releases_add"),
    ]


@hooks.register("register_admin_viewset")
def register_bundles():
    """Add the list of bundles."""
    return bundle_viewset


@hooks.register("register_admin_menu_item")
def register_menu_item():
    """Add the bundles to the menu."""
    return BundlesMenuItem(
        _("Release bundles"),
        reverse("release_bundles:index"),
        name="release-bundles",
        icon_name="folder-open-1",
        order=155,
    )


@hooks.register("register_permissions")
def register_rights():
    """Let groups have rights on bundles."""
    return Permission.objects.filter(
        content_type__app_label="releases", codename__endswith="_releasebundle"
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def offer_to_add_page(page, user, *args, **kwargs):
    """Lead from a page to its form for bundles."""
    if page.is_root() or not may_change_bundles(user):
        return
    rights = page.permissions_for_user(user)
    if rights.can_edit() or rights.can_publish():
        yield _button(page)


@hooks.register("register_snippet_listing_buttons")
def offer_to_add_snippet(snippet, user, next_url=None):
    """Lead from a snippet to its form for bundles."""
    if may_change_bundles(user):
        yield _button(snippet)


def _button(instance):
    meta = base_model(type(instance))._meta
    url = reverse("releases_add", args=[meta.app_label, meta.model_name, instance.pk])
    return Button(_("Add to a bundle"), url, icon_name="folder-open-1", priority=77)


@hooks.register("construct_homepage_panels")
def show_bundles(request, panels):
    """Show what waits for its time, and what could not be released."""
    panels.append(BundlesPanel(request))
