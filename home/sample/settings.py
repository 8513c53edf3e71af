"""What has no mark of its own: the site's settings, and redirects."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from home.models import SiteSettings, SiteSettingsText, SocialLink
from home.sample.references import References
from home.sample.source import SOURCE_LANGUAGE, read, words
from home.sample.writer import Writer


def settle_settings(site: Site, writer: Writer) -> None:
    """Fill the site's settings, unless somebody has."""
    data = read("site")["settings"]
    settings = SiteSettings.for_site(site)
    if settings.organization_name and not writer.reset:
        return
    settings.organization_name = data["name"]
    for name in ("email", "telephone", "address"):
        setattr(settings, name, data[name])
    names = {**read("site")["home"]["title"], SOURCE_LANGUAGE: ""}
    settings.texts = [
        SiteSettingsText(
            locale=writer.locales[language],
            organization_name=name,
            footer=words(data["footer"], language),
        )
        for language, name in names.items()
    ]
    settings.social_links = [
        SocialLink(network=link["label"], url=link["url"]) for link in data["social"]
    ]
    settings.save()
    writer.made["settings"] += 1


def settings_with_samples() -> list[SiteSettings]:
    """Find the settings that hold something invented."""
    return [settings for settings in SiteSettings.objects.all() if _take_samples(settings)]


def take_samples_out(settings: SiteSettings) -> None:
    """Empty what is invented and leave what somebody wrote."""
    _take_samples(settings)
    settings.save()


def _take_samples(settings: SiteSettings) -> bool:
    """Empty what is invented in the object, and say whether there was anything."""
    data = read("site")["settings"]
    invented = {link["url"] for link in data["social"]}
    links = list(settings.social_links.all())
    texts = list(settings.texts.all())
    shown = [text for text in texts if text.footer in data["footer"].values()]
    own_links = [link for link in links if link.url not in invented]
    is_changed = len(own_links) < len(links) or bool(shown) or settings.email == data["email"]
    for text in shown:
        text.footer = ""
    if settings.email == data["email"]:
        settings.email = ""
    settings.texts, settings.social_links = texts, own_links
    return is_changed


def settle_redirects(site: Site, refs: References) -> int:
    """Make the redirects that are missing, and give their number."""
    known = set(sample_redirects().values_list("old_path", flat=True))
    rows = [row for row in read("site")["redirects"] if row["path"] not in known]
    for row in rows:
        Redirect.objects.create(
            site=site,
            old_path=row["path"],
            redirect_page_id=refs.page(*row["page"]) if "page" in row else None,
            redirect_link=row.get("url", ""),
            is_permanent=row["permanent"],
        )
    return len(rows)


def sample_redirects() -> QuerySet[Redirect]:
    """Find the redirects of the sample content by their paths, which begin with /sample/."""
    paths = [row["path"] for row in read("site")["redirects"]]
    return Redirect.objects.filter(old_path__in=paths)
