"""Application of the site's own pages."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Home page, standard pages, news, menus, site settings."""

    name = "home"
    label = "home"
    verbose_name = "Home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep a copy of all blocks that no form touches; all models are loaded now."""
        from cms.pages.validation import keep_untouched_blocks  # app ready: needs all models

        keep_untouched_blocks()
