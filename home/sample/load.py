"""Loading the sample content: everything, or nothing, and nothing a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from cms.search.index import rebuild
from home.sample.access import settle_access
from home.sample.gallery import Gallery
from home.sample.memory import remember_translations
from home.sample.network import organization_entries, person_entries, place_entries
from home.sample.references import References
from home.sample.site import (
    home_entry,
    index_entries,
    make_way,
    menu_entries,
    page_entries,
    settle_settings,
    settle_site,
)
from home.sample.training import session_entries
from home.sample.writer import Writer


def load_sample_content(
    *, reset: bool = False, say: Callable[[str], None] = lambda line: None
) -> Counter[str]:
    """Make what is missing and give how much of each kind that was.

    What exists is left as it is, whoever changed it; `reset` writes it anew as new revisions.
    """
    gallery: Gallery | None = None
    try:
        with transaction.atomic():
            writer = Writer(reset=reset)
            gallery = Gallery(writer.locales, reset=reset)
            _load(writer, gallery, say)
    except BaseException:
        if gallery:
            gallery.forget()
        raise
    return +writer.made


def _load(writer: Writer, gallery: Gallery, say: Callable[[str], None]) -> None:
    say("Pictures")
    refs = References(writer, gallery.load())
    writer.made["picture"] = gallery.made
    say("Themes, venues and contact points")
    writer.write(place_entries())
    say("Pages")
    make_way()
    writer.write(
        [
            home_entry(refs),
            *index_entries(refs),
            *organization_entries(refs),
            *person_entries(refs),
            *session_entries(refs),
            *page_entries(refs),
        ]
    )
    say("Menus, notices and settings")
    writer.write(menu_entries(refs))
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    settle_settings(settle_site(writer, address.hostname or "localhost", port), writer)
    say("Groups and workflow")
    settle_access(writer)
    say("Translation memory")
    writer.made["translation"] = remember_translations(writer)
    if any(writer.made.values()):
        say("Search index")
        rebuild()
