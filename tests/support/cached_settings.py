"""Settings of a server of its own: with the small API whose answers are stored, or the real one."""

from cms.settings.base import env
from cms.settings.test import *

ROOT_URLCONF = env.str("ROOT_URLCONF", default="tests.support.cached_api")
if env.bool("ANSWERS_IN_REDIS", default=False):
    CACHES = {"default": LOCAL_MEMORY_CACHE, "answers": ANSWERS_CACHE}
