"""What nobody has begun to translate into a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from wagtail.models import Locale
from wagtail.snippets.models import get_snippet_models

from cms.pages.aliases import models_with_aliases
from translations.domain.policy import holds
from translations.domain.queue import languages_to_begin, pages_to_begin
from translations.domain.reach import originals_reached
from translations.enums import LocaleRole

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


def begin_view(request: HttpRequest) -> HttpResponse:
    """List what nobody has begun to translate into one of the user's languages."""
    user = request.user
    locales = list(languages_to_begin(user).order_by("language_code"))
    if not locales:
        raise PermissionDenied
    chosen = request.GET.get("locale")
    locale = next((loc for loc in locales if loc.language_code == chosen), locales[0])
    words = request.GET.get("q", "").strip()
    within = None if user.is_superuser else originals_reached(user, locale.pk)
    pages = pages_to_begin(locale, words, within)
    page = Paginator(pages, PER_PAGE).get_page(request.GET.get("p"))
    has_language = user.is_superuser or holds(user, LocaleRole.TRANSLATOR, locale.pk)
    return render(
        request,
        "translations/admin/begin.html",
        {
            "locales": locales,
            "locale": locale,
            "words": words,
            "page_obj": page,
            "may_show_parents": user.is_superuser or holds(user, LocaleRole.REVIEWER, locale.pk),
            "snippets": _snippets(locale, words) if has_language else [],
        },
    )


def _snippets(locale: Locale, words: str) -> list[Any]:
    """Give public snippets without a translation; there are few of them."""
    found = []
    for model in models_with_aliases():
        if model not in get_snippet_models():
            continue
        done = model._default_manager.filter(locale=locale).exclude(
            Q(alias_of__isnull=False, latest_revision=None)
        )
        rows = model._default_manager.filter(live=True, alias_of=None).exclude(locale=locale)
        rows = rows.exclude(translation_key__in=done.values("translation_key")).order_by("pk")
        first: dict[Any, Any] = {}
        row: Any
        for row in rows.select_related("locale"):
            first.setdefault(row.translation_key, row)
        found += [item for item in first.values() if words.casefold() in str(item).casefold()]
    return found
