"""Menus and what a site says of itself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import graphene

from cms.blocks.links import LINK_TARGETS
from cms.caching import tags
from cms.graphql.declarations import add_fields
from cms.graphql.fields import GraphQLComputed, list_of, model_type
from cms.graphql.interfaces import PageInterface
from cms.graphql.links import link_targets
from cms.graphql.locales import Locale
from cms.graphql.queries import visible_locales
from cms.graphql.resolvers import resolver
from cms.graphql.streams import BlockItem, stream_items
from cms.statements import NUMBER, Param, any_of
from home.models import Menu, SiteSettings, SiteSettingsText

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.graphql.info import Info


class MenuItem(graphene.ObjectType):
    """An item of a menu, with the items under it."""

    label = graphene.String(required=True, description="The text of the item.")
    url = graphene.String(
        description="Where it leads: a public URL; null for a heading of the items under it."
    )
    page = graphene.Field(PageInterface, description="The page it leads to, if it is one.")
    children = graphene.Field(
        lambda: graphene.NonNull(list_of(MenuItem)), description="The items under it; at most 20."
    )


class Site(graphene.ObjectType):
    """A site of the network."""

    name = graphene.String(required=True, description="The name of the site.")
    hostname = graphene.String(required=True, description="The host name of its front end.")
    root_url = graphene.String(required=True, description="The URL before every `path`.")
    default_locale = graphene.Field(
        graphene.NonNull(Locale), description="The language whose paths carry no prefix."
    )
    locales = graphene.Field(
        graphene.NonNull(list_of(Locale)), description="The languages with a public home page."
    )
    settings = graphene.Field(
        model_type("home.SiteSettings"),
        description="Contact and networks; null if never filled in.",
    )


add_fields(
    Menu,
    [
        GraphQLComputed(
            "items",
            list_of(MenuItem),
            required=True,
            description="The items, in order, without those that lead to something not public.",
        ),
    ],
)
add_fields(
    SiteSettings,
    [
        GraphQLComputed(
            "organization_name",
            graphene.String,
            required=True,
            description="The name of the organization, in the best language.",
        ),
        GraphQLComputed(
            "address",
            graphene.String,
            required=True,
            description="The postal address, in the best language; lines end with a line feed.",
        ),
        GraphQLComputed(
            "footer",
            graphene.String,
            required=True,
            description="A sentence for the foot of pages, in the best language.",
        ),
    ],
)


@resolver("Menu.items", columns=("items",))
def resolve_items(menus: list[Menu], info: Info) -> list[list[dict[str, Any]]]:
    """Give the trees of items; all targets of all menus are looked up together."""
    trees = [stream_items(menu, "items") for menu in menus]
    tops = [item for tree in trees for item in tree]
    below: dict[int, list[BlockItem]] = defaultdict(
        list, {id(item): items_below(item) for item in tops}
    )
    items = [*tops, *(item for children in below.values() for item in children)]
    targets = dict(zip(map(id, items), link_targets(items, info), strict=True))

    def answers(blocks: list[BlockItem]) -> list[dict[str, Any]]:
        found = [answer(block) for block in blocks]
        return [item for item in found if item is not None]

    def answer(block: BlockItem) -> dict[str, Any] | None:
        url, page = targets[id(block)]
        is_hidden = url is None and any(block.raw(name) for name in LINK_TARGETS)
        children = answers(below[id(block)])
        if url is None and (is_hidden or not children):
            return None
        return {"label": block.raw("label"), "url": url, "page": page, "children": children}

    return [answers(tree) for tree in trees]


def items_below(block: BlockItem) -> list[BlockItem]:
    """The items under an item; items of the second level have none."""
    has_children = block.block and "children" in block.block.child_blocks
    return stream_items(block, "children") if has_children else []


@resolver("Site.locales")
def resolve_locales(sites: list[dict[str, Any]], info: Info) -> list[list[Any]]:
    """Give the languages with a public home page."""
    return [visible_locales(info.scope) for _ in sites]


@resolver("Site.settings")
def resolve_settings(sites: list[dict[str, Any]], info: Info) -> list[SiteSettings | None]:
    """Give the settings of the sites, without making any."""
    pk = info.scope.roots.site.pk
    info.scope.dependencies.add(tags.setting(SiteSettings))

    def build() -> QuerySet[SiteSettings]:
        return SiteSettings.objects.filter(site=Param("site", pk, NUMBER))

    found = info.scope.loaders.select(SiteSettings, "settings", build, site=pk)
    by_site = {item.site_id: item for item in found}
    return [by_site.get(info.scope.roots.site.pk) for _ in sites]


@resolver("SiteSettings.organizationName")
def resolve_organization_name(settings: list[SiteSettings], info: Info) -> list[str]:
    """Give the names."""
    return settings_texts(settings, info, "organization_name")


@resolver("SiteSettings.address")
def resolve_address(settings: list[SiteSettings], info: Info) -> list[str]:
    """Give the addresses."""
    return settings_texts(settings, info, "address")


@resolver("SiteSettings.footer")
def resolve_footer(settings: list[SiteSettings], info: Info) -> list[str]:
    """Give the texts for the foot of pages."""
    return settings_texts(settings, info, "footer")


def settings_texts(settings: list[SiteSettings], info: Info, name: str) -> list[str]:
    """A text of settings in the first language of the chain that has it, else the common one."""
    ids = [item.pk for item in settings]

    def build() -> QuerySet[Any, Any]:
        rows = SiteSettingsText.objects.filter(any_of("settings_id", ids, NUMBER))
        return rows.values_list("settings_id", "locale_id", name)

    rows = info.scope.rows(("settings", name), build, values=ids)
    texts = {(pk, locale): text for pk, locale, text in rows}
    chain = info.scope.reference_chain
    return [
        next(
            (texts[item.pk, pk] for pk in chain if texts.get((item.pk, pk))),
            getattr(item, name, ""),
        )
        for item in settings
    ]
