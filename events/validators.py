"""Checks of single values: zones, languages, dates, places."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils.translation import gettext as _

from .timetable.walltime import FIRST_YEAR, LAST_YEAR, UnknownTimeZoneError, get_zone

# A language with optional script, region and variants; the whole grammar of BCP 47 is not needed.
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}\Z", re.ASCII)
MOST_LANGUAGES = 20

validate_first_date = MinValueValidator(date(FIRST_YEAR, 1, 1))
validate_last_date = MaxValueValidator(date(LAST_YEAR, 12, 31))
date_validators = [validate_first_date, validate_last_date]
validate_https_url = URLValidator(schemes=["https"])


def validate_time_zone(value: str) -> None:
    """Refuse a name that the time zone database does not know."""
    try:
        get_zone(value)
    except UnknownTimeZoneError as error:
        raise ValidationError(_("Choose a zone of the list."), code="time_zone") from error


def validate_language_tags(value: object) -> None:
    """Refuse what is no short list of language codes."""
    if not isinstance(value, list) or len(value) > MOST_LANGUAGES:
        raise ValidationError(_("Choose at most 20 languages."), code="languages")
    for tag in value:
        if not isinstance(tag, str) or not LANGUAGE_TAG.match(tag):
            raise ValidationError(_("“%(tag)s” is no language code."), "languages", {"tag": tag})
    if len(set(value)) != len(value):
        raise ValidationError(_("A language is chosen twice."), code="languages")
