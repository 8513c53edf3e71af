"""Application of people who work in the CMS."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """People who work in the CMS."""

    name = "cms.users"
    label = "users"
    verbose_name = "Users"
    default_auto_field = "django.db.models.BigAutoField"
