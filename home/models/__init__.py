"""The site's own pages, menus, notices and settings."""

from .menus import Menu, Notice
from .pages import HomePage, NewsIndexPage, NewsPage, StandardPage
from .settings import SiteSettings, SiteSettingsText, SocialLink

__all__ = [
    "HomePage",
    "Menu",
    "NewsIndexPage",
    "NewsPage",
    "Notice",
    "SiteSettings",
    "SiteSettingsText",
    "SocialLink",
    "StandardPage",
]
