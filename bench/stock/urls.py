"""Stock grapple's routes, and the admin's, which the product's middleware looks for."""

from django.urls import include, path
from grapple import urls as grapple_urls
from wagtail.admin import urls as admin_urls

urlpatterns = [
    path("", include(grapple_urls)),
    path("admin/", include(admin_urls)),
]
