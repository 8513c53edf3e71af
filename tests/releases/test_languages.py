"""All languages of a session, with its theme, at one instant: also those from right to left."""

import pytest

from events.models import TrainingSessionPage
from releases.domain.releasing import check, release, schedule
from releases.domain.rolling_back import roll_back
from tests.factories import TrainingSessionPageFactory
from tests.support.graphql import ask
from tests.support.translated_site import DAY, again, write
from translations.domain.drafting import begin, save_draft

from .test_scheduling import HOUR, NOON, run

pytestmark = pytest.mark.django_db

TITLES = {"en": "Floods in cities", "ar": "فيضانات المدن", "ko": "도시의 홍수"}


@pytest.fixture
def site(shared_translated_site, db):
    return shared_translated_site.copy()


@pytest.fixture
def versions(site):
    """Give drafts of a session in English, Arabic and Korean, of which none is public."""
    page = TrainingSessionPageFactory(
        parent=site.trainings, slug="floods", title="Floods", start_date=DAY, end_date=DAY,
        live=False,
    )  # fmt: skip
    page.title = TITLES["en"]
    page.save_revision()
    for code in ("ar", "ko"):
        source = TrainingSessionPage.objects.get(pk=page.pk)
        translation = begin(source, site.locale(code), site.boss, from_draft=True)
        write(translation, {TITLES["en"]: TITLES[code]})
        save_draft(again(translation), site.boss)
    return list(TrainingSessionPage.objects.filter(translation_key=page.translation_key))


def public(versions):
    query = """
    query ($key: UUID!) {
      en: session(key: $key, locale: EN) { title }
      ar: session(key: $key, locale: AR) { title }
      ko: session(key: $key, locale: KO) { title }
    }
    """
    answer = ask(query, key=str(versions[0].translation_key))
    return {code: found["title"] for code, found in answer.items() if found}


def test_all_are_public_together_and_gone_together(site, versions, bundle_of):
    bundle = bundle_of(*versions)
    assert check(bundle, site.boss) == []
    assert public(versions) == {}

    release(bundle, site.boss)
    assert public(versions) == TITLES

    roll_back(bundle, site.boss)
    assert public(versions) == {}


def test_all_are_public_at_the_set_time(site, versions, bundle_of):
    schedule(bundle_of(*versions), site.boss, NOON)

    run(NOON - HOUR)
    assert public(versions) == {}
    run()

    assert public(versions) == TITLES


def test_language_without_a_text_is_in_the_way(site, versions, bundle_of):
    source = TrainingSessionPage.objects.get(slug="floods", locale=site.english)
    begin(source, site.locale("fr"), site.boss, from_draft=True)
    french = TrainingSessionPage.objects.get(
        translation_key=source.translation_key, locale=site.locale("fr")
    )
    bundle = bundle_of(*versions, french)

    (problem,) = check(bundle, site.boss)

    assert problem["member"] == bundle.members.order_by("pk").last().pk
    assert public(versions) == {}


def test_reviewer_releases_by_role_only_their_language(site, versions, bundle_of, member):
    amal = member("amal", site.trainings, models=())
    amal.groups.add(site.member("rana", "Reviewers: Arabic").groups.get())
    arabic = next(one for one in versions if one.locale.language_code == "ar")

    problems = check(bundle_of(*versions), amal)

    assert len(problems) == 2
    assert check(bundle_of(arabic), amal) == []
