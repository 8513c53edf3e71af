"""Addresses of the files of programmes."""

from django.urls import URLPattern, path

from .exchange.formats import WRITERS
from .views.importing import draft_file_view, review_view, undo_view, upload_view
from .views.programme_files import programme_file

public_patterns: list[URLPattern] = [
    path(f"programme/<uuid:key>.{kind}", programme_file, {"kind": kind}, name=f"programme_{kind}")
    for kind in WRITERS
]

admin_patterns: list[URLPattern] = [
    path("sessions/<int:page_id>/import/", upload_view, name="events_import_programme"),
    path(
        "sessions/<int:page_id>/import/<int:import_id>/", review_view, name="events_review_import"
    ),
    path(
        "sessions/<int:page_id>/import/<int:import_id>/undo/", undo_view, name="events_undo_import"
    ),
    path("sessions/<int:page_id>/draft.<str:kind>", draft_file_view, name="events_draft_file"),
]
