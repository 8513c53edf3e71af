"""Types tell the truth: what is never null says so, and what may be null can be.

Content is made from the models' and blocks' definitions and published as editors do; then what it
refers to is hidden, deleted or translated, and its streams become such as older versions left them.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, TranslatableMixin

from cms.media.models import Document
from cms.schema import schema
from cms.search.index import rebuild
from cms.translation_state.models import TranslationState
from events.models import TrainingSessionPage
from home.models import SiteSettings, SiteSettingsText, SocialLink, StandardPage
from tests.support.nulls import Nulls
from tests.support.random_site import RandomSite, age, kinds, take_off
from tests.support.schema_walk import Edge, Samples, SchemaWalk
from tests.support.valid_content import Bare, Last, Least, Most
from tests.support.versions import release_all

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
SCHEMA = schema.graphql_schema
EXAMPLES = 25
MOST_CHANGES = 12
# As many as `age` knows.
AGES = 5
NEVER_ANSWERED = {
    # Nobody counts places yet.
    "Registration.placesLeft",
    # Wagtail leaves out blocks of unknown types when it reads a stream.
    "UnknownBlock.blockType",
    "UnknownBlock.id",
}
UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Drawn:
    """What hypothesis chooses."""

    def __init__(self, data):
        self.data = data

    def has(self):
        return self.data.draw(st.booleans())

    def count(self, least):
        return self.data.draw(st.integers(least, least + 2))

    def of(self, options):
        return self.data.draw(st.sampled_from(options))

    def some_of(self, options):
        positions = st.integers(0, len(options) - 1)
        chosen = self.data.draw(st.lists(positions, unique=True, max_size=MOST_CHANGES))
        return [options[position] for position in chosen]


@pytest.fixture
def site(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    return RandomSite()


def walk_of(
    pages,
    *,
    depth,
    handles=("menu-target-0",),
    redirects=("/old",),
):
    """Give the questions about a site; addresses are those of the pages."""
    return SchemaWalk(
        SCHEMA,
        Samples(
            by_name={
                "query": ['"climate"'],
                "handle": [f'"{handle}"' for handle in handles],
                "Query.redirect.path": [f'"{path}"' for path in redirects],
                "path": [f'"{page.get_url_parts()[2]}"' for page in pages],
                "id": [f'"{page.pk}"' for page in pages],
                "key": [f'"{page.translation_key}"' for page in pages],
            },
            by_type={"UUID": [f'"{UNKNOWN}"'], "String": ['"a"'], "Int": ["1"]},
        ),
        depth,
    )


def test_published_content_never_breaks_a_promise(site):
    pages = [site.home]
    targets = [row for rows in site.rows.values() for row in rows]
    roots = list(walk_of(pages, depth=1).questions("locales: [FR, EN]", roots_only=True))

    # Without shrinking: the error names the field and the question.
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def check(data):
        with transaction.atomic():
            choices = Drawn(data)
            model = choices.of(kinds())
            instance = site.publish(model, choices, "random")
            for row in choices.some_of(targets):
                site.change(row, choices.of([*site.states(row)]))
            if choices.has():
                age(instance, choices)
            asked = Nulls(SCHEMA)
            asked.ask(roots)
            if isinstance(instance, Page):
                walk = walk_of(pages, depth=2)
                asked.ask([walk.question(Edge("Query", "page"), {"id": f'"{instance.pk}"'})])
            transaction.set_rollback(True)
        assert asked.errors == []

    check()


def test_what_may_be_null_is_null_somewhere_and_given_elsewhere(site):
    asked = Nulls(SCHEMA)
    missing = StandardPage(pk=999_999, slug="missing", url_path="/home/missing/")
    asked.ask(walk_of([missing], depth=0, handles=["none"], redirects=["/none"]).questions())
    fill_everything(site)
    pages = [row for kind, rows in site.rows.items() if issubclass(kind, Page) for row in rows[:1]]

    for handle in ("menu-most", "menu-bare", "menu-last"):
        walk = walk_of(pages, depth=0, handles=[handle])
        asked.ask(q for q in walk.questions() if q.edge.type.startswith("Menu"))
    asked.ask(walk.questions())
    asked.ask(walk.questions("locales: [FR, EN]"))
    Document.objects.update(locale=None)
    asked.ask(q for q in walk.questions() if q.edge.type == "Document")

    assert asked.errors == []
    assert asked.null & asked.fields(nullable=False) == set()
    assert asked.fields(nullable=True) - asked.null - NEVER_ANSWERED == set()
    everything = asked.fields(nullable=True) | asked.fields(nullable=False)
    assert everything - asked.given == NEVER_ANSWERED


def fill_everything(site):
    """Publish everything that the schema can say, and whatever makes it say nothing."""
    draft = site.publish(StandardPage, Least(), "draft")
    for model in kinds():
        for name, choices in (("bare", Bare()), ("most", Most()), ("last", Last())):
            site.publish(model, choices, name)
        for position in range(AGES):
            age(site.publish(model, Most(), f"old-{position}"), Aged(position))
        for name, state in (
            ("translated", "translated"),
            ("orphaned", "hidden, but its translations are not"),
        ):
            original = site.publish(model, Least(), name)
            site.change(original, state)
        model.objects.filter(translation_key=original.translation_key).update(
            last_published_at=None
        )
        if issubclass(model, Page):
            site.publish(model, Least(), "orphan", parent=draft)
    take_off(draft)
    outdate(site)
    imported = {"first_published_at": None, "last_published_at": None}
    Page.objects.filter(slug__endswith="-bare").update(**imported)
    TrainingSessionPage.objects.filter(slug__endswith="-last").update(
        registration_mode="EXTERNAL", registration_url="https://example.org/"
    )
    record = SiteSettings.objects.create(
        site=site.home.get_site(), organization_name="Network", telephone="+33177497632"
    )
    SocialLink.objects.create(settings=record, network="Network", url="https://example.org/")
    SiteSettingsText.objects.create(settings=record, locale=site.french, footer="Bas de page")
    Redirect.objects.create(old_path="/old", redirect_page=site.home)
    Redirect.objects.create(old_path="/away", redirect_link="https://example.org/")
    release_all(3)
    rebuild()


def outdate(site):
    """Say of everything that a whole text and a part of another are outdated."""
    for row in (row for rows in site.rows.values() for row in rows):
        if isinstance(row, TranslatableMixin):
            TranslationState.objects.create(
                content_type=ContentType.objects.get_for_model(type(row)),
                translation_key=row.translation_key,
                locale=row.locale,
                outdated=["title", "body.part"],
            )


class Aged(Most):
    """Everything, in one of the ways in which streams may be old."""

    def __init__(self, position):
        self.position = position

    def of(self, options):
        return options[self.position % len(options)]
