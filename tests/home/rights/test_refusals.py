"""Whatever a role of Cairo tries on what is Paris's is refused, and changes nothing.

The attempts are generated: all addresses of the admin, with all things of the other centre. An
address that nobody has described fails.
"""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.support.centre_attacks import admin_patterns, cases, unknown
from tests.support.digest import digests
from tests.support.two_centres import ROLES, SECRET

# These answer, to whom they answer, with what everybody may read and what is one's own: what is
# refused is not the page, but what it would show.
READABLE = re.compile(
    r"events_clone$|wagtailadmin_(home|explore\w*|choose_page_child|editing_sessions:\w+|api:\w+:\w+)$"
    r"|wagtailadmin_(tag_\w+|pages:(type_use\w*|choose_parent))$|wagtailsnippetchoosers_"
    r"|wagtail(snippets_\w+|admin_pages):(\w*workflow_action\w*|confirm_workflow_cancellation)$"
    # One leads to the history, the other says that the address is taken there, or asks again.
    r"|wagtailadmin_pages:(revisions_index|move_confirm)$"
    # Terms, and the memory as far as one may open its pages, belong to a language.
    r"|terms:\w+$|translations_download_(terms|memory)$"
    # The name of a step, which every workflow shows to whoever it concerns.
    r"|wagtailadmin_workflows:task_chosen$"
    # What one may change oneself, and a refusal that leads there.
    r"|organizations_(import|export|undo)_records$"
)
DESK = re.compile(r"/admin/translations/\d+/$")
# Made of the rest when somebody looks: sizes of pictures, counts, and what answers depend on.
DERIVED = {"media.Rendition", "translations.TranslationProgress", "caching.TagChange"}
PATTERNS = admin_patterns()


def group_of(pattern):
    return pattern.name.split(":")[0] if ":" in pattern.name else pattern.name.split("_")[0]


GROUPS = sorted({group_of(pattern) for pattern in PATTERNS})


def tables():
    return {name: value for name, value in digests().items() if name not in DERIVED}


@pytest.fixture(scope="module")
def before(built, django_db_blocker):
    """All tables, read once: no test leaves anything."""
    with django_db_blocker.unblock():
        return tables()


def is_refused(response, case):
    if response.status_code == 200 and case.method == "GET" and "bulk" in case.address:
        return not response.context["items"]
    if response.status_code in {400, 401, 403, 404, 405, 406, 422}:
        return True
    # Wagtail leads to its first page; from the confirmation of a bulk action, to that again; from
    # a place to which nothing may move, to the choice of another.
    back = case.address.partition("?")[0]
    places = {reverse("wagtailadmin_home"), back, re.sub(r"move/\d+/confirm/$", "move/", back)}
    return response.status_code == 302 and response["Location"].partition("?")[0] in places


def shows_secret(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return SECRET.encode() in content or SECRET.lower() in str(response.headers).lower()


def is_allowed(case, pattern):
    """Say whether somebody asks for what is public.

    A public session may be copied as the beginning of one's own; a file of a public collection is
    anybody's who knows its number.
    """
    if pattern.name == "events_clone" and case.what == "session":
        return case.method == "POST"
    return pattern.name in {"wagtailadmin_api:images:detail", "wagtailadmin_api:documents:detail"}


def attempt(client, case, pattern):
    """Give what is wrong with the answer, or nothing."""
    with transaction.atomic():
        response = case.send(client)
        # Somebody with a role is led from the editor of a translation to its desk.
        if response.status_code == 302 and DESK.match(response["Location"]):
            response = client.get(response["Location"])
    if shows_secret(response):
        return f"{case}: shows what is hidden, {response.status_code}"
    if pattern.arguments and not READABLE.match(pattern.name) and not is_refused(response, case):
        return f"{case}: {response.status_code} {response.headers.get('Location', '')}"
    return ""


def guilty(client, found, before):
    """Find an attempt that changes something, by halves."""
    while len(found) > 1:
        half = found[: len(found) // 2]
        sid = transaction.savepoint()
        for case in half:
            case.send(client)
        after = tables()
        transaction.savepoint_rollback(sid)
        found = half if after != before else found[len(half) :]
    return found[0]


@pytest.mark.once
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_centre_is_shown_or_changed(client, world, before, role, group):
    client.force_login(world.users[role])
    client.raise_request_exception = False
    mine = [pattern for pattern in PATTERNS if group_of(pattern) == group]
    tried = [(case, pattern) for pattern in mine for case in cases(pattern, world, "Paris", role)]

    sid = transaction.savepoint()
    tried = [(case, pattern) for case, pattern in tried if not is_allowed(case, pattern)]
    wrong = [problem for case, pattern in tried if (problem := attempt(client, case, pattern))]
    after = tables()
    transaction.savepoint_rollback(sid)

    if after != before:
        names = [name for name in after if after[name] != before[name]]
        case = guilty(client, [case for case, _pattern in tried], before)
        wrong.append(f"{case} changes {names}")
    assert not wrong, "\n".join(wrong)


def test_every_address_is_described(world):
    assert unknown(world) == []


def test_there_are_thousands_of_attempts(world):
    number = {
        role: sum(len(cases(pattern, world, "Paris", role)) for pattern in PATTERNS)
        for role in ROLES
    }

    print(number)  # noqa: T201 - what a reader of the test wants to know
    # More with each address that is added; fewer only if a rule above is lost.
    assert min(number.values()) >= 1000
