"""Every edge of the schema, on a site with every kind of object in every state: nothing hidden.

The objects are in `tests.support.planted_site`, the queries are made from the schema by
`tests.support.schema_walk`. A case is an object in a state at an edge where it would be answered if
the policy were not there: that is measured, by taking the policy away.
"""

import pytest
from django.db.models import Q, Value
from graphql import is_leaf_type
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.graphql import pages, queries, redirects, search
from cms.graphql.addresses import Address, Addresses
from cms.graphql.loaders import Loaders
from cms.schema import schema
from cms.statements.prepared import forget_statements
from cms.visibility import Visibility
from tests.support.matrix import ask, walk_of
from tests.support.schema_walk import is_own

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SCHEMA = schema.graphql_schema
LEAST_OBJECTS = 250
LEAST_EDGES = 180
LEAST_CASES = 2_000


@pytest.fixture(scope="module")
def walk(_planted):
    return walk_of(SCHEMA, _planted)


@pytest.fixture(scope="module")
def short_walk(_planted):
    return walk_of(SCHEMA, _planted, depth=0)


def check(findings, site):
    assert findings.errors == {}
    assert findings.leaks(site) == {}


class TestNothingHiddenShows:
    def test_on_any_edge(self, planted, walk):
        assert len(walk.edges) >= LEAST_EDGES

        check(ask(SCHEMA, walk.questions()), planted)

    def test_on_any_edge_in_any_of_two_languages(self, planted, short_walk):
        check(ask(SCHEMA, short_walk.questions("locales: [FR, EN]")), planted)

    @pytest.mark.parametrize(
        "scope",
        [
            "locale: FR",
            "locale: ES",
            "locale: KO",
            "locales: [KO, AR, FR, EN]",
            'site: "localhost"',
        ],
    )
    def test_on_any_root_field_in_any_language(self, planted, short_walk, scope):
        check(ask(SCHEMA, short_walk.questions(scope, roots_only=True)), planted)

    def test_with_any_argument(self, planted, short_walk):
        check(ask(SCHEMA, short_walk.variants()), planted)


def test_every_field_is_asked(walk):
    list(walk.questions())
    fields = {
        f"{name}.{field}"
        for name in SCHEMA.type_map
        if is_own(SCHEMA, name)
        for field in SCHEMA.type_map[name].fields
    }
    roots = {field for field in fields if field.startswith("Query.")}

    assert fields - walk.asked - roots == set()
    assert {str(edge) for edge in walk.edges} >= {
        f"Query.{name}"
        for name, field in SCHEMA.query_type.fields.items()
        if not is_leaf_type(field.type)
    }


def test_every_kind_stands_in_every_state(planted):
    states = planted.states()

    assert sum(map(len, states.values())) >= LEAST_OBJECTS
    for kind in ("TrainingSessionPage", "PersonPage", "OrganizationPage", "NewsPage", "HomePage"):
        assert len(states[kind]) >= 20
    for kind in ("Venue", "Theme", "ContactPoint", "Notice", "Menu"):
        assert len(states[kind]) >= 8
    assert len(states["Image"]) == len(states["Document"]) == 5


def all_redirects(scope):
    return Redirect.objects.annotate(leads=Value(value=True))


def at_paths(key, paths, scope):
    return list(of_home(Page.objects.filter(path__in=set(paths))).specific())


def all_collections(self):
    return Q()


def all_snippets(self, model):
    return self._in_language("")


def all_pages(self, prefix=""):
    return self._on_site(prefix) & self._in_language(prefix)


def of_home(queryset):
    """The English pages of the site that the API has a type for, hidden ones included."""
    below = queryset.filter(path__startswith="00010001", locale__language_code="en")
    return below.exclude(content_type__model="page")


def of_home_by_id(self, ids):
    return {page.pk: page.specific for page in of_home(Page.objects.filter(pk__in=list(ids)))}


def of_home_by_key(self, keys):
    found = of_home(Page.objects.filter(translation_key__in=list(keys)))
    return {page.translation_key: page.specific for page in found}


def visible_pages(scope, queryset=None):
    return of_home(Page.objects.all() if queryset is None else queryset)


def answer_without_target(row, *_):
    return {"path": row.old_path, "url": "", "target": None, "is_permanent": True}


def as_typed(self, typed):
    return {text: Address(text) for text in typed if text}


BREAKS = {
    "pages": ([(Visibility, "page_condition", all_pages)], ["ButtonBlock.page", "Query.sessions"]),
    "snippets": (
        [(Visibility, "snippet_condition", all_snippets)],
        ["TrainingSessionPage.venue", "TrainingSessionPage.themes", "Query.themes"],
    ),
    "files": (
        [(Visibility, "collection_condition", all_collections)],
        ["TrainingSessionPage.documents", "HomePage.heroImage", "ProgrammeSlot.materials"],
    ),
    "redirects": (
        [
            (redirects, "listed_redirects", all_redirects),
            (redirects, "ends_of", lambda rows, scope: dict.fromkeys(row.pk for row in rows)),
            (redirects, "_answer", answer_without_target),
        ],
        ["Query.redirects"],
    ),
    "search": (
        [(search, "localized_pages", lambda queryset, scope: of_home(queryset))],
        ["Query.search"],
    ),
    "routes": ([(queries, "visible_pages", visible_pages)], ["Query.routes"]),
    "tree": (
        [(pages, "visible_pages", visible_pages), (pages, "visible_at_paths", at_paths)],
        ["NewsPage.children", "StandardPage.parent", "StandardPage.breadcrumbs"],
    ),
    "speakers": ([(Loaders, "pages_by_key", of_home_by_key)], ["ProgrammeSlot.speakers"]),
    "typed addresses": (
        [(Addresses, "find", as_typed)],
        ["HomePage.introduction", "RichTextBlock.value", "Menu.items", "Query.redirects"],
    ),
    "rich text and menus": (
        [(Loaders, "pages", of_home_by_id)],
        ["HomePage.introduction", "RichTextBlock.value", "Menu.items"],
    ),
}


@pytest.mark.usefixtures("_compiled_anew")
class TestTheMatrixWouldNotice:
    """The policy is taken away, and the matrix has to find what then leaks."""

    @pytest.fixture
    def _compiled_anew(self):
        """Use no statement of the true policy, and leave none of another."""
        forget_statements()
        yield
        forget_statements()

    def test_everywhere(self, planted, short_walk, monkeypatch, record_property):
        monkeypatch.setattr(Visibility, "page_condition", all_pages)
        monkeypatch.setattr(Visibility, "snippet_condition", all_snippets)
        monkeypatch.setattr(Visibility, "collection_condition", all_collections)

        found = ask(SCHEMA, short_walk.questions()).seen

        objects = [one for one in planted.planted if one.is_hidden]
        cases = sum(
            not seen.isdisjoint(one.traces & planted.hidden.keys())
            for seen in found.values()
            for one in objects
        )
        record_property(
            "hidden objects, edges, cases", (len(objects), len(short_walk.edges), cases)
        )
        assert cases >= LEAST_CASES

    @pytest.mark.parametrize("name", BREAKS)
    def test_in_one_place(self, planted, walk, monkeypatch, name):
        patches, edges = BREAKS[name]
        for patch in patches:
            monkeypatch.setattr(*patch)
        asked = [question for question in walk.questions() if str(question.edge) in edges]

        leaks = ask(SCHEMA, asked).leaks(planted)

        assert {str(question.edge) for question in asked} == set(edges)
        assert set(leaks) == set(edges)
