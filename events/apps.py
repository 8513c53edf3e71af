"""Application of training sessions."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete
from wagtail.signals import page_unpublished


class EventsConfig(AppConfig):
    """Training sessions, their programmes, themes and venues."""

    name = "events"
    label = "events"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the rows of programmes follow where a session's own code is not called.

        Wagtail unpublishes scheduled pages and aliases as plain pages, and deletes subtrees by SQL:
        signals are the only thing that reaches us then.
        """
        session = self.get_model("TrainingSessionPage")
        page_unpublished.connect(forget_page, sender=session, dispatch_uid="events.unpublished")
        post_delete.connect(forget_page, sender=session, dispatch_uid="events.deleted")


def forget_page(instance: Any, **kwargs: Any) -> None:
    """Make the programme follow from the pages that are left."""
    from .models import refresh_programme  # app ready: models are loaded after this module

    refresh_programme(instance.translation_key, without=instance.pk)
