"""Settings for the test suite: no cost that a test does not need, nothing leaves the process."""

import tempfile

from .base import *

SECRET_KEY = "insecure-key-of-the-test-suite"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
GRAPHQL_INTROSPECTION = True
GRAPHQL_RATE_LIMIT = 0
# A machine that runs tests is busy: what must end in time is tested with times of its own.
GRAPHQL_TIMEOUT = 30
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": LOCAL_MEMORY_CACHE}
MEDIA_ROOT = tempfile.mkdtemp(prefix="cms-test-media-")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
