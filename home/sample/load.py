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
from home.sample.generated.derived import write_indexes
from home.sample.library import Library
from home.sample.memory import remember_translations
from home.sample.network import organization_entries, person_entries, place_entries
from home.sample.quiet import indexes_later
from home.sample.references import References
from home.sample.settings import settle_redirects, settle_settings
from home.sample.site import (
    home_entry,
    index_entries,
    make_way,
    menu_entries,
    message_entries,
    page_entries,
    settle_site,
)
from home.sample.terms import settle_terms
from home.sample.training import session_entries
from home.sample.unfinished import leave_unfinished
from home.sample.versions import release_versions
from home.sample.writer import Writer
from translations.domain.outdated import adopt_translations


def load_sample_content(
    *, reset: bool = False, say: Callable[[str], None] = lambda line: None
) -> Counter[str]:
    """Make what is missing and give how much of each kind that was.

    What exists is left as it is, whoever changed it; `reset` writes it anew as new revisions.
    """
    media: list[Gallery | Library] = []
    try:
        with transaction.atomic():
            writer = Writer(reset=reset)
            gallery = Gallery(writer.locales, reset=reset)
            library = Library(writer.locales, reset=reset)
            media += [gallery, library]
            _load(writer, gallery, library, say)
    except BaseException:
        for files in media:
            files.forget()
        raise
    return +writer.made


def _load(writer: Writer, gallery: Gallery, library: Library, say: Callable[[str], None]) -> None:
    say("Pictures and documents")
    refs = References(writer, gallery.load(), library.load())
    writer.made["picture"], writer.made["document"] = gallery.made, library.made
    make_way()
    with indexes_later():
        say("Themes, venues and contact points")
        writer.write(place_entries())
        say("Pages")
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
        say("Menus and notices")
        writer.write(menu_entries(refs))
        say("Interface messages")
        writer.write(message_entries())
    say("References")
    for model, keys in writer.fresh_keys().items():
        write_indexes([model], keys, lambda count: None)
    say("Settings and redirects")
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = settle_site(writer, address.hostname or "localhost", port)
    settle_settings(site, writer)
    writer.made["redirect"] = settle_redirects(site, refs)
    say("Groups and workflow")
    settle_access(writer)
    say("Terms")
    settle_terms(writer)
    say("Translation memory")
    writer.made["translation"] = remember_translations(writer)
    adopt_translations()
    writer.made["draft"] = leave_unfinished(writer)
    writer.made["version"] = release_versions(writer)
    if any(writer.made.values()) or writer.reset:
        say("Search index")
        rebuild()
