"""Doing things to many objects of which each may be in the way of another.

Two sessions that exchange their speakers are each in conflict with the other as it is now; a page
may take an address only when another has left it. So whatever is refused is tried again once others
have changed, and what is left then is published first and checked when all of it is there. The
order in which members were added means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from cms.pages.publishing import check_published, checked_later

from .problems import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .contents import Item
    from .problems import Problems


@dataclass
class Job:
    """What is to be done to one member: raises ValidationError, or gives what it has published."""

    item: Item
    run: Callable[[], Any]
    error: Any = None


def run_in_rounds(jobs: list[Job], problems: Problems) -> list[Job]:
    """Do all that can be done; give the jobs whose objects are still to be checked."""
    waiting = jobs
    while waiting:
        refused = [job for job in waiting if not _try(job)]
        if len(refused) == len(waiting):
            break
        waiting = refused
    strict = {id(job): job.error for job in waiting}
    with checked_later():
        left = [job for job in waiting if _try(job)]
    for job in waiting:
        if job not in left:
            # What the full check says tells more than what stops without it.
            problems.add(job.item.member, *words_of(strict[id(job)], type(job.item.instance)))
    return left


def check_later(jobs: list[Job], problems: Problems) -> None:
    """Check what was published unchecked, now that everything is as it will be."""
    for job in jobs:
        try:
            check_published(job.item.instance)
        except ValidationError as error:
            problems.add(job.item.member, *words_of(error, type(job.item.instance)))


def _try(job: Job) -> bool:
    try:
        with transaction.atomic():
            job.run()
    except (ValidationError, ObjectDoesNotExist) as error:
        job.error = error if isinstance(error, ValidationError) else ValidationError(str(error))
        return False
    return True
