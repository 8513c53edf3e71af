"""Settings read from the environment, each in a process of its own as a server would."""

import json
import os
import subprocess
import sys

import pytest
from wagtail.admin.localization import WAGTAILADMIN_PROVIDED_LANGUAGES

SECRET = "q8Zt-2mVx7Lr0Wc5Yb9Nf4Kd1Hs6Jg3Pa-Ue8Io2Xk7Rv5Tn0Bw"
SAFE = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "cms.example.org",
    "DATABASE_URL": "sqlite:////nonexistent/db.sqlite3",
    "SITE_URL": "https://cms.example.org",
    "CORS_ALLOWED_ORIGINS": "https://www.example.org",
}
PRINT = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def run(arguments, module, environment):
    """Start Python with nothing in its environment but what is given."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": f"cms.settings.{module}",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def read(*names, module="production", **environment):
    """Settings by name, as a process with this environment sees them."""
    process = run(["-c", PRINT, *names], module, SAFE | environment)
    assert process.returncode == 0, process.stderr
    values = json.loads(process.stdout)
    return values[names[0]] if len(names) == 1 else values


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, ["SECRET_KEY"]),
        ({"SECRET_KEY": "too-short"}, ["SECRET_KEY"]),
        ({"SECRET_KEY": f"insecure-{SECRET}"}, ["SECRET_KEY"]),
        ({"SECRET_KEY": f"change-me-{SECRET}"}, ["SECRET_KEY"]),
        ({"ALLOWED_HOSTS": None}, ["ALLOWED_HOSTS"]),
        ({"ALLOWED_HOSTS": "*"}, ["ALLOWED_HOSTS"]),
        ({"ALLOWED_HOSTS": "cms.example.org,*"}, ["ALLOWED_HOSTS"]),
        ({"SECRET_KEY": "abcd" * 20}, ["SECRET_KEY"]),
        ({"DATABASE_URL": None}, ["DATABASE_URL"]),
        ({"DATABASE_URL": ""}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "no address"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "postgres://u:p@db:port/cms"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "postgres://u:p@db"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "mysql://u:p@db/cms"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "sqlite://:memory:"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "sqlite://"}, ["DATABASE_URL"]),
        ({"GRAPHIQL": "on"}, ["GRAPHIQL"]),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, ["OTEL_EXPORTER_OTLP_ENDPOINT"]),
        ({"SITE_URL": None}, ["SITE_URL"]),
        ({"SITE_URL": "http://cms.example.org"}, ["SITE_URL"]),
        ({"CORS_ALLOWED_ORIGINS": "*"}, ["CORS_ALLOWED_ORIGINS"]),
        ({"CORS_ALLOWED_ORIGINS": "https://www.example.org,null"}, ["CORS_ALLOWED_ORIGINS"]),
        ({"CORS_ALLOWED_ORIGINS": "http://www.example.org"}, ["CORS_ALLOWED_ORIGINS"]),
        ({"CSRF_TRUSTED_ORIGINS": "https://*.example.org"}, ["CSRF_TRUSTED_ORIGINS"]),
        (dict.fromkeys(SAFE), ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SITE_URL"]),
    ],
)
def test_production_refuses_to_start_and_names_the_variable(changes, named):
    environment = {name: value for name, value in (SAFE | changes).items() if value is not None}

    process = run(["-c", PRINT, "DEBUG"], "production", environment)

    assert process.returncode == 1
    refusals = [line[2:].split(":")[0] for line in process.stderr.splitlines() if line[:2] == "- "]
    assert refusals == named
    assert SECRET not in process.stderr


def test_production_starts_with_safe_variables():
    assert read("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "CORS_ALLOWED_ORIGINS") == {
        "DEBUG": False,
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": ["cms.example.org"],
        "CORS_ALLOWED_ORIGINS": ["https://www.example.org"],
    }


def test_debug_cannot_be_switched_on_by_the_environment():
    assert read("DEBUG", DEBUG="true", DJANGO_DEBUG="1") is False


def test_production_passes_djangos_deployment_checks():
    process = run(["manage.py", "check", "--deploy", "--fail-level", "INFO"], "production", SAFE)

    assert process.returncode == 0, process.stderr
    assert process.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("variable", "given", "setting", "expected"),
    [
        ("ALLOWED_HOSTS", "a.example,b.example", "ALLOWED_HOSTS", ["a.example", "b.example"]),
        ("SITE_URL", "https://cms.example.net/", "SITE_URL", "https://cms.example.net"),
        ("SITE_URL", "https://cms.example.net", "WAGTAILADMIN_BASE_URL", "https://cms.example.net"),
        (
            "WAGTAILADMIN_BASE_URL",
            "https://a.example",
            "WAGTAILADMIN_BASE_URL",
            "https://a.example",
        ),
        (
            "CSRF_TRUSTED_ORIGINS",
            "https://a.example",
            "CSRF_TRUSTED_ORIGINS",
            ["https://a.example"],
        ),
        (
            "CORS_ALLOWED_ORIGINS",
            "https://a.example",
            "CORS_ALLOWED_ORIGINS",
            ["https://a.example"],
        ),
        ("STATIC_ROOT", "/srv/static", "STATIC_ROOT", "/srv/static"),
        ("MEDIA_ROOT", "/srv/media", "MEDIA_ROOT", "/srv/media"),
        ("DEFAULT_FROM_EMAIL", "cms@example.org", "DEFAULT_FROM_EMAIL", "cms@example.org"),
        ("DEFAULT_FROM_EMAIL", "cms@example.org", "SERVER_EMAIL", "cms@example.org"),
        ("EMAIL_URL", "smtp+tls://u:p@mail.example:587", "EMAIL_HOST", "mail.example"),
        ("EMAIL_URL", "smtp+tls://u:p@mail.example:587", "EMAIL_USE_TLS", True),
        ("GRAPHQL_INTROSPECTION", "on", "GRAPHQL_INTROSPECTION", True),
        ("LOG_LEVEL", "warning", "LOG_LEVEL", "WARNING"),
        ("WAGTAIL_API_V3_ENABLED", "on", "WAGTAIL_API_V3_ENABLED", True),
        ("SECURE_SSL_REDIRECT", "off", "SECURE_SSL_REDIRECT", False),
        ("SECURE_HSTS_SECONDS", "60", "SECURE_HSTS_SECONDS", 60),
        (
            "TRUST_X_FORWARDED_PROTO",
            "on",
            "SECURE_PROXY_SSL_HEADER",
            ["HTTP_X_FORWARDED_PROTO", "https"],
        ),
    ],
)
def test_variable_sets_its_setting(variable, given, setting, expected):
    assert read(setting, **{variable: given}) == expected
    assert read(setting) != expected


def test_defaults_of_production_are_the_safe_ones():
    assert read(
        "GRAPHIQL",
        "GRAPHQL_INTROSPECTION",
        "WAGTAIL_API_V3_ENABLED",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_PROXY_SSL_HEADER",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "CORS_ALLOW_CREDENTIALS",
        "WAGTAIL_ENABLE_UPDATE_CHECK",
        "WAGTAIL_GRAVATAR_PROVIDER_URL",
    ) == {
        "GRAPHIQL": False,
        "GRAPHQL_INTROSPECTION": False,
        "WAGTAIL_API_V3_ENABLED": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": None,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "CORS_ALLOW_CREDENTIALS": False,
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
    }


def test_sqlite_waits_instead_of_failing():
    database = read("DATABASES")["default"]

    assert database["OPTIONS"] == {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }


def test_postgresql_connections_are_kept_and_checked():
    database = read("DATABASES", DATABASE_URL="postgres://u:p@db.example:5433/cms")["default"]

    assert {name: database[name] for name in ("ENGINE", "HOST", "PORT", "NAME", "USER")} == {
        "ENGINE": "cms.databases.postgresql",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "cms",
        "USER": "u",
    }
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
    assert database["OPTIONS"] == {"connect_timeout": 2}


def test_cache_is_local_without_redis_and_redis_with_it():
    assert read("CACHES")["default"]["BACKEND"].endswith("LocMemCache")
    with_redis = read("CACHES", REDIS_URL="redis://cache.example:6379/1")["default"]
    assert with_redis["LOCATION"] == "redis://cache.example:6379/1"
    assert with_redis["OPTIONS"]["IGNORE_EXCEPTIONS"] is True


def test_no_front_end_is_a_safe_choice():
    assert read("CORS_ALLOWED_ORIGINS", CORS_ALLOWED_ORIGINS="") == []


def test_development_can_do_without_graphiql():
    process = run(["-c", PRINT, "GRAPHIQL"], "dev", {"GRAPHIQL": "off"})

    assert json.loads(process.stdout) == {"GRAPHIQL": False}


def test_development_needs_no_variable():
    process = run(["-c", PRINT, "DEBUG", "GRAPHIQL", "GRAPHQL_INTROSPECTION"], "dev", {})

    assert json.loads(process.stdout) == {
        "DEBUG": True,
        "GRAPHIQL": True,
        "GRAPHQL_INTROSPECTION": True,
    }


def test_admin_is_offered_in_the_languages_of_the_site_that_wagtail_speaks(settings):
    codes = [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]

    assert codes == ["en", "fr", "es", "ar", "fa", "ko"]
    assert set(codes) <= {code for code, _name in WAGTAILADMIN_PROVIDED_LANGUAGES}
