"""Languages in the API: the codes that a query may ask for, and what a locale says of itself."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import graphene
from django.conf import settings
from django.utils.translation import get_language_info

from .resolvers import resolver

if TYPE_CHECKING:
    from wagtail.models import Locale as LocaleModel

    from .info import Info

LocaleCode = graphene.Enum.from_enum(
    enum.Enum(
        "LocaleCode",
        {code.upper().replace("-", "_"): code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES},
    ),
    name="LocaleCode",
    description=lambda value: (
        get_language_info(value.value)["name"]
        if value is not None
        else "The languages of the network's sites."
    ),
)


class Direction(enum.Enum):
    """The direction in which a language is written."""

    LTR = "ltr"
    RTL = "rtl"


TextDirection = graphene.Enum.from_enum(
    Direction,
    name="TextDirection",
    description=lambda value: {
        None: "The direction in which a text is written.",
        Direction.LTR: "From left to right.",
        Direction.RTL: "From right to left.",
    }[value],
)


class Locale(graphene.ObjectType):
    """A language of the site."""

    code = graphene.Field(LocaleCode, required=True, description="The language.")
    language_tag = graphene.String(
        required=True, description="The BCP 47 tag, as for the HTML attribute `lang`."
    )
    name = graphene.String(required=True, description="The language's name in English.")
    native_name = graphene.String(required=True, description="The language's name in itself.")
    dir = graphene.Field(
        TextDirection, required=True, description="The direction in which it is written."
    )
    is_default = graphene.Boolean(
        required=True, description="Whether it is the site's default, whose paths carry no prefix."
    )


def scope_arguments() -> dict[str, graphene.Argument]:
    """The arguments by which a root field asks for languages and for a site."""
    return {
        "locale": graphene.Argument(
            LocaleCode, description="One language; without it the site's default."
        ),
        "locales": graphene.Argument(
            graphene.List(graphene.NonNull(LocaleCode)),
            description=(
                "Languages in order of preference. Each item comes in the first that it has, and "
                "so does all that it refers to, at every depth."
            ),
        ),
        "site": site_argument(),
    }


def site_argument() -> graphene.Argument:
    """The argument by which a root field asks for a site."""
    return graphene.Argument(
        graphene.String,
        description="A site by host name, with `:port` if several share it; else the default site.",
    )


def language_info(code: str) -> dict[str, Any]:
    """Django's table of languages: name, name in the language itself, direction."""
    return get_language_info(code)


@resolver("Locale.code", "Locale.languageTag", columns=(), is_plain=True)
def resolve_code(locales: list[LocaleModel], info: Info) -> list[str]:
    """Give the code: the enum's value and the language tag are the same text."""
    return [locale.language_code for locale in locales]


@resolver("Locale.name", columns=(), is_plain=True)
def resolve_name(locales: list[LocaleModel], info: Info) -> list[str]:
    """Give the English name."""
    return [language_info(locale.language_code)["name"] for locale in locales]


@resolver("Locale.nativeName", columns=(), is_plain=True)
def resolve_native_name(locales: list[LocaleModel], info: Info) -> list[str]:
    """Give the name in the language itself."""
    return [language_info(locale.language_code)["name_local"] for locale in locales]


@resolver("Locale.dir", columns=(), is_plain=True)
def resolve_direction(locales: list[LocaleModel], info: Info) -> list[str]:
    """Give the direction of writing."""
    return ["rtl" if language_info(item.language_code)["bidi"] else "ltr" for item in locales]


@resolver("Locale.isDefault", columns=(), is_plain=True)
def resolve_is_default(locales: list[LocaleModel], info: Info) -> list[bool]:
    """Tell whether it is the default of the site asked for."""
    return [item.pk == info.scope.roots.default_home.locale_id for item in locales]
