"""Which images and documents are public: those with no restricted collection above them."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, QuerySet
from wagtail.models import CollectionViewRestriction

M = TypeVar("M", bound=Model)


def in_public_collection(queryset: QuerySet[M], prefix: str = "") -> QuerySet[M]:
    """Keep what no view restriction covers, on its collection or on one above it.

    `prefix` is the lookup that leads to the image or document, such as `image__`.
    """
    path = ExpressionWrapper(OuterRef(f"{prefix}collection__path"), output_field=CharField())
    restrictions = CollectionViewRestriction.objects.alias(path_below=path).filter(
        path_below__startswith=F("collection__path")
    )
    return queryset.filter(~Exists(restrictions))
