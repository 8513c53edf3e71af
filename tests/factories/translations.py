"""Terms."""

import factory
from factory.django import DjangoModelFactory

from translations.models import Term

from .home import LocaleFactory


class TermFactory(DjangoModelFactory):
    """A term of English with its translation into Arabic."""

    class Meta:
        model = Term

    source_locale = factory.SubFactory(LocaleFactory)
    locale = factory.SubFactory(LocaleFactory, language_code="ar")
    text = factory.Sequence(lambda n: f"term {n}")
    preferred = "مصطلح"
