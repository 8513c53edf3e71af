"""What a translation may have got wrong, whatever digits and marks its language writes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translations.domain.checks import Finding, check
from translations.enums import Check


def codes(original, translation):
    return [finding.check.name for finding in check(original, translation)]


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("", ""),
        ("  ", ""),
        ("Trains in 12 cities", "Des trains dans 12 villes"),
        ("Trains in 12 cities", "قطارات في ١٢ مدينة"),
        ("Trains in 12 cities", "قطار در ۱۲ شهر"),
        ("1,250.5 km", "1 250,5 km"),
        ("1,250.5 km", "1\u202f250,5 km"),
        ("1,250,000", "١٬٢٥٠٬٠٠٠"),
        ("09:00 to 10:30", "من 09:00 إلى 10:30"),
        ("from 9:05", "à 09 h 05"),
        ("Call +33 1 77 49 76 32", "اتصل بالرقم \u2066+33 1 77 49 76 32\u2069"),
        ("Call +33 1 77 49 76 32", "+33 (0)1 77 49 76 32 번으로 전화하세요"),
        ("See https://example.org/a?b=1.", "Voir https://example.org/a?b=1 !"),
        ("Write to a.b@example.org.", "a.b@example.org로 보내세요"),
        ("On 2026-06-14", "في 2026-06-14"),
        ("Hello {name}, %(count)s new", "%(count)s جديد، {name}"),
        ("From 22 to 25 June 2015", "2015년 6월 22일부터 25일까지"),
        ('<b>Read</b> <a id="a1">this</a>', '<a id="a1">هذا</a> <b>اقرأ</b>'),
        ("Fish &amp; chips", "Poisson &amp; frites"),
        ("MITI", "MITI (institut)"),
        ("An institute for the staff of large cities", "대도시 직원을 위한 연수원"),
        ("Ok", "D’accord, nous sommes toutes et tous du même avis"),
        ("7", "7"),
        ("–", "–"),
        (" Hello", " Bonjour"),
    ],
)
def test_good_translations_pass(original, translation):
    assert codes(original, translation) == []


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("Hello", "", ["MISSING"]),
        ("Hello", " \n", ["MISSING"]),
        ("Hello", "Hello", ["SAME"]),
        ("<b>Hello</b>", "<b>Hello</b>", ["SAME"]),
        ("12 cities", "13 villes", ["NUMBERS"]),
        ("In 12 months", "11개월 뒤에", ["NUMBERS"]),
        ("12 and 12", "12 et", ["NUMBERS"]),
        ("1,250", "1,25", ["NUMBERS"]),
        ("two cities", "2 villes", ["NUMBERS"]),
        ("Call +33 1 77 49 76 32", "Appeler le +33 1 77 49 76 23", ["PHONES"]),
        ("https://example.org/en/", "https://example.org/fr/", ["URLS"]),
        ("a@example.org", "b@example.org", ["EMAILS"]),
        ("On 2026-06-14", "Le 2026-06-15", ["DATES"]),
        ("Hello {name}", "Bonjour {nom}", ["PLACEHOLDERS"]),
        ("Hello %s", "Bonjour", ["PLACEHOLDERS"]),
        ("<b>Read</b> this", "Lisez ceci", ["TAGS"]),
        ("Read<br/>this", "Lisez ceci", ["TAGS"]),
        ("Read this page about rivers", "Lire", ["LENGTH"]),
        ("Read this page about rivers", "Lire " * 40, ["LENGTH", "SPACES"]),
        ("Read", "Lire ", ["SPACES"]),
        ("12 for {name}", "13 pour {nom}", ["PLACEHOLDERS", "NUMBERS"]),
    ],
)
def test_what_differs_is_found(original, translation, expected):
    assert codes(original, translation) == expected


def test_finding_names_what_is_missing_and_what_is_too_much():
    (finding,) = check("12 and 15 cities", "12 et 16 villes")

    assert finding == Finding(Check.NUMBERS, ("15",), ("16",))
    assert str(finding) == "Numbers differ. – missing: 15 – not in the original: 16"


def test_every_check_can_be_told():
    assert all(str(Finding(kind)) for kind in Check)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_checked(original, translation):
    assert all(isinstance(finding, Finding) for finding in check(original, translation))


@given(st.text(min_size=1, max_size=200))
def test_a_text_differs_from_itself_in_nothing(text):
    assert set(codes(text, text)) <= {"SAME"}


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "http://", "a@", "1,", "{a", "%(", "+1 ", "&#", "a.", "-"]
)
def test_hostile_texts_take_no_long(piece):
    text = piece * (20_000 // len(piece))

    begin = time.process_time()
    check(text, text + "x")

    assert time.process_time() - begin < 2
