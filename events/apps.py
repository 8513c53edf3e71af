"""Application of training sessions."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.databases.indexes import install

# The level of home pages in the tree.
HOME_DEPTH = 2


class EventsConfig(AppConfig):
    """Training sessions, their programmes, themes and venues."""

    name = "events"
    label = "events"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the rows of programmes follow where a session's own code is not called.

        Wagtail unpublishes scheduled pages and aliases as plain pages, and deletes subtrees by SQL:
        signals are the only thing that reaches us then. So they are for what hides or shows pages
        that nobody saves: moving a tree, and view restrictions.
        """
        session = self.get_model("TrainingSessionPage")
        page_unpublished.connect(forget_page, sender=session, dispatch_uid="events.unpublished")
        pre_delete.connect(keep_versions, sender=session, dispatch_uid="events.deleting")
        post_delete.connect(forget_page, sender=session, dispatch_uid="events.deleted")
        post_migrate.connect(install_indexes, sender=self)
        post_migrate.connect(fill_calendars, sender=self)
        post_page_move.connect(follow_page, dispatch_uid="events.moved")
        for signal in (page_published, page_unpublished):
            signal.connect(follow_home, dispatch_uid="events.home")
        for signal in (post_save, post_delete):
            signal.connect(follow_site, sender="wagtailcore.Site", dispatch_uid="events.site")
        for signal in (post_save, post_delete):
            signal.connect(
                follow_restriction,
                sender="wagtailcore.PageViewRestriction",
                dispatch_uid="events.restricted",
            )


def install_indexes(using: str, **kwargs: Any) -> None:
    """Have PostgreSQL read the latest sessions first; those without a day come last there."""
    from django.db.models import F, Index  # app ready

    from .models import TrainingSessionPage  # app ready

    latest = F("start_date").desc(nulls_last=True)
    index = Index(latest, "page_ptr", name="session_by_first_day_desc")
    install(index, TrainingSessionPage, using, vendors=["postgresql"])


def keep_versions(instance: Any, **kwargs: Any) -> None:
    """Leave the released versions to a page that is left: they belong to all languages."""
    from .models import ProgrammeVersion, TrainingSessionPage  # app ready

    left = TrainingSessionPage.objects.filter(translation_key=instance.translation_key)
    heir = left.exclude(pk=instance.pk).order_by("pk").first()
    if heir is not None:
        ProgrammeVersion.objects.filter(session=instance.pk).update(session=heir)


def fill_calendars(using: str, **kwargs: Any) -> None:
    """Make the entries of calendars for sessions from before there were any."""
    from .models import CalendarEntry, TrainingSessionPage, record_all  # app ready

    sessions = TrainingSessionPage.objects.using(using).filter(live=True)
    if not CalendarEntry.objects.using(using).exists():
        record_all(sessions.values_list("translation_key", flat=True))


def follow_page(instance: Any, **kwargs: Any) -> None:
    """Have calendars tell what is public now of a tree that was moved."""
    from .models import record_below  # app ready

    record_below(instance.path)


def follow_home(instance: Any, **kwargs: Any) -> None:
    """Have calendars tell what is public now in a language whose home page went live, or off."""
    if instance.depth == HOME_DEPTH:
        follow_page(instance)


def follow_site(raw: bool = False, **kwargs: Any) -> None:
    """Have calendars tell what is public now that a site is there, another, or gone."""
    from .models import TrainingSessionPage, record_all  # app ready

    if not raw:
        live = TrainingSessionPage.objects.filter(live=True)
        record_all(live.values_list("translation_key", flat=True))


def follow_restriction(instance: Any, **kwargs: Any) -> None:
    """Have calendars tell what is public now below a page whose restriction has changed."""
    from .models import record_below  # app ready

    record_below(instance.page.path)


def forget_page(instance: Any, **kwargs: Any) -> None:
    """Make the programme follow from the pages that are left."""
    from .models import refresh_programme  # app ready: models are loaded after this module

    refresh_programme(instance.translation_key, without=instance.pk)
