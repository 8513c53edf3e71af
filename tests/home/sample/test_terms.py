"""The sample termbase: in six languages, once, marked where it is invented."""

import pytest

from home.sample.terms import settle_terms
from home.sample.writer import Writer
from translations.models import Term

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample-content")]


@pytest.fixture
def terms():
    settle_terms(Writer())
    return Term.objects.select_related("source_locale", "locale")


def term(text, source, target):
    return Term.objects.get(
        text=text, source_locale__language_code=source, locale__language_code=target
    )


def test_sample_content_has_a_termbase_in_every_language(sample):
    targets = Term.objects.values_list("locale__language_code", flat=True)

    assert sample["term"] == len(targets)
    assert set(targets) == {"en", "fr", "es", "ar", "fa", "ko"}


def test_every_term_can_be_edited(terms):
    assert terms
    for one in terms:
        one.full_clean(validate_constraints=False)


@pytest.mark.usefixtures("terms")
def test_names_of_the_leaflet_are_real_and_their_translations_are_marked():
    assert term("EMRC", "en", "ko").allowed == ["EMRC"]
    assert term("EMRC", "en", "ko").is_sample is False
    assert term("United Cities and Local Governments", "en", "fr").is_sample is False
    institute = term("Metropolis International Training Institute", "en", "ar")
    assert (institute.allowed, institute.is_sample) == (["معهد متروبوليس الدولي للتدريب"], True)
    assert term("معهد متروبوليس الدولي للتدريب", "ar", "en").is_name


@pytest.mark.usefixtures("terms")
def test_settling_again_leaves_what_somebody_changed_until_reset():
    one = term("MITI", "en", "ar")
    one.note = "ours"
    one.save()
    term("EMRC", "en", "ar").delete()

    again = Writer()
    settle_terms(again)
    assert again.made["term"] == 1
    assert term("MITI", "en", "ar").note == "ours"

    settle_terms(Writer(reset=True))
    assert term("MITI", "en", "ar").note == "Metropolis International Training Institute."
