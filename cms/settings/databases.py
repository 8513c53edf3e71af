"""Settings of the database and the cache."""

from django.core.exceptions import ImproperlyConfigured

from .environment import VAR_DIR, env

ENGINES = ("django.db.backends.postgresql", "django.db.backends.sqlite3")

try:
    DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
except (ImproperlyConfigured, ValueError):
    DATABASE = {}
# Without an engine Django refuses every question; production refuses to start.
DATABASES = {"default": DATABASE if DATABASE.get("ENGINE") in ENGINES else {}}

# Readers go on while one writes (WAL). A writer takes its lock at once (IMMEDIATE) and waits for
# its turn, because SQLite lets no transaction wait that has read before it wants to write.
SQLITE_OPTIONS = {
    "timeout": 30,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
# In seconds; 0 is without end. They hold inside requests: commands and tasks take what they need.
DATABASE_CONNECT_TIMEOUT = env.int("DATABASE_CONNECT_TIMEOUT", default=2)
DATABASE_LOCK_TIMEOUT = env.float("DATABASE_LOCK_TIMEOUT", default=10)
DATABASE_PREPARED_STATEMENTS = env.bool("DATABASE_PREPARED_STATEMENTS", default=True)
DATABASE_STATEMENT_TIMEOUT = env.float("DATABASE_STATEMENT_TIMEOUT", default=30)
REQUEST_TIMEOUT = env.float("REQUEST_TIMEOUT", default=50)
POSTGRESQL_OPTIONS = {"connect_timeout": DATABASE_CONNECT_TIMEOUT}

if DATABASES["default"].get("ENGINE", "").endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
    # To open the file and give it its functions takes longer than most answers.
    DATABASES["default"].update(CONN_MAX_AGE=60)
elif DATABASES["default"]:
    DATABASES["default"].setdefault("OPTIONS", {}).update(POSTGRESQL_OPTIONS)
    DATABASES["default"].update(
        ENGINE="cms.databases.postgresql", CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True
    )

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
        "CONNECTION_POOL_CLASS": "cms.databases.redis.Pool",
    },
}
# Stored answers: here errors are told, so that a server that fails is left alone for some seconds.
ANSWERS_CACHE = {
    **REDIS_CACHE,
    "KEY_PREFIX": "cms-answers",
    "OPTIONS": {**REDIS_CACHE["OPTIONS"], "IGNORE_EXCEPTIONS": False},
}
CACHES = (
    {"default": REDIS_CACHE, "answers": ANSWERS_CACHE}
    if REDIS_URL
    else {"default": LOCAL_MEMORY_CACHE}
)
