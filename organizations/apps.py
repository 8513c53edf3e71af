"""Application of organizations and people."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Organizations, people and what ties them together."""

    name = "organizations"
    label = "organizations"
    verbose_name = "Organizations"
    default_auto_field = "django.db.models.BigAutoField"
