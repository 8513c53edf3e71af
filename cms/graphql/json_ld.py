"""Pages in the vocabulary of schema.org: what every page is, and the way that leads there.

Apps say what pages of their types are about (a session, an organization, a person): see
`subject_of`. Only what the reader may see is ever said, because all is reached by the loaders.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from cms.statements import side_by_side

from .pages import content_locales, resolve_breadcrumbs, seo_columns
from .resolvers import resolver

if TYPE_CHECKING:
    from .info import Info

CONTEXT = "https://schema.org"
Node = dict[str, Any]
Describe = Callable[[list[Any], "Info"], Sequence[Node]]
# What may not stand in a script element, or in a line of JavaScript.
ESCAPED = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


# What types of pages are about: the columns that telling it needs, and the function that tells it
# for many pages of the type at once.
_subjects: dict[type[Any], tuple[Sequence[str], Describe]] = {}


def subject_of(model: type[Any], *columns: str) -> Callable[[Describe], Describe]:
    """Register what pages of a type are about.

    The function gives one node with an `@id` for each page; `columns` are what it looks at.
    """

    def register(function: Describe) -> Describe:
        _subjects[model] = (columns, function)
        return function

    return register


def page_columns(model: type[Any]) -> list[str]:
    """The columns that a page's document needs."""
    own, _describe = _subjects.get(model, ((), None))
    return [*seo_columns(model), "first_published_at", "last_published_at", *own]


@resolver("PageInterface.jsonLd", columns=page_columns)
def resolve_json_ld(pages: list[Any], info: Info) -> list[str]:
    """Describe pages, what they are about, and the way to them."""
    by_type: dict[type[Any], list[Any]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    told = [model for model in by_type if model in _subjects]
    languages, crumbs, *found = side_by_side(
        lambda: content_locales(pages, info.scope),
        lambda: resolve_breadcrumbs(pages, info),
        *(partial(_subjects[model][1], by_type[model], info) for model in told),
    )
    about = {
        page.pk: node
        for model, nodes in zip(told, found, strict=True)
        for page, node in zip(by_type[model], nodes, strict=True)
    }
    return [
        _document(
            page,
            trail,
            about.get(page.pk, {}),
            info.scope.locale(languages[page.pk]).language_code,
            info,
        )
        for page, trail in zip(pages, crumbs, strict=True)
    ]


def without_nothing(node: Node) -> Node:
    """A node without the properties of which nothing is known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _document(
    page: Any, trail: list[dict[str, Any]], subject: Node, language: str, info: Info
) -> str:
    roots = info.scope.roots
    url = roots.url_of(page)
    web_page = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": page.seo_title or page.title,
        "description": page.seo_description(),
        "inLanguage": language,
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
        "breadcrumb": {"@id": f"{url}#breadcrumb"},
        "mainEntity": {"@id": subject["@id"]} if subject else None,
        "isPartOf": without_nothing(
            {"@type": "WebSite", "url": f"{roots.site.root_url}/", "name": roots.site.site_name}
        ),
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "@id": f"{url}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": item["title"], "item": item["url"]}
            for place, item in enumerate([*trail, {"title": page.title, "url": url}], start=1)
        ],
    }
    nodes = [web_page, crumbs, *([subject] if subject else [])]
    return dumped({"@context": CONTEXT, "@graph": [without_nothing(node) for node in nodes]})


def dumped(document: Node) -> str:
    """Write a document so that it may stand in HTML."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)


def _moment(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
