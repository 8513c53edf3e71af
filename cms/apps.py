"""Application of the kernel: start-up checks, templates and static files shared by all apps."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_save

from . import deadlines
from .databases import collations


class CmsConfig(AppConfig):
    """The kernel as a Django application, so that its checks run and its templates are found."""

    name = "cms"
    label = "cms"
    verbose_name = "CMS"

    def ready(self) -> None:
        connection_created.connect(deadlines.watch_sqlite)
        connection_created.connect(collations.add_to_sqlite)

        from wagtail.contrib.redirects.models import Redirect  # app ready: a model
        from wagtail.signals import post_page_move  # app ready
        from wagtail_localize.models import LocaleSynchronization  # app ready: a model

        from . import checks  # noqa: F401 - app ready: importing registers the checks
        from .graphql.previews import register_preview  # app ready
        from .pages.previewing import KIND, write_preview  # app ready: models
        from .pages.publishing import PUBLISH_CHECKS  # app ready: models
        from .pages.scheduling import check_expiry  # app ready: models

        PUBLISH_CHECKS.append(check_expiry)
        register_preview(KIND, write_preview)

        # wagtail-localize makes the aliases of pages at the same signal.
        post_save.connect(synchronize_snippets, sender=LocaleSynchronization)
        # Wagtail moves plain pages, so no method of ours is called.
        post_page_move.connect(leave_redirects, dispatch_uid="cms.moved")
        # Four forms and an import write redirects, and all ask the model.
        Redirect.clean = checked(Redirect.clean)


def leave_redirects(
    instance: Any, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """Have the addresses that a page had before it was moved lead to it."""
    from .pages import redirects  # app ready: models

    redirects.leave_redirects(instance.path, url_path_before, url_path_after)


def checked(clean: Callable[[Any], None]) -> Callable[[Any], None]:
    """Have a redirect checked for circles, after Wagtail's own check."""

    @wraps(clean)
    def check(redirect: Any) -> None:
        from .pages import redirects  # app ready: models

        clean(redirect)
        redirects.check_redirect(redirect)

    return check


def synchronize_snippets(instance: Any, **kwargs: Any) -> None:
    """Make the aliases of snippets when a locale begins to follow another."""
    from .pages import aliases  # app ready: models

    aliases.synchronize_snippets(instance.sync_from_id)
