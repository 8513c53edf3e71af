"""What commands are told: languages and users."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from wagtail.models import Locale


def language(code: str) -> Locale:
    """Find a language; raises CommandError."""
    locale = Locale.objects.filter(language_code=code).first()
    if locale is None:
        raise CommandError(f"There is no language {code}.")
    return locale


def user_of(name: str | None) -> Any:
    """Find a user, if one is named; raises CommandError."""
    if name is None:
        return None
    model = get_user_model()
    try:
        return model.objects.get_by_natural_key(name)
    except model.DoesNotExist as error:
        raise CommandError(f"There is no user {name}.") from error
