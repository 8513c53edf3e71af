"""Application of release bundles."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class ReleasesConfig(AppConfig):
    """Release bundles, on top of publishing."""

    name = "releases"
    label = "releases"
    verbose_name = "Release bundles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the command for what is scheduled release bundles, too."""
        from wagtail.models import Revision  # app ready: models

        from cms.pages.scheduling import SCHEDULED_WORK  # app ready: models
        from cms.references.waiting import SCHEDULES  # app ready: models
        from releases.domain.due import release_due  # app ready: models
        from releases.domain.pinning import keep_pinned, pinned_drafts  # app ready: models

        SCHEDULED_WORK.append(release_due)
        SCHEDULES.append(pinned_drafts)
        pre_delete.connect(keep_pinned, sender=Revision, dispatch_uid="releases.keep_pinned")
