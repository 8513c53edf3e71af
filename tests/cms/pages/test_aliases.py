"""Snippets in locales that follow another: aliases, until somebody translates them."""

import pytest
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource

from cms.pages.aliases import models_with_aliases
from events.models import Theme
from tests.factories import LocaleFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def follow(locale, source):
    LocaleSynchronization.objects.create(locale=locale, sync_from=source)


def rows(theme):
    found = Theme.objects.filter(translation_key=theme.translation_key).order_by("pk")
    return [(row.locale.language_code, row.name, row.live, row.alias_of_id) for row in found]


@pytest.fixture
def theme():
    return ThemeFactory(name="Water")


@pytest.fixture
def korean(theme):
    locale = LocaleFactory(language_code="ko")
    follow(locale, theme.locale)
    return locale


def publish(instance, **values):
    for name, value in values.items():
        setattr(instance, name, value)
    instance.save_revision().publish()


def test_locale_that_follows_gets_all_public_snippets(theme):
    draft = ThemeFactory(name="Air", live=False)

    follow(LocaleFactory(language_code="ko"), theme.locale)

    assert rows(theme) == [
        ("en", "Water", True, None),
        ("ko", "Water", True, theme.pk),
    ]
    assert rows(draft) == [("en", "Air", False, None)]


def test_snippet_published_later_is_there_at_once(korean):
    theme = ThemeFactory(name="Air", live=False)

    publish(theme)

    assert rows(theme) == [("en", "Air", True, None), ("ko", "Air", True, theme.pk)]


def test_alias_follows_texts_and_state(theme, korean):
    publish(theme, name="Rivers")
    assert rows(theme)[1] == ("ko", "Rivers", True, theme.pk)

    theme.unpublish()
    assert rows(theme)[1] == ("ko", "Rivers", False, theme.pk)


def test_draft_of_the_original_changes_no_alias(theme, korean):
    theme.name = "Rivers"
    theme.save_revision()

    assert rows(theme)[1] == ("ko", "Water", True, theme.pk)


def test_alias_stays_public_while_a_translation_is_a_draft(theme, korean):
    source, _created = TranslationSource.get_or_create_from_instance(theme)

    Translation.objects.create(source=source, target_locale=korean).save_target(publish=False)

    assert rows(theme)[1] == ("ko", "Water", True, theme.pk)
    alias = Theme.objects.get(locale=korean)
    assert alias.latest_revision is not None
    assert alias.has_unpublished_changes
    publish(theme, name="Rivers")
    assert rows(theme)[1] == ("ko", "Rivers", True, theme.pk)
    assert Theme.objects.get(locale=korean).latest_revision_id == alias.latest_revision_id


def test_published_translation_is_no_alias(theme, korean):
    alias = Theme.objects.get(locale=korean)

    publish(alias, name="물")
    publish(theme, name="Rivers")

    assert rows(theme) == [("en", "Rivers", True, None), ("ko", "물", True, None)]


def test_locale_that_follows_a_follower_follows_its_translation(theme, korean):
    persian = LocaleFactory(language_code="fa")
    follow(persian, korean)
    publish(theme)
    assert rows(theme)[2] == ("fa", "Water", True, theme.pk)

    Theme.objects.get(locale=persian).delete()
    publish(Theme.objects.get(locale=korean), name="물")

    korean_pk = Theme.objects.get(locale=korean).pk
    assert rows(theme)[2] == ("fa", "물", True, korean_pk)


def test_locales_that_follow_each_other_come_to_an_end(theme, korean):
    follow(theme.locale, korean)

    publish(theme, name="Rivers")

    assert rows(theme) == [("en", "Rivers", True, None), ("ko", "Rivers", True, theme.pk)]


def test_alias_goes_with_its_original(theme, korean):
    theme.delete()

    assert Theme.objects.count() == 0


def test_expired_original_takes_its_alias_along(theme, korean):
    theme.expire_at = timezone.now()
    theme.save()
    theme.unpublish(set_expired=True)

    alias = Theme.objects.get(locale=korean)
    assert (alias.live, alias.expired, alias.expire_at) == (False, True, theme.expire_at)


def test_snippets_have_no_rows_that_an_alias_would_lack():
    models = models_with_aliases()

    assert {model.__name__ for model in models} == {
        "ContactPoint",
        "InterfaceMessage",
        "Menu",
        "Notice",
        "Theme",
        "Venue",
    }
    for model in models:
        assert [r.name for r in get_all_child_relations(model)] == []
        assert [f.name for f in model._meta.many_to_many] == []
