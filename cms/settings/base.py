"""Settings common to development, tests and production; the environment is read here only."""

import re
from pathlib import Path
from zoneinfo import available_timezones

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

# --- Core -----------------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The editor of a session with sixty slots sends more than Django's thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Applications ---------------------------------------------------------------------------------
# Ours first (their templates win), then what they build on; `cms.graphql` registers the API's types
# and `grapple`, always last, builds them. A start-up check (cms/checks.py) guards this order.

WAGTAIL_API_V3_ENABLED = env.bool("WAGTAIL_API_V3_ENABLED", default=False)

INSTALLED_APPS = [
    "cms",
    "home",
    "events",
    "organizations",
    "cms.search",
    "cms.media",
    "cms.users",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    *(["wagtail.api.v3"] if WAGTAIL_API_V3_ENABLED else []),
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "corsheaders",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "cms.graphql",
    "grapple",
]

# Nothing here reads the session or the user by itself, so that anonymous API answers never vary by
# cookie; the request id comes first because every later line of the log carries it.
MIDDLEWARE = [
    "cms.middleware.RequestIdMiddleware",
    "cms.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: it calls the view itself.
    "cms.pages.middleware.AtomicAdminMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database and cache ---------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}

# Readers go on while one writes (WAL). A writer takes its lock at once (IMMEDIATE) and waits for
# its turn, because SQLite lets no transaction wait that has read before it wants to write.
SQLITE_OPTIONS = {
    "timeout": 30,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL_OPTIONS = {"connect_timeout": 3}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
else:
    DATABASES["default"].setdefault("OPTIONS", {}).update(POSTGRESQL_OPTIONS)
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)

REDIS_URL = env.str("REDIS_URL", default="")
LOCAL_MEMORY_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# A cache that is down or hangs makes answers slower, never wrong: errors count as a miss.
REDIS_CACHE = {
    "BACKEND": "django_redis.cache.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "cms",
    "OPTIONS": {
        "IGNORE_EXCEPTIONS": True,
        "SOCKET_CONNECT_TIMEOUT": 0.25,
        "SOCKET_TIMEOUT": 0.25,
    },
}
CACHES = {"default": REDIS_CACHE if REDIS_URL else LOCAL_MEMORY_CACHE}

# --- Users ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# --- Languages and time ---------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["cms.formats"]
TIME_ZONE = "UTC"
ZONE = re.compile(r"UTC$|(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")
LANGUAGE_CODE = "en"
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("fa", _("Persian")),
    ("ko", _("Korean")),
]
# A translation goes live when somebody publishes it, not because its source is live.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))

# --- Mail -----------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="cms@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "MITI CMS"
WAGTAILADMIN_BASE_URL = env.str("WAGTAILADMIN_BASE_URL", default=SITE_URL).rstrip("/")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Debian's own "localtime" among the zones to choose from stops a script of the account page.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if ZONE.match(zone))
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILAPI_DOCS_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
# No SVG: a drawing can carry scripts.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Through a view, so that the rights of a collection hold for its files.
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- GraphQL --------------------------------------------------------------------------------------

GRAPPLE = {
    "APPS": ["media", "home", "organizations", "events"],
    "PAGE_INTERFACE": "cms.graphql.interfaces.PageInterface",
    "SNIPPET_INTERFACE": "cms.graphql.interfaces.SnippetInterface",
}
GRAPHENE = {"SCHEMA": "cms.schema.schema"}
GRAPHIQL = env.bool("GRAPHIQL", default=False)
GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=False)

# --- Security -------------------------------------------------------------------------------------

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/graphql/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["GET", "POST", "OPTIONS"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After", "X-Request-ID"]
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Logs -----------------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()

CONSOLE = {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "text"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "cms.logging.RequestFilter"}},
    "formatters": {
        "json": {"()": "cms.logging.JsonFormatter"},
        "text": {"format": "{levelname} {name} [{request_id}] {message}", "style": "{"},
    },
    "handlers": {"console": CONSOLE},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Named here so that Django's own handlers (mail to admins, a second console) are gone.
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        # Every request is logged once, by cms.middleware, with its request id and its duration.
        "django.server": {"level": "ERROR", "propagate": True, "handlers": []},
        "django.request": {"level": "ERROR", "propagate": True},
        # Wagtail logs titles of pages, people's names among them; its audit log has them too.
        "wagtail": {"level": "WARNING", "propagate": True},
        # Two lines for each task that went well.
        "django_tasks": {"level": "WARNING", "propagate": True},
    },
}
