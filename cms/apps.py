"""Application of the kernel: start-up checks, templates and static files shared by all apps."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The kernel as a Django application, so that its checks run and its templates are found."""

    name = "cms"
    label = "cms"
    verbose_name = "CMS"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - app ready: importing registers the checks
