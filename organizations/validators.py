"""Checks of telephone numbers, identifiers and language tags."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from .enums import IdentifierScheme

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z")
IDENTIFIERS: dict[str, re.Pattern[str]] = {
    IdentifierScheme.ROR: re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}\Z"),
    IdentifierScheme.WIKIDATA: re.compile(r"Q[1-9][0-9]{0,11}\Z"),
}


def normalize_telephone(value: str) -> str:
    """Write a number as E.164 does, such as +33177497632; raise ValidationError for none."""
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException as error:
        raise _no_telephone() from error
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise _no_telephone()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def validate_telephone(value: str) -> None:
    """Allow numbers with a country code only."""
    normalize_telephone(value)


def _no_telephone() -> ValidationError:
    return ValidationError(
        gettext("Give a telephone number with its country code, such as +33 1 77 49 76 32."),
        code="telephone",
    )


def validate_language_tags(value: object) -> None:
    """Allow a list of language tags only, each once."""
    tags = value if isinstance(value, list) else [value]
    are_tags = all(isinstance(tag, str) and LANGUAGE_TAG.match(tag) for tag in tags)
    if tags is not value or not are_tags or len(set(tags)) != len(tags):
        raise ValidationError(
            gettext("Give language tags such as en, fr or pt-BR, each once."), code="languages"
        )


def validate_identifier(scheme: str, value: str) -> None:
    """Allow what the scheme gives as identifiers, without the address before it."""
    pattern = IDENTIFIERS.get(scheme)
    if pattern and not pattern.match(value):
        examples = {IdentifierScheme.ROR: "02feahw73", IdentifierScheme.WIKIDATA: "Q90"}
        raise ValidationError(
            gettext("This is no such identifier. It looks like %(example)s."),
            code="identifier",
            params={"example": examples[IdentifierScheme(scheme)]},
        )
