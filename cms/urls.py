"""All routes."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.graphql.view import GraphQLHTTPView
from cms.media.views import serve_media
from cms.schema import schema
from events.calendars import urls as calendar_urls
from events.exchange_urls import public_patterns as programme_patterns

handler400 = "cms.faults.bad_request"
handler403 = "cms.faults.forbidden"
handler404 = "cms.faults.not_found"
handler500 = "cms.faults.server_error"

# Without the form for passwords of private collections, which would tell how many there are.
document_patterns = [
    pattern for pattern in document_urls.urlpatterns if pattern.name == "wagtaildocs_serve"
]

urlpatterns = [
    re_path(r"^graphql/?$", GraphQLHTTPView(schema.graphql_schema)),
    path("admin/", include(admin_urls)),
    path("calendar/", include(calendar_urls)),
    path("documents/", include(document_patterns)),
    path("media/<path:path>", serve_media),
    *programme_patterns,
]

if settings.WAGTAIL_API_V3_ENABLED:
    from cms import rest  # optional dependency: its application is not installed else

    urlpatterns.append(path("api/v3/", rest.urls))
