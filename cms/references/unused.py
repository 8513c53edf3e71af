"""The report on documents that nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from cms.media.models import Document
from cms.media.reports import RIGHTS

from .models import PendingReference

if TYPE_CHECKING:
    from django.db.models import QuerySet


def unused(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Keep documents to which nothing that is stored leads: no page, draft or setting."""
    leading = {
        "to_content_type": ContentType.objects.get_for_model(Document),
        "to_object_id": Cast(OuterRef("pk"), CharField()),
    }
    public = ReferenceIndex.objects.filter(**leading).order_by()
    pending = PendingReference.objects.filter(**leading)
    return documents.filter(~Exists(public), ~Exists(pending))


class UnusedDocumentsReport(ReportView):
    """Documents that could be deleted, the oldest first."""

    page_title = _("Unused documents")
    header_icon = "doc-full-inverse"
    model = Document
    default_ordering = "created_at"
    index_url_name = "unused_documents_report"
    index_results_url_name = "unused_documents_report_results"
    any_permission_required = RIGHTS
    export_filename = "unused-documents"
    list_export = ["title", "filename", "file_size", "collection.name", "created_at"]
    export_headings = {
        "title": _("Title"),
        "filename": _("File"),
        "file_size": _("Bytes"),
        "collection.name": _("Collection"),
        "created_at": _("Uploaded"),
    }
    columns = [
        TitleColumn("title", label=_("Title"), url_name="wagtaildocs:edit"),
        Column("filename", label=_("File")),
        Column("file_size", label=_("Size"), accessor=lambda file: filesizeformat(file.file_size)),
        Column("collection", label=_("Collection"), accessor="collection.name"),
        DateColumn("created_at", label=_("Uploaded")),
    ]

    @property
    def permission_policy(self) -> Any:
        """Ask the rules of documents."""
        return policy_registry.get_by_type(Document)

    def get_queryset(self) -> QuerySet[Document]:
        """List the documents that the editor may change."""
        policy = self.permission_policy
        documents = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return unused(documents).select_related("collection").order_by("created_at", "pk")
