"""Release bundles and what is in them."""

import factory
from factory.django import DjangoModelFactory

from cms.references.content import target_of
from releases.models import BundleMember, BundleRedirect, ReleaseBundle


class ReleaseBundleFactory(DjangoModelFactory):
    """An empty bundle in preparation."""

    class Meta:
        model = ReleaseBundle

    title = factory.Sequence(lambda n: f"Bundle {n}")


class BundleMemberFactory(DjangoModelFactory):
    """A member of `bundle` that publishes `instance`."""

    class Meta:
        model = BundleMember

    @classmethod
    def _create(cls, model_class, *args, instance, **kwargs):
        type_pk, key = target_of(instance)
        return model_class.objects.create(
            content_type_id=type_pk, object_id=key, title=str(instance), **kwargs
        )


class BundleRedirectFactory(DjangoModelFactory):
    """A redirect of `bundle` to a page or a link."""

    class Meta:
        model = BundleRedirect

    old_path = factory.Sequence(lambda n: f"/old-{n}")
