"""Entries of the site itself: home and index pages, texts, news, menus and notices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from wagtail.models import Page, Site

from events.models import TrainingSessionIndexPage
from home.models import (
    HomePage,
    InterfaceMessage,
    Menu,
    NewsIndexPage,
    NewsPage,
    Notice,
    StandardPage,
)
from home.sample import streams
from home.sample.bodies import body
from home.sample.dates import moment
from home.sample.references import References
from home.sample.source import key, read, words
from home.sample.writer import Entry, Values, Writer
from organizations.models import OrganizationIndexPage, PersonIndexPage

Data = dict[str, Any]

INDEX_MODELS = {
    "sessions": TrainingSessionIndexPage,
    "organizations": OrganizationIndexPage,
    "people": PersonIndexPage,
    "news": NewsIndexPage,
}
HOME = ("home", "home")
# Where the pages of the menus are, if not among the texts and index pages.
MENU_KINDS = {"sessions": "index", "miti": "organization", "metropolis": "organization"}


def home_entry(refs: References) -> Entry:
    """Give the home page, in every language of the site."""
    data = read("site")["home"]

    def values(language: str) -> Values:
        picture = refs.image(data["picture"])
        return {**_text_values(data, *HOME, language, refs), "hero_image_id": picture}

    return Entry(*HOME, HomePage, data["title"], values, is_sample=False)


def index_entries(refs: References) -> Iterator[Entry]:
    """Give the index pages, and below the trainings one for each centre."""
    for data in read("site")["indexes"]:
        yield Entry(
            "index",
            data["id"],
            INDEX_MODELS[data["type"]],
            data["title"],
            partial(_index_values, data),
            parent=HOME,
            is_sample=False,
        )
    for data in centres():
        yield Entry(
            "index",
            f"sessions:{data['id']}",
            TrainingSessionIndexPage,
            data["title"],
            partial(_centre_values, data, refs=refs),
            parent=("index", "trainings"),
            slug=data["id"],
            is_sample=False,
        )


def centres() -> list[Data]:
    """Give the organizations that hold sessions."""
    kinds = {"TRAINING_INSTITUTE", "REGIONAL_CENTRE"}
    return [data for data in read("organizations")["organizations"] if data["kind"] in kinds]


def _index_values(data: Data, language: str) -> Values:
    text = words(data["introduction"], language)
    return {"introduction": f"<p>{text}</p>", "search_description": text}


def _centre_values(data: Data, language: str, refs: References) -> Values:
    trainings = next(item for item in read("site")["indexes"] if item["id"] == "trainings")
    return {
        "introduction": f"<p>{data['title'][language]} – {trainings['title'][language]}</p>",
        "listing_image_id": refs.image_or_none(data.get("picture")),
        "centre_id": refs.page("organization", data["id"]),
    }


def page_entries(refs: References) -> Iterator[Entry]:
    """Give standard pages and news."""
    for data in read("site")["pages"]:
        yield Entry(
            "page",
            data["id"],
            StandardPage,
            data["title"],
            partial(_text_values, data, "page", data["id"], refs=refs),
            parent=HOME,
            is_sample=data.get("sample", True),
        )
    for data in read("site")["news"]:
        yield Entry(
            "news",
            data["id"],
            NewsPage,
            data["title"],
            partial(_news_values, data, refs=refs),
            parent=("index", "news"),
        )


def _news_values(data: Data, language: str, refs: References) -> Values:
    return {**_text_values(data, "news", data["id"], language, refs), "date": data["date"]}


def _text_values(data: Data, kind: str, name: str, language: str, refs: References) -> Values:
    introduction = words(data["introduction"], language)
    return {
        "introduction": f"<p>{introduction}</p>",
        "search_description": introduction,
        "listing_image_id": refs.image_or_none(data.get("picture")),
        "body": streams.stored(body(data["body"], language, key(kind, name), refs)),
    }


def menu_entries(refs: References) -> Iterator[Entry]:
    """Give menus and notices."""
    for data in read("site")["menus"]:
        yield Entry(
            "menu",
            data["handle"],
            Menu,
            data["title"],
            partial(_menu_values, data, refs=refs),
            is_sample=False,
            identity={"handle": data["handle"]},
        )
    for data in read("site")["notices"]:
        yield Entry(
            "notice",
            data["id"],
            Notice,
            data["title"],
            partial(_notice_values, data),
        )


def message_entries() -> Iterator[Entry]:
    """Give the words of front ends' interfaces."""
    for data in read("site")["messages"]:
        yield Entry(
            "message",
            data["name"],
            InterfaceMessage,
            data["text"],
            partial(_message_values, data),
            identity={"name": data["name"]},
        )


def _message_values(data: Data, language: str) -> Values:
    return {
        "name": data["name"],
        "text": words(data["text"], language),
        "description": data["description"],
    }


def _menu_values(data: Data, language: str, refs: References) -> Values:
    return {
        "title": words(data["title"], language),
        "handle": data["handle"],
        "items": streams.stored(_menu_items(data, language, refs)),
    }


def _notice_values(data: Data, language: str) -> Values:
    return {
        "title": words(data["title"], language),
        "text": f"<p>{words(data['text'], language)}</p>",
        "level": data["level"],
        "starts_at": moment(data.get("starts")),
        "ends_at": moment(data.get("ends")),
    }


def _menu_items(menu: Data, language: str, refs: References) -> list[Data]:
    owner = key("menu", menu["handle"])
    return streams.menu(menu["items"], language, owner, lambda name: _menu_page(name, refs))


def _menu_page(name: str, refs: References) -> int:
    if name in {data["id"] for data in read("site")["pages"]}:
        return refs.page("page", name)
    return refs.page(MENU_KINDS.get(name, "index"), name)


def settle_site(writer: Writer, host: str, port: int) -> Site:
    """Have a default site whose root is our home page, and drop Wagtail's welcome page."""
    home = HomePage.objects.get(pk=writer.pk(*HOME))
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True, hostname=host, port=port, site_name="MITI")
    old_root = site.pk and site.root_page
    if site.pk and old_root.pk == home.pk:
        return site
    site.hostname, site.port, site.root_page = host, port, home
    site.site_name = site.site_name or "MITI"
    site.save()
    writer.made["site"] += 1
    if old_root and is_welcome_page(old_root):
        old_root.delete()
    return site


def make_way() -> None:
    """Free the slug of our home page, which Wagtail's welcome page has."""
    for page in Page.objects.filter(depth=2, slug=HOME[1]):
        if is_welcome_page(page):
            page.slug = "welcome"
            page.save()


def is_welcome_page(page: Page) -> bool:
    """Say whether this is the page that Wagtail's first migration makes."""
    return page.content_type.model_class() is Page and page.depth > 1 and page.numchild == 0
