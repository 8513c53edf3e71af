"""Application of images and documents."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Images and documents, their rights and their presets."""

    name = "cms.media"
    label = "media"
    verbose_name = "Media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set the limit of pixels, which Pillow keeps for the whole process."""
        from .uploads import refuse_bombs  # app ready: reads settings

        refuse_bombs()
