"""The one GraphQL schema: the root fields of every app over the types that grapple registered."""

import graphene

from cms.graphql.queries import PageQueries
from cms.graphql.redirects import RedirectQueries
from cms.graphql.schema import make_schema
from cms.graphql.search import SearchQueries
from events.graphql.queries import EventQueries
from home.graphql.queries import HomeQueries
from organizations.graphql.queries import OrganizationQueries


class Query(
    PageQueries,
    RedirectQueries,
    SearchQueries,
    HomeQueries,
    OrganizationQueries,
    EventQueries,
    graphene.ObjectType,
):
    """Everything that may be asked. Only published, public content is ever answered."""


schema = make_schema(Query)
