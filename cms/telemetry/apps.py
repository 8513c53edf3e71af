"""Application of the figures: its command is found, and it has no tables."""

from django.apps import AppConfig


class TelemetryConfig(AppConfig):
    """What the API does, counted."""

    name = "cms.telemetry"
    label = "telemetry"
    verbose_name = "Telemetry"
