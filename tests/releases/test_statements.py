"""A release costs so much for each member, however many there are."""

import pytest

from releases.domain.releasing import check, release
from releases.domain.rolling_back import roll_back

pytestmark = pytest.mark.django_db


def test_statements_grow_by_the_same_number_for_each_member(bundle_of, page, boss, count_queries):
    numbers = []
    # The first one reads what is kept from then on.
    for turn, size in enumerate((1, 1, 2, 4)):
        bundle = bundle_of(*(page(f"Page {turn} {place}") for place in range(size)))
        counts = []
        for work in (check, release, roll_back):
            with count_queries() as queries:
                work(bundle, boss)
            # Wagtail's index weighs all titles anew now and then.
            counts.append(sum("title_norm" not in query["sql"] for query in queries))
        numbers.append(counts)

    _first, one, two, four = numbers
    for first, second, fourth in zip(one, two, four, strict=True):
        assert fourth - second == 2 * (second - first)
