"""The GraphQL kernel as a Django app: it collects what each `<app>/graphql/` answers."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class GraphQLConfig(AppConfig):
    """Stands before grapple in INSTALLED_APPS, so fields are declared before types are built."""

    name = "cms.graphql"
    label = "cms_graphql"

    def ready(self) -> None:
        """Import the kernel's own answers, then every app's `graphql` package."""
        from grapple.settings import grapple_settings  # app ready: reads settings

        for module in ("media", "pages", "text"):
            import_module(f"cms.graphql.{module}")
        for label in grapple_settings.APPS:
            name = f"{apps.get_app_config(label).name}.graphql"
            if find_spec(name):
                import_module(name)
