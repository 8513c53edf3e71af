"""A small tree, and pages whose text the tests choose."""

from __future__ import annotations

from itertools import count

import pytest
from wagtail.models import Locale, Page

from cms.search.index import Document, _learn, store
from cms.search.models import SearchKind
from cms.search.text import SearchText

numbers = count(1)


@pytest.fixture
def locale(db) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def home(locale) -> Page:
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    return root.add_child(instance=Page(title="Home", slug="home-of-search", locale=locale))


@pytest.fixture
def make_page(home):
    """Make a live page and say what it is found by."""

    def make(title="", body="", *, boosts=(), kind=SearchKind.PAGE, locale=None, **fields):
        page = Page(
            title="A page", slug=f"page-{next(numbers)}", locale=locale or home.locale, **fields
        )
        home.add_child(instance=page)
        text = SearchText(title, body, tuple(boosts))
        _learn(store([Document(page.pk, page.locale_id, kind, text)]))
        return page

    return make
