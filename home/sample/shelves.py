"""The collections of sample content: one for pictures, three for documents, two of them private."""

from __future__ import annotations

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

PICTURES = "Sample pictures"
DOCUMENTS = "Sample documents"
PRIVATE = "Sample documents, private"
# Private because the collection above it is.
INNER = "Sample minutes, private too"

ABOVE = {INNER: PRIVATE}
NAMES = (PICTURES, DOCUMENTS, PRIVATE, INNER)


def collection(name: str) -> Collection:
    """Give a collection of sample content, made if it is missing."""
    above = collection(ABOVE[name]) if name in ABOVE else Collection.get_first_root_node()
    found = above.get_children().filter(name=name).first()
    if found is None:
        found = above.add_child(name=name)
        if name == PRIVATE:
            found.view_restrictions.create(restriction_type=CollectionViewRestriction.LOGIN)
    return found


def empty_shelves() -> list[Collection]:
    """Give the collections of sample content that hold nothing, the innermost first."""
    found: list[Collection] = []
    for shelf in Collection.objects.filter(name__in=NAMES, depth__lte=3).order_by("-depth", "name"):
        below = shelf.get_children().exclude(pk__in=[item.pk for item in found])
        if not below.exists() and not any(
            model.objects.filter(collection=shelf).exists()
            for model in (get_image_model(), get_document_model())
        ):
            found.append(shelf)
    return found
