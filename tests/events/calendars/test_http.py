"""Calendars over HTTP: what is asked, what is answered, and what is hidden."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.calendars import views
from tests.factories import day_block, slot_block, uid_of

FIRST = date(2027, 6, 22)


@pytest.fixture
def session(make_session):
    return make_session(
        [day_block(FIRST), slot_block("A", "09:00", "10:00")], start_date=FIRST, end_date=FIRST
    )


@pytest.fixture
def path(session):
    return f"sessions/{session.translation_key}.ics"


def test_headers(get, path, session):
    response = get(path)

    assert response["Content-Disposition"] == (
        f'attachment; filename="session-{session.translation_key}.ics"'
    )
    assert response["Cache-Control"] == "no-cache"
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_what_a_client_has_already_is_not_sent_again(get, path, session):
    etag = get(path)["ETag"]
    again = get(path, if_none_match=etag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert get(path, if_none_match=f"W/{etag}").status_code == 304
    session.title = "Another"
    session.save_revision().publish()
    assert get(path, if_none_match=etag).status_code == 200


def test_compressed_for_who_accepts_it(get, path):
    response = get(path, accept_encoding="gzip")

    assert response["Content-Encoding"] == "gzip"
    assert response["ETag"].startswith('W/"')


def test_head_is_get_without_a_body(get, path):
    response = Client().head(f"/calendar/{path}")

    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == get(path)["ETag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(path, method):
    client = Client(enforce_csrf_checks=True)
    response = client.generic(method, f"/calendar/{path}")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_options_tell_the_methods(path):
    response = Client().options(f"/calendar/{path}")

    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "query",
    ["locale=xx", "locale=", "locale=FR", "locale=%00", "locale=en%0d%0aX:y", "site=elsewhere",
     "site=%00", "locale=" + "a" * 5000],
)  # fmt: skip
def test_what_there_is_not_is_a_coded_error(get, path, query):
    response = get(f"{path}?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def hide(session, how):
    if how == "draft":
        session.live = False
        session.save()
    elif how == "private":
        PageViewRestriction.objects.create(page=session, restriction_type="login")
    elif how == "private above":
        PageViewRestriction.objects.create(page=session.get_parent(), restriction_type="login")


@pytest.mark.parametrize("how", ["draft", "private", "private above", "expired", "scheduled"])
def test_what_was_never_public_is_answered_as_what_does_not_exist(get, network, make_session, how):
    values = {
        "draft": {"live": False},
        "expired": {"expire_at": timezone.now() - timedelta(days=1)},
        "scheduled": {"live": False, "go_live_at": timezone.now() + timedelta(days=1)},
    }.get(how, {})
    if how.startswith("private"):
        parent = network.trainings
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
    session = make_session(
        [day_block(FIRST), slot_block("A", "09:00", speakers=[network.anna])],
        start_date=FIRST,
        end_date=FIRST,
        **values,
    )
    if how == "private":
        PageViewRestriction.objects.all().delete()
        session.delete()
        session = make_session([], live=False, start_date=FIRST, end_date=FIRST)
        PageViewRestriction.objects.create(page=session, restriction_type="login")
        session.save_revision().publish()

    def told(path):
        response = get(path)
        answer = response.json()
        answer["errors"][0]["extensions"].pop("requestId")
        return response.status_code, answer, sorted(response.headers)

    nowhere = told(f"sessions/{uuid.uuid4()}.ics")
    assert nowhere[0] == 404
    assert told(f"sessions/{session.translation_key}.ics") == nowhere
    slot = f"sessions/{session.translation_key}/slots/{uid_of('slot A')}.ics"
    assert told(slot) == nowhere
    key = session.translation_key.hex.encode()
    assert key not in get("all.ics").content
    assert key not in get(f"people/{network.anna.translation_key}.ics").content


def test_what_has_expired_is_left_out_until_that_is_written(get, session, path):
    session.expire_at = timezone.now() + timedelta(hours=1)
    session.save()
    type(session).objects.filter(pk=session.pk).update(expire_at=timezone.now())

    assert get(path).status_code == 404
    assert session.translation_key.hex.encode() not in get("all.ics").content


def test_unknown_slot_is_none(get, session):
    response = get(f"sessions/{session.translation_key}/slots/{uuid.uuid4()}.ics")

    assert response.status_code == 404


@override_settings(GRAPHQL_RATE_LIMIT=100, RATE_LIMIT_EXEMPT=[], REDIS_URL="")
def test_who_asks_too_much_is_told_when_to_come_back(get, path, monkeypatch):
    monkeypatch.setattr(views, "_rates", [])
    get(path)
    response = get(path)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert response.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


def test_moment_of_the_first_publication_is_kept(session_feed, session):
    created = {event["CREATED"] for event in session_feed(session).values()}

    assert created <= {datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%SZ")} or len(created) == 1
