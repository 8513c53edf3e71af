"""View restrictions as conditions on tree paths."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.restrictions import RestrictedPaths, is_at_or_below, read_restricted_paths
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def add(parent, slug):
    return parent.add_child(instance=Page(title=slug, slug=slug))


def slugs_below(*ancestors):
    condition = is_at_or_below("path", [page.path for page in ancestors])
    return set(Page.objects.filter(condition).values_list("slug", flat=True))


@pytest.fixture
def tree():
    """Give pages a, a/b, a/b/c, and a/d, by slug."""
    root = Page.get_first_root_node()
    a = add(root, "a")
    b = add(a, "b")
    return {"root": root, "a": a, "b": b, "c": add(b, "c"), "d": add(a, "d")}


def test_a_node_and_all_below_it(tree):
    assert slugs_below(tree["b"]) == {"b", "c"}


def test_nodes_of_different_depths(tree):
    assert slugs_below(tree["c"], tree["d"]) == {"c", "d"}
    assert slugs_below(tree["a"], tree["c"]) == {"a", "b", "c", "d"}


def test_of_no_nodes_nothing(tree):
    assert slugs_below() == set()
    assert Page.objects.exclude(is_at_or_below("path", [])).count() == Page.objects.count()


def test_ten_thousand_nodes_are_no_problem(tree):
    elsewhere = [f"0001{number:04d}" for number in range(100, 10_100)]

    found = Page.objects.filter(is_at_or_below("path", [*elsewhere, tree["b"].path]))

    assert set(found) == {tree["b"], tree["c"]}


def test_a_lookup_over_relations():
    private, public = (Collection.get_first_root_node().add_child(name=name) for name in "ab")
    below = private.add_child(name="c")
    hidden, shown = ImageFactory(collection=below), ImageFactory(collection=public)

    found = type(shown).objects.exclude(is_at_or_below("collection__path", [private.path]))

    assert list(found) == [shown]
    assert hidden not in found


@pytest.mark.parametrize("number", [0, 1, 3])
def test_all_are_read_in_one_statement(tree, number, count_queries):
    for slug in list("bcd")[:number]:
        restrict(tree[slug])
    collections = [Collection.get_first_root_node().add_child(name=str(n)) for n in range(number)]
    for collection in collections:
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")

    with count_queries() as queries:
        paths = read_restricted_paths()

    assert len(queries) == 1
    assert paths == RestrictedPaths(
        frozenset(tree[slug].path for slug in list("bcd")[:number]),
        frozenset(collection.path for collection in collections),
    )
