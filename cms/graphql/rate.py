"""What requests to the API cost their client, and the refusal of those that ask too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from cms.throttling import Throttle

from .errors import RateLimited

if TYPE_CHECKING:
    from django.http import HttpRequest

# Reading and answering even the smallest request.
SMALLEST = 20
# Finding out that a document must not run.
REFUSED = 500


class RateLimit:
    """The points that each client may spend on the API in a minute."""

    def __init__(self) -> None:
        self.throttle = Throttle.from_settings(settings.GRAPHQL_RATE_LIMIT)

    def let_in(self, request: HttpRequest) -> None:
        """Refuse, before anything is read, a client that is known to have no points left."""
        _refuse(self.throttle.seconds_to_wait(request))

    def spend(self, request: HttpRequest, cost: int) -> None:
        """Take the cost of an operation, or refuse it."""
        _refuse(self.throttle.take(request, max(cost, SMALLEST)))

    def spend_on_refusal(self, request: HttpRequest) -> None:
        """Take what a request costs that was refused for another reason."""
        self.throttle.take(request, REFUSED)


def _refuse(seconds: int) -> None:
    if seconds:
        raise RateLimited(
            f"Too many requests, or too dear ones. Come back in {seconds} s.", retry_after=seconds
        )
