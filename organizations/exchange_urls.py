"""Addresses of the pages for tables of records."""

from django.urls import URLPattern, path

from .views.importing import export_view, review_view, undo_view, upload_view

admin_patterns: list[URLPattern] = [
    path("records/<slug:kind_name>/import/", upload_view, name="organizations_import_records"),
    path(
        "records/<slug:kind_name>/import/<int:import_id>/",
        review_view,
        name="organizations_review_records",
    ),
    path(
        "records/<slug:kind_name>/import/<int:import_id>/undo/",
        undo_view,
        name="organizations_undo_records",
    ),
    path(
        "records/<slug:kind_name>/export.<slug:file_format>",
        export_view,
        name="organizations_export_records",
    ),
]
