"""The addresses of translating; those of wagtail-localize, each with what answers in its place.

Files have theirs in `translations.exchange_urls`.
"""

from django.urls import path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog
from wagtail_localize.views import edit_translation

from .assigning import assign_view
from .beginning import begin_view
from .comments import add_comment_view, comment_view
from .confirming import confirm_view
from .desk import desk_view, fields_view
from .guards import (
    closed,
    convert_to_alias,
    edit_override,
    guarded,
    list_snippets,
    preview,
    show_snippet,
)
from .machine import fill_view, machine_text_view
from .marks import mark_view
from .memory import download_memory_view, memory_view, remove_memory_view
from .previewing import preview_view
from .releasing import release_view
from .report import ListReport, TotalsReport
from .slugs import slug_view
from .submitting import BeginPageView, BeginSnippetView, SynchronizeView
from .terms import download_terms_view, terms_view
from .texts import suggestions_view, text_view

one = "translate/<int:translation_id>"
# Its report is replaced by our list.
to_list = RedirectView.as_view(pattern_name="translations_list", query_string=False)
snippets = "api/snippets/<slug:app_label>/<slug:model_name>"

# The names are wagtail-localize's, so that a test can compare; nobody reverses them here.
localize_urls = [
    path(
        "jsi18n/",
        JavaScriptCatalog.as_view(packages=["wagtail_localize"]),
        name="javascript_catalog",
    ),
    path("submit/page/<int:page_id>/", BeginPageView.as_view(), name="submit_page_translation"),
    path(
        "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
        BeginSnippetView.as_view(),
        name="submit_snippet_translation",
    ),
    path(
        "update/<int:translation_source_id>/", SynchronizeView.as_view(), name="update_translations"
    ),
    path(f"{one}/strings/<int:string_segment_id>/edit/", closed, name="edit_string_translation"),
    path(
        f"{one}/overrides/<int:overridable_segment_id>/edit/", edit_override, name="edit_override"
    ),
    path(
        f"{one}/machine_translate/",
        fill_view,
        name="machine_translate",
    ),
    path(f"{one}/preview/", preview, name="preview_translation"),
    path(f"{one}/preview/<str:mode>/", preview, name="preview_translation"),
    path(
        f"{one}/disable/",
        guarded(edit_translation.stop_translation, "may_arrange"),
        name="stop_translation",
    ),
    path("page/<int:page_id>/convert_to_alias/", convert_to_alias, name="convert_to_alias"),
    path("reports/translations/", to_list, name="translations_report"),
    path("reports/translations/results/", to_list, name="translations_report_results"),
    path(f"{snippets}/", list_snippets, name="snippets_api_listing"),
    path(f"{snippets}/<str:pk>/", show_snippet, name="snippets_api_detail"),
]

own_urls = [
    path("release/<int:source_id>/", release_view, name="translations_release"),
    path("", ListReport.as_view(), name="translations_list"),
    path("results/", ListReport.as_view(results_only=True), name="translations_list_results"),
    path("progress/", TotalsReport.as_view(), name="translations_totals"),
    path(
        "progress/results/",
        TotalsReport.as_view(results_only=True),
        name="translations_totals_results",
    ),
    path("assign/", assign_view, name="translations_assign"),
    path("<int:translation_id>/preview/", preview_view, name="translations_preview"),
    path("begin/", begin_view, name="translations_begin"),
    path("terms/", terms_view, name="translations_terms"),
    path(
        "terms/<str:language>.<str:kind>", download_terms_view, name="translations_download_terms"
    ),
    path("memory/", memory_view, name="translations_memory"),
    path(
        "memory/<str:source>-into-<str:target>.tmx",
        download_memory_view,
        name="translations_download_memory",
    ),
    path("memory/<int:file_id>/remove/", remove_memory_view, name="translations_remove_memory"),
    path("<int:translation_id>/", desk_view, name="translations_desk"),
    path("<int:translation_id>/confirm/<slug:action>/", confirm_view, name="translations_confirm"),
    path("<int:translation_id>/fields/", fields_view, name="translations_fields"),
    path("<int:translation_id>/slug/", slug_view, name="translations_slug"),
    path("<int:translation_id>/texts/<slug:key>/", text_view, name="translations_text"),
    path(
        "<int:translation_id>/texts/<slug:key>/comments/",
        add_comment_view,
        name="translations_add_comment",
    ),
    path(
        "<int:translation_id>/comments/<int:comment_id>/",
        comment_view,
        name="translations_comment",
    ),
    path("<int:translation_id>/texts/<slug:key>/mark/", mark_view, name="translations_mark"),
    path(
        "<int:translation_id>/texts/<slug:key>/suggestions/",
        suggestions_view,
        name="translations_suggestions",
    ),
    path("<int:translation_id>/machine/", fill_view, name="translations_fill"),
    path(
        "<int:translation_id>/texts/<slug:key>/machine/",
        machine_text_view,
        name="translations_machine_text",
    ),
]
