"""The site's own pages, menus, notices, messages and settings, and the roles of centres."""

from .centres import CentreGroup
from .menus import Menu, Notice
from .messages import InterfaceMessage
from .pages import HomePage, NewsIndexPage, NewsPage, StandardPage
from .settings import SiteSettings, SiteSettingsText, SocialLink

__all__ = [
    "CentreGroup",
    "HomePage",
    "InterfaceMessage",
    "Menu",
    "NewsIndexPage",
    "NewsPage",
    "Notice",
    "SiteSettings",
    "SiteSettingsText",
    "SocialLink",
    "StandardPage",
]
