"""The application that stands in for `cms.graphql` and gives the models grapple's own fields."""

from django.apps import AppConfig, apps


class StockConfig(AppConfig):
    """Stands right before grapple, which builds its types from what is declared here."""

    name = "bench.stock"
    label = "bench_stock"

    def ready(self) -> None:
        """Replace the product's declarations."""
        from grapple.settings import grapple_settings  # app ready: reads settings

        from .declarations import declare  # app ready: needs the models

        declare(
            model
            for label in grapple_settings.APPS
            for model in apps.get_app_config(label).get_models()
        )
