"""Application of the cache."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CachingConfig(AppConfig):
    """What answers depend on."""

    name = "cms.caching"
    label = "caching"
    verbose_name = "Caching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the triggers off before tables change, and set them again after."""
        pre_migrate.connect(remove_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)


def remove_triggers(using: str, plan: Any = None, **kwargs: Any) -> None:
    """Remove the triggers if a table may change: they name columns that may go."""
    from .install import suspend  # app ready

    if plan:
        suspend(using)


def install_triggers(using: str, **kwargs: Any) -> None:
    """Set the triggers that are missing or have changed."""
    from .install import install  # app ready

    install(using)
