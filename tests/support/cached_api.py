"""A small GraphQL API whose answers say what they depend on: what the cache is tested with."""

from functools import cache
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.urls import path
from graphql import GraphQLSchema, build_schema
from wagtail.models import Page

from cms.caching import tags
from cms.graphql.view import GraphQLHTTPView
from cms.urls import urlpatterns as real_urlpatterns
from home.models import StandardPage

from .small_api import execute

SDL = """
type Query {
  title(key: ID!): String
  titles(locale: Int!): [String!]!
  untold: String
  previewed: String
  broken: String
}
type Mutation { rename(name: String!): String }
"""


def live_pages():
    return Page.objects.filter(live=True)


def resolve_title(_root, info, key):
    dependencies = info.context.dependencies
    dependencies.begin()
    dependencies.add(tags.page(UUID(key)))
    page = live_pages().filter(translation_key=key).first()
    dependencies.until(page and page.expire_at)
    return page and page.title


def resolve_titles(_root, info, locale):
    dependencies = info.context.dependencies
    dependencies.begin()
    content_type = ContentType.objects.get_for_model(StandardPage)
    dependencies.add(tags.pages(content_type.pk, locale))
    pages = live_pages().filter(content_type=content_type, locale=locale).order_by("path")
    return list(pages.values_list("title", flat=True))


def resolve_previewed(_root, info):
    dependencies = info.context.dependencies
    dependencies.begin()
    dependencies.add(tags.SITE)
    dependencies.forbid()
    return "draft"


def resolve_broken(_root, info):
    info.context.dependencies.begin()
    info.context.dependencies.add(tags.SITE)
    raise ValueError


def resolve_rename(_root, info, name):
    info.context.dependencies.begin()
    info.context.dependencies.add(tags.SITE)
    return name


@cache
def schema() -> GraphQLSchema:
    built = build_schema(SDL)
    fields = built.query_type.fields
    fields["title"].resolve = resolve_title
    fields["titles"].resolve = resolve_titles
    fields["untold"].resolve = lambda *_: "untold"
    fields["previewed"].resolve = resolve_previewed
    fields["broken"].resolve = resolve_broken
    built.mutation_type.fields["rename"].resolve = resolve_rename
    return built


# Before the real endpoint; middleware needs the other routes.
urlpatterns = [path("graphql/", GraphQLHTTPView(schema(), execute)), *real_urlpatterns]
