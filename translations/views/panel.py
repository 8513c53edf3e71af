"""How far the translations into each language are, on the first page of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Locale

from translations.domain.listing import listed, totals_by_language
from translations.domain.policy import may_see_translations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


class TranslationsPanel(Component):
    """Words and percent of each language, of what is open to the user."""

    name = "translations"
    order = 110
    template_name = "translations/admin/panel.html"

    class Media:
        """What the table looks like."""

        css = {"all": ["translations/report.css"]}

    def __init__(self, request: HttpRequest) -> None:
        """Take whose page it is."""
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Add up."""
        user = self.request.user
        found = listed(user, timezone.localdate())
        rows = totals_by_language(found)
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        for total in rows:
            total.url = f"{reverse('translations_list')}?language={codes[total.locale_id]}"
        mine = found.filter(assignment__assignee=user.pk)
        return {"totals": rows, "mine": mine.order_by().count() if rows else 0}

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Show nothing to those who have no translation to open."""
        if not may_see_translations(self.request.user):
            return ""
        context = self.get_context_data(parent_context or {})
        if not context["totals"]:
            return ""
        return get_template(self.template_name).render(context, self.request)
