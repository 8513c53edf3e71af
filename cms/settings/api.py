"""Settings of the GraphQL API: what it takes, stores and counts, and who may ask how much."""

from ipaddress import ip_network

from .environment import VAR_DIR, env

# --- GraphQL --------------------------------------------------------------------------------------

GRAPPLE = {
    "APPS": ["media", "home", "organizations", "events"],
    "PAGE_INTERFACE": "cms.graphql.interfaces.PageInterface",
    "SNIPPET_INTERFACE": "cms.graphql.interfaces.SnippetInterface",
}
GRAPHENE = {"SCHEMA": "cms.schema.schema"}
GRAPHIQL = env.bool("GRAPHIQL", default=False)
GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=False)
# Points a minute for each client; 0 is no limit.
GRAPHQL_RATE_LIMIT = env.int("GRAPHQL_RATE_LIMIT", default=300_000)
GRAPHQL_TIMEOUT = env.float("GRAPHQL_TIMEOUT", default=3)
GRAPHQL_TRUSTED_DOCUMENTS_ONLY = env.bool("GRAPHQL_TRUSTED_DOCUMENTS_ONLY", default=False)
GRAPHQL_CACHE_BYTES = env.int("GRAPHQL_CACHE_MEGABYTES", default=32) * 1024 * 1024
GRAPHQL_SHARED_MAX_AGE = env.int("GRAPHQL_SHARED_MAX_AGE", default=1)
GRAPHQL_STALE_WHILE_REVALIDATE = env.int("GRAPHQL_STALE_WHILE_REVALIDATE", default=0)

# --- Figures --------------------------------------------------------------------------------------

METRICS_DIR = env.str("METRICS_DIR", default=str(VAR_DIR / "metrics"))
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_NETWORKS = [ip_network(net) for net in env.list("METRICS_NETWORKS", default=[])]
SERVER_TIMING = env.bool("SERVER_TIMING", default=False)

# --- Traces: OpenTelemetry's own variables; its SDK reads them too, and more of them --------------

OTEL_ENDPOINTS = [
    env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default=""),
    env.str("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", default=""),
]
TRACES = any(OTEL_ENDPOINTS) and not env.bool("OTEL_SDK_DISABLED", default=False)

# --- Browsers of other sites, and how much one client may ask -------------------------------------

CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/graphql/?$"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["GET", "POST", "OPTIONS"]
CORS_ALLOW_HEADERS = [
    "accept",
    "apollographql-client-name",
    "apollographql-client-version",
    "authorization",
    "content-type",
    "if-none-match",
    "traceparent",
    "tracestate",
    "x-client-name",
    "x-request-id",
]
CORS_PREFLIGHT_MAX_AGE = 24 * 60 * 60
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After", "Server-Timing", "X-Request-ID"]
# How many proxies of our own a request comes through; each appends to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# Front ends' own servers ask for many readers, and from inside.
INSIDE = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
RATE_LIMIT_EXEMPT = [ip_network(net) for net in env.list("RATE_LIMIT_EXEMPT", default=INSIDE)]
