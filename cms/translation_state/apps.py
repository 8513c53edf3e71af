"""Application of the state of translations."""

from django.apps import AppConfig


class TranslationStateConfig(AppConfig):
    """What readers' answers tell of a translation; `translations` writes it."""

    name = "cms.translation_state"
    label = "translation_state"
    verbose_name = "State of translations"
    default_auto_field = "django.db.models.BigAutoField"
