"""Application of translating."""

from typing import Any

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """Translating what editors have written, on top of wagtail-localize."""

    name = "translations"
    label = "translations"
    verbose_name = "Translations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what is published, and let views know of roles and languages.

        Wagtail-localize's all ask one function, for which it has no hook or setting. Whatever
        publishes a translation asks whether texts are in the way.
        """
        from django.db.models.signals import post_delete  # app ready
        from wagtail.models import get_translatable_models  # app ready
        from wagtail.signals import published, unpublished  # app ready
        from wagtail_localize.views import edit_translation  # app ready

        from cms.graphql.previews import register_preview  # app ready
        from cms.pages.publishing import PUBLISH_CHECKS  # app ready
        from translations.domain.languages import register_policies  # app ready
        from translations.domain.obstacles import check_publishing  # app ready
        from translations.domain.policy import may_write_texts  # app ready
        from translations.domain.previewing import KIND, write_preview  # app ready
        from translations.domain.progress import watch  # app ready

        register_policies()
        edit_translation.user_can_edit_instance = may_write_texts
        register_preview(KIND, write_preview)
        watch()
        PUBLISH_CHECKS.append(check_publishing)
        published.connect(compare_published, dispatch_uid="translations.published")
        unpublished.connect(forget_unpublished, dispatch_uid="translations.unpublished")
        for model in get_translatable_models(include_subclasses=True):
            post_delete.connect(forget_deleted, sender=model, dispatch_uid="translations.deleted")


def compare_published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Say which translations are outdated now."""
    from translations.domain.outdated import on_published  # app ready

    on_published(instance, revision)


def forget_unpublished(instance: Any, **kwargs: Any) -> None:
    """Say nothing any more of what is not public."""
    from wagtail.models import TranslatableMixin  # app ready

    from translations.domain.outdated import forget  # app ready

    if isinstance(instance, TranslatableMixin):
        forget(instance)


def forget_deleted(instance: Any, **kwargs: Any) -> None:
    """Say nothing any more of what is gone."""
    from translations.domain.outdated import forget  # app ready

    forget(instance, is_deleted=True)
