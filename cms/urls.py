"""All routes."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms import health
from cms.graphql.view import GraphQLHTTPView
from cms.media.views import serve_media
from cms.schema import schema

urlpatterns = [
    path("graphql/", GraphQLHTTPView(schema.graphql_schema)),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("media/<path:path>", serve_media),
    path("healthz/", health.healthz),
    path("readyz/", health.readyz),
]

if settings.WAGTAIL_API_V3_ENABLED:
    from cms import rest  # optional dependency: its application is not installed else

    urlpatterns.append(path("api/v3/", rest.urls))
