"""Where blocks with a page, an address or a document lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cms.statements import side_by_side

from .sites import absolute_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .fields import DeclaredField
    from .info import Info
    from .streams import BlockItem


def link(field: DeclaredField) -> Callable[..., list[Any]]:
    """Where a block with a page, an address or a document leads; null if that is hidden."""

    def resolve(parents: list[Any], info: Info) -> list[str | None]:
        return [target.url for target in link_targets(parents, info)]

    return resolve


class LinkTarget(NamedTuple):
    """Where a block with a page, an address or a document leads; no URL if that is hidden."""

    url: str | None
    page: Any = None


def link_targets(blocks: Sequence[BlockItem], info: Info) -> list[LinkTarget]:
    """The targets of link blocks; an address that names a page of ours leads to that page."""
    loaders = info.scope.loaders
    pages, documents, addresses = side_by_side(
        lambda: loaders.pages(block.raw("page") for block in blocks),
        lambda: loaders.documents(block.raw("document") for block in blocks),
        lambda: info.scope.addresses.find(block.raw("url") for block in blocks),
    )
    named = loaders.exact_pages(address.page_id for address in addresses.values())

    def target(block: BlockItem) -> LinkTarget:
        page, document = pages.get(block.raw("page")), documents.get(block.raw("document"))
        url = url_of_target(page, document, info)
        address = addresses.get(block.raw("url") or "")
        if url is None and address is not None:
            return LinkTarget(address.url, named.get(address.page_id))
        return LinkTarget(url, page)

    return [target(block) for block in blocks]


def url_of_target(page: Any, document: Any, info: Info) -> str | None:
    """The public URL of a page or, without one, of a document."""
    if page is not None:
        return info.scope.roots.url_of(page)
    return absolute_url(document.url) if document is not None else None
