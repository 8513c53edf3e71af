"""Links: a value that knows its one target, the checks that make it so, and blocks of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from cms.graphql.fields import (
    GraphQLDocument,
    GraphQLLink,
    GraphQLPage,
    GraphQLString,
    register_streamfield_block,
)

TELEPHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,30}\Z")
# Browsers skip these inside an address, so `java\tscript:` would run; and they break mail headers.
CONTROL_CHARACTERS = re.compile(
    r"[\x00-\x20\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
LINK_TARGETS = ("page", "url", "document")

check_web_address = URLValidator(schemes=["http", "https"])
check_email = EmailValidator()


def validate_external_url(value: str) -> None:
    """Allow web, mail and telephone addresses only."""
    scheme, _colon, rest = value.partition(":")
    try:
        if CONTROL_CHARACTERS.search(value.replace(" ", "") if scheme == "tel" else value):
            raise _not_allowed()
        match scheme.lower():
            case "http" | "https":
                check_web_address(value)
            case "mailto":
                check_email(rest.partition("?")[0])
            case "tel" if TELEPHONE.match(rest):
                pass
            case _:
                raise _not_allowed()
    except ValidationError as error:
        raise _not_allowed() from error


def _not_allowed() -> ValidationError:
    return ValidationError(
        gettext("Give an address that starts with https://, http://, mailto: or tel:."),
        code="external_url",
    )


class ExternalURLBlock(blocks.URLBlock):
    """An address outside the site: web, mail or telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = forms.CharField(
            required=self.field.required,
            help_text=self.field.help_text,
            max_length=2000,
            validators=[validate_external_url],
        )

    class Meta:
        """How editors see it."""

        icon = "link-external"


class LinkValue(blocks.StructValue):
    """A link that leads to one page, address or document."""

    @property
    def targets(self) -> list[str]:
        """Name the targets that are filled in."""
        return [name for name in LINK_TARGETS if self.get(name)]

    @property
    def kind(self) -> str | None:
        """Name the target, if there is exactly one."""
        return self.targets[0] if len(self.targets) == 1 else None


class BaseLinkBlock(blocks.StructBlock):
    """The three targets of a link, of which one is filled in."""

    # grapple looks up every declared field that a block instance has as an attribute on its class
    # too; Wagtail gives each instance a `label`, which subclasses declare as a child and a field.
    label = ""

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = ExternalURLBlock(
        required=False,
        label=_("External address"),
        help_text=_("Starts with https://, http://, mailto: or tel:."),
    )
    document = DocumentChooserBlock(required=False, label=_("Document"))

    class Meta:
        """How editors see it."""

        value_class = LinkValue
        icon = "link"

    def clean(self, value: LinkValue) -> LinkValue:
        """Refuse no target, unless a draft is saved, and several."""
        result = super().clean(value)
        if len(result.targets) > 1:
            message = gettext("Choose one target only: a page, an address or a document.")
            raise StructBlockValidationError(
                {name: ValidationError(message, code="targets") for name in result.targets}
            )
        is_needed = not self.is_deferred_validation and not self.is_heading(result)
        if not result.targets and is_needed:
            message = gettext("Choose a page, an address or a document.")
            raise StructBlockValidationError({"page": ValidationError(message, code="target")})
        return result

    def is_heading(self, value: LinkValue) -> bool:
        """Say whether it may stand without a target."""
        return False


@register_streamfield_block
class ButtonBlock(BaseLinkBlock):
    """A link that stands alone, with a label."""

    label = blocks.CharBlock(
        max_length=80,
        label=_("Label"),
        help_text=_("Says what happens, for example “Read the programme”."),
    )

    graphql_requires = ("page", "url", "document")

    graphql_fields = [
        GraphQLString("label", required=True, description="The text of the link."),
        GraphQLPage("page", description="The page it leads to, if it leads to a page."),
        GraphQLLink("url", required=True, description="Where it leads: a public URL."),
        GraphQLDocument("document", description="The file it leads to, if it leads to a file."),
    ]

    class Meta:
        """How editors see it."""

        icon = "link"
        label = _("Button")
        label_format = _("Button: {label}")
        description = _("A link that stands alone.")
        preview_value = {"label": "Read the programme", "url": "https://example.org/"}
        form_layout = ["label", "page", "url", "document"]
