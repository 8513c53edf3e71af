"""Numbers, dates and telephone numbers that are facts: the same in all languages, in texts too."""

import datetime
from decimal import Decimal

import pytest
from django.db import models
from wagtail.models import get_translatable_models
from wagtail_localize.fields import get_translatable_fields

from cms.pages.translation import synchronized_names
from tests.factories import (
    ContactPointFactory,
    OrganizationFactFactory,
    OrganizationPageFactory,
    TrainingSessionPageFactory,
)
from translations.domain.calendars import MONTH, YEAR, Moment, pattern_of, persian
from translations.domain.facts import Facts, facts_of
from translations.domain.figures import readings

PHONE = "+33 1 77 49 76 32"
FACTS = Facts(
    numbers={Decimal("1250.5000"), Decimal(1250), Decimal(97)},
    dates={
        Moment(datetime.date(2030, 6, 24)),
        Moment(datetime.date(2030, 6, 28)),
        Moment(datetime.date(1985, 1, 1), YEAR),
        Moment(datetime.date(1960, 8, 1), MONTH),
    },
    phones={PHONE},
)


@pytest.mark.parametrize(
    ("original", "language", "translation"),
    [
        ("1,250 members", "fr", "1 250 membres"),
        ("1,250 members", "fr", "1\u202f250 membres"),
        ("1,250 members", "es", "1.250 miembros"),
        ("1,250 members", "ar", "١٬٢٥٠ عضو"),
        ("1,250 members", "ar", "1.250 عضو"),
        ("1,250 members", "fa", "۱٬۲۵۰ عضو"),
        ("1,250 members", "ko", "회원 1,250명"),
        ("1,250.5 km", "fr", "1 250,5 km"),
        ("1,250.5 km", "es", "1.250,5 km"),
        ("1,250.5 km", "ar", "١٬٢٥٠٫٥ كم"),
        ("1,250.5 km", "fa", "۱٬۲۵۰٫۵"),
        ("<b>97</b> cities", "fr", "97 villes"),
        ("on 24 June 2030", "fr", "le 24 juin 2030"),
        ("on June 24th, 2030", "es", "el 24 de junio de 2030"),
        ("2030-06-24", "fr", "24/06/2030"),
        ("24/06/2030", "ko", "2030. 6. 24."),
        ("06/24/2030", "ko", "2030년 6월 24일"),
        ("24 June 2030", "ar", "٢٤ يونيو ٢٠٣٠"),
        ("24 June 2030", "ar", "٢٤ حزيران ٢٠٣٠"),
        ("24 June 2030", "ar", "24 جوان 2030"),
        ("24 June 2030", "fa", "۲۴ ژوئن ۲۰۳۰"),
        ("24 June 2030", "fa", "۳ تیر ۱۴۰۹"),
        ("24 June 2030", "fa", "۱۴۰۹/۰۴/۰۳"),
        ("24–28 June 2030", "ko", "2030년 6월 24일부터 28일까지"),
        ("24–28 June 2030", "fr", "du 24 au 28 juin 2030"),
        ("June 24–28, 2030", "es", "del 24 al 28 de junio de 2030"),
        ("24–28 June 2030", "ar", "من ٢٤ إلى ٢٨ يونيو ٢٠٣٠"),
        ("24–28 June 2030", "fa", "از ۳ تا ۷ تیر ۱۴۰۹"),
        ("until 28 June", "ko", "6월 28일까지"),
        ("since 1985", "fa", "از سال ۱۳۶۴"),
        ("in August 1960", "fr", "en août 1960"),
        ("in August 1960", "ko", "1960년 8월"),
        ("Call +33 1 77 49 76 32", "ar", "اتصل \u200e+٣٣ ١ ٧٧ ٤٩ ٧٦ ٣٢"),
        # What is no fact is no matter of this check.
        ("in 40 cities", "fr", "dans 41 villes"),
        ("on 24 June 2031", "fr", "le 25 juin 2031"),
        ("Call +33 1 77 49 76 99", "fr", "+33 1 77 49 76 98"),
    ],
)
def test_a_fact_may_be_written_as_its_language_does(original, language, translation):
    assert FACTS.lost(original, translation, ("en", language)) == []


@pytest.mark.parametrize(
    ("original", "language", "translation", "lost"),
    [
        ("1,250 members", "fr", "1 350 membres", ["1250"]),
        ("1,250 members", "fr", "1,250 membres", ["1250"]),
        ("1,250 members", "ar", "١٬٢٥١ عضو", ["1250"]),
        ("1,250.5 km", "fa", "۱٬۲۵۰٫۶", ["1250.5"]),
        ("97 cities", "ko", "구십칠 개 도시", ["97"]),
        ("on 24 June 2030", "fr", "le 25 juin 2030", ["2030-06-24"]),
        ("on 24 June 2030", "fr", "le 24 juin 2031", ["2030-06-24"]),
        ("on 24 June 2030", "fr", "le 24 juillet 2030", ["2030-06-24"]),
        ("on 24 June 2030", "fa", "۴ تیر ۱۴۰۹", ["2030-06-24"]),
        ("on 24 June 2030", "ko", "2030년 6월 4일", ["2030-06-24"]),
        ("24–28 June 2030", "ko", "6월 24일부터 29일까지", ["2030-06-28"]),
        ("since 1985", "fr", "depuis 1986", ["1985"]),
        ("in August 1960", "es", "en septiembre de 1960", ["1960-08"]),
        ("Call +33 1 77 49 76 32", "ar", "+٣٣ ١ ٧٧ ٤٩ ٧٦ ٣٣", [PHONE]),
    ],
)
def test_a_fact_that_differs_is_found(original, language, translation, lost):
    assert FACTS.lost(original, translation, ("en", language)) == lost


def test_a_language_without_rules_of_its_own_is_read_too():
    assert FACTS.lost("1,250 on 2030-06-24", "1.250, 24.06.2030", ("en", "de")) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((1979, 2, 11), (1357, 11, 22)),
        ((2024, 3, 19), (1402, 12, 29)),
        ((2024, 3, 20), (1403, 1, 1)),
        ((2025, 3, 20), (1403, 12, 30)),
        ((2025, 3, 21), (1404, 1, 1)),
        ((2030, 6, 24), (1409, 4, 3)),
    ],
)
def test_the_persian_calendar(day, expected):
    assert persian(datetime.date(*day)) == expected


def test_readings_of_a_number():
    assert readings("1.250", "es") == {Decimal(1250), Decimal("1.250")}
    assert readings("1.250", "en") == {Decimal("1.250")}
    assert readings("1,250,000", "en") == {Decimal(1250000)}
    assert readings("12,50", "en") == set()
    assert readings("24.06.2030", "es") == set()


def test_each_month_of_each_language_is_known():
    for language in ("en", "fr", "es", "ar", "fa", "ko"):
        for number in range(1, 13):
            moment = Moment(datetime.date(2030, number, 17))
            assert pattern_of(moment, language).search(f"2030-{number:02}-17")
    assert pattern_of(Moment(datetime.date(2030, 9, 7)), "ar").search("7 أيلول 2030")
    assert pattern_of(Moment(datetime.date(2030, 3, 1)), "fr").search("1er mars 2030")


@pytest.fixture
def session(site):
    organization = OrganizationPageFactory(
        parent=site.home, established=datetime.date(1985, 1, 1), established_precision=YEAR
    )
    OrganizationFactFactory(page=organization, value=Decimal(1250), as_of=None)
    session = TrainingSessionPageFactory(
        parent=site.trainings,
        slug="facts",
        start_date=datetime.date(2030, 6, 24),
        end_date=datetime.date(2030, 6, 28),
        capacity=40,
    )
    session.organizers.create(organization=organization)
    session.contact_points.add(ContactPointFactory(telephone="+33177497632"))
    session.save()
    return session


def test_facts_are_those_of_the_object_and_of_what_it_is_about(session):
    facts = facts_of(session)

    assert facts.numbers == {Decimal(1250), Decimal(40)}
    assert {str(date) for date in facts.dates} == {"2030-06-24", "2030-06-28", "1985"}
    assert facts.phones == {PHONE}


def test_facts_take_as_many_statements_however_many_there_are(session, count_queries):
    with count_queries() as few:
        facts_of(type(session).objects.get(pk=session.pk))
    for number in range(3):
        organization = OrganizationPageFactory(parent=session.get_parent().get_parent())
        OrganizationFactFactory(page=organization, value=Decimal(2000 + number))
        session.organizers.create(organization=organization)
        session.contact_points.add(ContactPointFactory(telephone=f"+3317749763{number}"))
    session.save()

    with count_queries() as many:
        facts = facts_of(type(session).objects.get(pk=session.pk))

    assert len(facts.numbers) == 5
    assert len(few) == len(many) == 7


# A model's own fields of these kinds are facts, and never texts of one language.
KINDS = (
    models.IntegerField,
    models.DecimalField,
    models.FloatField,
    models.DateField,
    models.TimeField,
    models.DurationField,
    models.URLField,
    models.EmailField,
)
WORDS = ("telephone", "phone", "email", "website", "url")
# Wagtail's own: where a page is, and when and how a version is published.
WAGTAILS = {
    "go_live_at", "expire_at", "first_published_at", "last_published_at", "locked_at",
    "latest_revision_created_at", "sort_order", "depth", "numchild",
}  # fmt: skip


def is_fact(field):
    if field.name in WAGTAILS or field.is_relation or field.primary_key:
        return False
    return isinstance(field, KINDS) or any(field.name == word for word in WORDS)


def ours():
    found = get_translatable_models(include_subclasses=True)
    return [m for m in found if m.__module__.split(".")[0] in {"home", "events", "organizations"}]


def test_the_models_are_looked_at():
    names = {model.__name__ for model in ours()}

    assert {"TrainingSessionPage", "OrganizationPage", "ContactPoint", "OrganizationFact"} <= names


@pytest.mark.parametrize("model", ours(), ids=lambda model: model.__name__)
def test_no_number_date_address_or_telephone_is_a_text_of_one_language(model):
    fields = {field.name for field in model._meta.concrete_fields if is_fact(field)}
    texts = {
        field.field_name for field in get_translatable_fields(model) if field.is_translated(None)
    }

    assert fields & texts == set()
    assert fields - set(synchronized_names(model)) == set()
