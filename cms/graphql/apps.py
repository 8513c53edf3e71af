"""The GraphQL kernel as a Django app: it collects what each `<app>/graphql/` answers."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from cms.databases.indexes import install


class GraphQLConfig(AppConfig):
    """Stands before grapple in INSTALLED_APPS, so fields are declared before types are built."""

    name = "cms.graphql"
    label = "cms_graphql"

    def ready(self) -> None:
        """Import the kernel's own answers, then every app's `graphql` package."""
        post_migrate.connect(install_indexes, sender=self)
        from grapple.settings import grapple_settings  # app ready: reads settings

        for module in ("json_ld", "media", "pages", "snippets", "text", "translation_state"):
            import_module(f"cms.graphql.{module}")
        for label in grapple_settings.APPS:
            name = f"{apps.get_app_config(label).name}.graphql"
            if find_spec(name):
                import_module(name)


def install_indexes(using: str, **kwargs: Any) -> None:
    """Have what is below a page found by its parent's tree path."""
    from django.db.models import Index  # app ready
    from wagtail.models import Page  # app ready

    from .pages import parent_path  # app ready

    install(Index(parent_path(), "path", name="page_by_parent_path"), Page, using)
