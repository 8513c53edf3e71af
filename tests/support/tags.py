"""Which tags a block of a test changes."""

import contextlib

from django.db.models import Sum

from cms.caching.models import TagChange


def weights():
    rows = TagChange.objects.exclude(tag="").values_list("tag").annotate(Sum("weight"))
    return dict(rows.order_by())


@contextlib.contextmanager
def changed_tags():
    """Give a set that holds, after the block, the tags whose versions rose in it."""
    found = set()
    # A transaction has one row for a tag, and a test is one transaction: start from none.
    TagChange.objects.exclude(tag="").delete()
    yield found
    found.update(tag for tag, weight in weights().items() if weight > 0)
