"""Organizations and people in the vocabulary of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.graphql.json_ld import Node, subject_of, without_nothing
from organizations.models import OrganizationPage, PersonPage

if TYPE_CHECKING:
    from cms.graphql.info import Info


@subject_of(
    OrganizationPage, "long_name", "short_name", "alternate_names", "established",
    "established_precision", "city", "country", "website",
)  # fmt: skip
def describe_organizations(pages: list[OrganizationPage], info: Info) -> list[Node]:
    """Describe organizations."""
    return [_organization(page, info) for page in pages]


@subject_of(PersonPage, "native_name", "honorific", "spoken_languages", "email", "public_consent")
def describe_people(pages: list[PersonPage], info: Info) -> list[Node]:
    """Describe people; the e-mail of those alone who consent."""
    return [_person(page, info) for page in pages]


def _organization(page: OrganizationPage, info: Info) -> Node:
    url = info.scope.roots.url_of(page)
    names = [page.long_name, page.short_name, *page.other_names]
    address = without_nothing({"addressLocality": page.city, "addressCountry": page.country})
    return without_nothing(
        {
            "@type": "Organization",
            "@id": f"{url}#organization",
            "name": page.title,
            "alternateName": [name for name in dict.fromkeys(names) if name],
            "description": page.seo_description(),
            "url": url,
            "sameAs": page.website,
            "foundingDate": page.established_text,
            "address": {"@type": "PostalAddress", **address} if address else None,
        }
    )


def _person(page: PersonPage, info: Info) -> Node:
    url = info.scope.roots.url_of(page)
    return without_nothing(
        {
            "@type": "Person",
            "@id": f"{url}#person",
            "name": page.title,
            "alternateName": page.native_name,
            "honorificPrefix": page.honorific,
            "description": page.seo_description(),
            "url": url,
            "email": page.public_email,
            "knowsLanguage": list(page.spoken_languages or []),
        }
    )
