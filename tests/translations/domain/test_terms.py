"""Terms in texts, and what translations make of them."""

import pytest
from wagtail.models import Locale

from translations.domain.terms import Termbase
from translations.enums import Check
from translations.folding import fold, folded
from translations.models import Term


def term(text, preferred="", forbidden="", source="en", target="ar", **values):
    made = Term(
        text=text,
        preferred=preferred,
        forbidden=forbidden,
        source_locale=Locale(pk=1, language_code=source),
        locale=Locale(pk=2, language_code=target),
        **values,
    )
    made.tidy()
    return made


def termbase(*terms, source="en", target="ar"):
    return Termbase(terms, source, target)


def found(text, *terms, source="en"):
    hits = termbase(*terms, source=source).hits(text)
    return [text[hit.begin : hit.end] for hit in hits]


def said(original, translation, *terms, target="ar"):
    base = termbase(*terms, target=target)
    return base.findings(base.hits(original), translation)


@pytest.mark.parametrize(
    ("written", "language", "key"),
    [
        ("  Regional  Centre ", "en", "regional centre"),
        ("E\u0301tat", "fr", "état"),
        ("l’État", "fr", "l'état"),
        ("Straße", "de", "strasse"),
        ("İSTANBUL I", "tr", "istanbul ı"),
        ("Istanbul", "en", "istanbul"),
        ("كُلّيّـة", "ar", "کلیة"),
        ("أُسرة آمنة", "ar", "اسرة امنة"),
        ("کلان‌شهر", "fa", "کلانشهر"),
        ("교육 연수원", "ko", "교육 연수원"),
        ("-", "en", "-"),
        ("\u200b", "en", ""),
    ],
)
def test_words_are_compared_without_case_marks_and_forms(written, language, key):
    assert fold(written, language) == key


def test_folded_text_knows_where_its_letters_came_from():
    text = "Das  Straßen\u0301fest"

    written = folded(text, "de")

    assert written.text == "das strasseńfest"
    place = written.text.index("sse")
    assert text[written.begins[place] : written.ends[place + 1]] == "ß"
    assert text[written.begins[3] : written.ends[3]] == "  "
    assert len(written.text) == len(written.begins) == len(written.ends)


@pytest.mark.parametrize(
    ("source", "word", "text", "expected"),
    [
        ("en", "regional centre", "A Regional centre, REGIONAL\ncentres.", 2),
        ("en", "centre", "decentred epicentre", 0),
        ("en", "bus", "two buses; the bus's door", 2),
        ("en", "cafe", "a café", 0),
        ("en", "café", "a cafe\u0301!", 1),
        ("en", "C++ course", "the C++ course", 1),
        ("fr", "ville membre", "Les villes membres", 1),
        ("es", "centro regional", "Los centros regionales", 1),
        ("ar", "معهد", "في المعهد وللمعهد ومعهدنا", 3),
        ("ar", "المعهد", "معهد", 1),
        ("ar", "المركز الإقليمي", "مركز إقليمي للمدينة", 1),
        ("ar", "مدينة", "مدينتنا والمدينة", 2),
        ("ar", "معهد", "معاهدات", 0),
        ("fa", "کلان‌شهر", "کلان‌شهرها و کلان‌شهرهای ما", 2),
        ("fa", "دوره", "دوره‌های آینده", 1),
        ("ko", "메트로폴리스", "메트로폴리스는, 메트로폴리스에서도", 2),
        ("ko", "연수", "연수원", 0),
        ("zh", "城市", "大城市的", 1),
        ("en", "MITI", "MITI는", 0),
    ],
)
def test_whole_words_with_what_a_language_attaches(source, word, text, expected):
    assert len(found(text, term(word, "x", source=source), source=source)) == expected


def test_the_longest_term_is_found_and_none_in_another():
    long, short = term("Metropolis Institute", "x"), term("Metropolis", "y")

    assert found("Metropolis and the Metropolis Institute", short, long) == [
        "Metropolis",
        "Metropolis Institute",
    ]


def test_a_name_is_found_as_it_is_written():
    name = term("Metropolis", is_name=True)

    assert found("Metropolis, METROPOLIS, a metropolis, Metropolises", name) == [
        "Metropolis",
        "METROPOLIS",
    ]


def test_preferred_translation_is_missing():
    institute = term("institute", "معهد\nمؤسسة")

    assert said("The institute", "وللمعهد دور", institute) == []
    assert said("The institute", "المؤسّسة", institute) == []
    assert said("The city", "المدينة", institute) == []
    assert said("The institute", "  ", institute) == []
    (finding,) = said("The institute, institutes", "المدرسة", institute)
    assert (finding.check, finding.lacking) == (Check.TERMS, ("معهد", "مؤسسة"))
    assert str(finding) == (
        "The preferred translation of “\u2068institute\u2069” is missing:"
        " “\u2068معهد\u2069” · “\u2068مؤسسة\u2069”"
    )


@pytest.mark.parametrize(
    ("preferred", "target", "is_there"),
    [
        ("메트로폴리스", "메트로폴리스에서는 배웁니다", True),
        ("메트로폴리스", "메트로폴리탄", False),
        ("국제연수원", "국제연수원의", True),
    ],
)
def test_particles_do_not_hide_a_korean_translation(preferred, target, is_there):
    one = term("Metropolis", preferred, target="ko")

    assert (said("Metropolis", target, one, target="ko") == []) is is_there


def test_a_name_that_is_not_translated_stays_as_it_is():
    name = term("MITI", is_name=True, target="ko")

    assert said("MITI", "MITI는", name, target="ko") == []
    (finding,) = said("MITI", "미티", name, target="ko")
    assert finding.lacking == ("MITI",)


def test_forbidden_translation_is_used():
    centre = term("centre", "مركز", "وسط")

    (finding,) = said("the centre", "الوسط والمركز", centre)

    assert (finding.check, finding.extra) == (Check.FORBIDDEN_TERMS, ("وسط",))
    assert "write “\u2068مركز\u2069”" in str(finding)
    assert said("the city", "الوسط", centre) == []
    (only,) = said("the centre", "وسط", term("centre", "", "وسط"))
    assert str(only) == "“\u2068وسط\u2069” is not to be used for “\u2068centre\u2069”."


def test_what_is_right_for_one_term_is_not_wrong_for_another():
    institute = term("Institute of Cities", "institut des villes", target="fr")
    city = term("city", "cité", "villes", target="fr")

    text = "The Institute of Cities of the city"

    assert said(text, "L'institut des villes de la cité", institute, city, target="fr") == []
    assert len(said(text, "L'institut des villes, villes", institute, city, target="fr")) == 1


def test_no_terms_find_nothing():
    assert termbase().hits("institute") == []
    assert termbase(term("institute", "x")).hits("") == []
