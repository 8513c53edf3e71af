"""Application of the search index."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class SearchConfig(AppConfig):
    """What readers search."""

    name = "cms.search"
    label = "search"
    verbose_name = "Search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch the two events that no code of ours brings about."""
        from wagtail.models import Page  # app ready

        post_migrate.connect(install_structures, sender=self)
        # Wagtail's scheduler unpublishes pages as plain `Page` rows, past the `save()` of our own.
        post_save.connect(index_plain_page, sender=Page)


def install_structures(using: str, **kwargs: Any) -> None:
    """Make the database's full-text structures (see engines)."""
    from .engines import install  # app ready

    install(using)


def index_plain_page(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Index a page that was saved without its type."""
    from .index import index_page  # app ready

    if not raw:
        index_page(instance)
