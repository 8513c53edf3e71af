"""Settings of Wagtail and its languages: what editors see and may upload."""

import re
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .environment import SITE_URL, env

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

# --- Translating by machine: off without an address -----------------------------------------------

MACHINE_TRANSLATION_URL = env.str("MACHINE_TRANSLATION_URL", default="")
if MACHINE_TRANSLATION_URL and not MACHINE_TRANSLATION_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("MACHINE_TRANSLATION_URL has to begin with http:// or https://.")
MACHINE_TRANSLATION = {
    "URL": MACHINE_TRANSLATION_URL,
    "API_KEY": env.str("MACHINE_TRANSLATION_API_KEY", default=""),
    "TIMEOUT": env.float("MACHINE_TRANSLATION_TIMEOUT", default=10),
    "BATCH_CHARACTERS": env.int("MACHINE_TRANSLATION_BATCH_CHARACTERS", default=2000),
    # For a million characters; without it no cost is shown.
    "PRICE": env.float("MACHINE_TRANSLATION_PRICE", default=0),
    "CURRENCY": env.str("MACHINE_TRANSLATION_CURRENCY", default="EUR"),
}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = (
    {
        "CLASS": "translations.machine.translator.LibreTranslate",
        "OPTIONS": MACHINE_TRANSLATION,
    }
    if MACHINE_TRANSLATION_URL
    else None
)

# --- Help: where this documentation can be read ---------------------------------------------------

DOCUMENTATION_URL = env.str("DOCUMENTATION_URL", default="")
if DOCUMENTATION_URL and not DOCUMENTATION_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("DOCUMENTATION_URL has to begin with http:// or https://.")

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "MITI CMS"
WAGTAILADMIN_BASE_URL = env.str("WAGTAILADMIN_BASE_URL", default=SITE_URL).rstrip("/")
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Wagtail's own texts exist in all of them; where one of ours is not translated, it is in English.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Debian's own "localtime" among the zones to choose from stops a script of the account page.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if ZONE.match(zone))
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Ours are made in the transaction that moves a page (cms/pages/redirects.py).
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILAPI_DOCS_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.editors"}}
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
# No SVG: a drawing can carry scripts.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Files of translation programs. A thousand texts with notes have less than one.
TRANSLATION_FILE_MAX_BYTES = 5 * 1024 * 1024
# Files of programmes. A thousand slots with summaries have less than three.
PROGRAMME_FILE_MAX_BYTES = 5 * 1024 * 1024
# Files of the translation memory in the browser; the command has no limit.
TRANSLATION_MEMORY_MAX_BYTES = 20 * 1024 * 1024
# The front ends' pages for previews, by host name of the site; `*` for all others.
FRONT_END_PREVIEWS = env.dict("FRONT_END_PREVIEWS", default={})
# Through a view, so that the rights of a collection hold for its files.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
