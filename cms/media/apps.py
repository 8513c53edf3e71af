"""Application of images and documents."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Images and documents, their rights and their presets."""

    name = "cms.media"
    label = "media"
    verbose_name = "Media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set the limit of pixels and the rule for exports, which hold for the whole process."""
        from .exports import make_exports_safe  # app ready: Wagtail's views need its models
        from .uploads import refuse_bombs  # app ready: reads settings

        refuse_bombs()
        make_exports_safe()
