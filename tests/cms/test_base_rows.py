"""What the test database has before a test begins, also after a test with real transactions."""

import pytest
from wagtail.models import Collection, Locale, Page


def rows():
    return (
        list(Page.objects.values_list("slug", "depth")),
        list(Locale.objects.values_list("language_code", flat=True)),
        list(Collection.objects.values_list("name", flat=True)),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", ["first", "after a flush"])
def test_first_rows_survive_a_test_with_real_transactions(round_):
    assert rows() == ([("root", 1)], ["en"], ["Root"])
