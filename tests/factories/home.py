"""Sites, home pages, standard pages, news, menus and notices."""

import datetime

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site

from home.models import (
    HomePage,
    InterfaceMessage,
    Menu,
    NewsIndexPage,
    NewsPage,
    Notice,
    StandardPage,
)


class LocaleFactory(DjangoModelFactory):
    """A language, made once."""

    class Meta:
        model = Locale
        django_get_or_create = ("language_code",)

    language_code = "en"


class PageFactory(DjangoModelFactory):
    """A page under `parent`; without one, under a new page of the kind it belongs to."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")

    @classmethod
    def _create(cls, model_class, *args, parent, **kwargs):
        return parent.add_child(instance=model_class(**kwargs))


class HomePageFactory(PageFactory):
    """A home page under the root of the tree."""

    class Meta:
        model = HomePage

    parent = factory.LazyFunction(Page.get_first_root_node)
    locale = factory.SubFactory(LocaleFactory)


class SiteFactory(DjangoModelFactory):
    """A site with a home page; not the default one."""

    class Meta:
        model = Site

    hostname = factory.Sequence(lambda n: f"site-{n}.example.org")
    root_page = factory.SubFactory(HomePageFactory)


class StandardPageFactory(PageFactory):
    """A standard page."""

    class Meta:
        model = StandardPage

    parent = factory.SubFactory(HomePageFactory)


class NewsIndexPageFactory(PageFactory):
    """A list of news."""

    class Meta:
        model = NewsIndexPage

    parent = factory.SubFactory(HomePageFactory)


class NewsPageFactory(PageFactory):
    """A piece of news."""

    class Meta:
        model = NewsPage

    parent = factory.SubFactory(NewsIndexPageFactory)
    date = datetime.date(2015, 6, 22)


class MenuFactory(DjangoModelFactory):
    """An empty menu."""

    class Meta:
        model = Menu

    handle = factory.Sequence(lambda n: f"menu-{n}")
    title = "Main menu"
    locale = factory.SubFactory(LocaleFactory)


class InterfaceMessageFactory(DjangoModelFactory):
    """A message of front ends' interfaces."""

    class Meta:
        model = InterfaceMessage

    name = factory.Sequence(lambda n: f"message-{n}")
    text = "{count, plural, one {# session} other {# sessions}}"
    locale = factory.SubFactory(LocaleFactory)


class NoticeFactory(DjangoModelFactory):
    """A notice."""

    class Meta:
        model = Notice

    title = "Registration closes on Friday"
    locale = factory.SubFactory(LocaleFactory)
