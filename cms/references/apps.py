"""Application of references."""

from django.apps import AppConfig


class ReferencesConfig(AppConfig):
    """Who refers to what."""

    name = "cms.references"
    label = "references"
    verbose_name = "References"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch what is saved and deleted; Wagtail's index leaves out settings by itself.

        Wagtail deletes and unpublishes by querysets and plain pages, and writes versions in many
        places: signals are the only thing that all of them meet.
        """
        from django.db.models.signals import post_save  # app ready
        from wagtail.contrib.settings.registry import registry  # app ready
        from wagtail.models import ReferenceIndex, Revision  # app ready

        from . import guard, pending  # app ready: models

        for model in registry:
            ReferenceIndex.register_model(model)
        post_save.connect(
            pending.on_revision_saved, sender=Revision, dispatch_uid="references.revision"
        )
        guard.connect()
