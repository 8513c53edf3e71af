"""Addresses of the files for translation programs.

The paths of wagtail-localize's own download and upload lead to ours, so that there is one way in.
"""

from django.urls import URLPattern, path

from .views.exchange import download_view, upload_view

urlpatterns: list[URLPattern] = [
    path(
        "translations/<int:translation_id>/download/po/",
        download_view,
        {"kind": "po"},
        name="translations_download_po",
    ),
    path(
        "translations/<int:translation_id>/download/xliff/",
        download_view,
        {"kind": "xliff"},
        name="translations_download_xliff",
    ),
    path("translations/<int:translation_id>/upload/", upload_view, name="translations_upload_file"),
    path("localize/translate/<int:translation_id>/pofile/download/", download_view, {"kind": "po"}),
    path("localize/translate/<int:translation_id>/pofile/upload/", upload_view),
]
