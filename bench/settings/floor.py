"""The floor's settings: no middleware, a connection that is kept, statements that stay prepared."""

from cms.settings.production import *  # noqa: F403 - layered by star import, as all settings are
from cms.settings.production import DATABASES

ROOT_URLCONF = "bench.floor_urls"
MIDDLEWARE = []

DATABASES["default"].update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=False)
if not DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Planning such statements takes PostgreSQL longer than answering them: it is done once.
    DATABASES["default"]["OPTIONS"].update(
        server_side_binding=True,
        prepare_threshold=0,
        options="-c plan_cache_mode=force_generic_plan -c jit=off -c random_page_cost=1.1",
    )
