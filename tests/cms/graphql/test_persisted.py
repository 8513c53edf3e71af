"""Documents by hash: registered ones, and those that clients have sent before."""

import json
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from cms.graphql import persisted
from cms.graphql.models import TrustedDocument
from cms.graphql.persisted import AUTOMATIC_MAX_TEXT, AUTOMATIC_PLACES, sha256_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.small_api")]

TEXT = "query Q($n: Int!) { double(number: $n) }"
REAL = "{ locales { code } }"


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch):
    monkeypatch.setattr(persisted, "FRESH", 0)


@pytest.fixture
def trusted():
    return TrustedDocument.objects.create(
        sha256=sha256_of(TEXT), text=TEXT, client="website", version="1", file_name="q.graphql"
    )


def post(**body):
    return Client().post("/graphql/", json.dumps(body), content_type="application/json").json()


def get(**parameters):
    return Client().get("/graphql/", parameters).json()


def automatic(name, version=1):
    return {"persistedQuery": {"version": version, "sha256Hash": name}}


def code(answer):
    assert "data" not in answer
    return answer["errors"][0]["extensions"]["code"]


# --- Trusted documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "sha256:"])
def test_registered_document_is_run_by_its_hash(trusted, prefix):
    name = prefix + trusted.sha256

    assert post(documentId=name, variables={"n": 4}) == {"data": {"double": 8}}
    assert get(documentId=name, variables='{"n": 5}') == {"data": {"double": 10}}


def test_unknown_and_revoked_documents_answer_alike(trusted):
    revoked = trusted.sha256
    TrustedDocument.objects.update(revoked_at="2026-01-01T00:00:00Z")

    assert code(post(documentId=revoked)) == "PERSISTED_QUERY_NOT_FOUND"
    assert code(post(documentId="0" * 64)) == "PERSISTED_QUERY_NOT_FOUND"


def test_revocation_of_one_version_leaves_another(trusted):
    TrustedDocument.objects.create(
        sha256=trusted.sha256, text=TEXT, client="app", version="2", file_name="q.graphql"
    )
    call_command("trusted_documents", "revoke", client="website", release="1", stdout=StringIO())

    assert post(documentId=trusted.sha256, variables={"n": 1}) == {"data": {"double": 2}}


@pytest.mark.parametrize("name", ["", "x", "g" * 64, "0" * 63, "sha256:", "md5:" + "0" * 64, "é"])
def test_what_is_no_hash_is_refused(name):
    assert code(post(documentId=name)) == "BAD_USER_INPUT"


@pytest.mark.parametrize("body", [{"documentId": 1}, {"documentId": "0" * 64, "query": TEXT}, {}])
def test_one_document_is_asked_for(body):
    assert code(post(**body)) == "BAD_USER_INPUT"


def test_a_known_document_is_read_once_while_it_is_fresh(
    trusted, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(persisted, "FRESH", 60)
    documents = persisted.PersistedDocuments()
    asked = persisted_request(document_id=trusted.sha256)

    with django_assert_num_queries(1):
        assert [documents.text_of(asked) for _ in range(3)] == [TEXT] * 3


def persisted_request(**values):
    from cms.graphql.requests import GraphQLRequest  # slow import

    return GraphQLRequest(**{"query": None, **values})


class TestTrustedOnly:
    @pytest.fixture(autouse=True)
    def _mode(self, settings):
        settings.GRAPHQL_TRUSTED_DOCUMENTS_ONLY = True

    def test_any_other_document_is_refused(self):
        assert code(post(query="{ echo }")) == "FORBIDDEN"
        assert code(get(query="{ __typename }")) == "FORBIDDEN"

    def test_registered_document_may_be_sent_as_text(self, trusted):
        assert post(query=TEXT, variables={"n": 2}) == {"data": {"double": 4}}

    def test_nothing_is_stored_or_found_automatically(self):
        name = sha256_of("{ echo }")
        cache.set(f"graphql-document:{int(name[:8], 16) % AUTOMATIC_PLACES}", "{ echo }")

        assert code(post(query="{ echo }", extensions=automatic(name))) == "FORBIDDEN"
        assert code(post(extensions=automatic(name))) == "PERSISTED_QUERY_NOT_FOUND"

    def test_registered_document_is_run_by_the_hash_that_clients_of_apollo_send(self, trusted):
        extensions = automatic(sha256_of(TEXT))

        assert post(extensions=extensions, variables={"n": 2}) == {"data": {"double": 4}}


# --- Automatic persisted queries --------------------------------------------------------------------


def test_document_is_known_once_it_was_sent_with_its_hash():
    name = sha256_of("{ double(number: 3) }")
    assert code(post(extensions=automatic(name))) == "PERSISTED_QUERY_NOT_FOUND"

    assert post(query="{ double(number: 3) }", extensions=automatic(name))["data"] == {"double": 6}

    assert post(extensions=automatic(name))["data"] == {"double": 6}
    assert get(extensions=json.dumps(automatic(name)))["data"] == {"double": 6}


def test_wrong_hash_stores_nothing():
    name = sha256_of("{ double(number: 3) }")

    assert code(post(query="{ echo }", extensions=automatic(name))) == "BAD_USER_INPUT"

    assert code(post(extensions=automatic(name))) == "PERSISTED_QUERY_NOT_FOUND"


def test_what_somebody_else_put_into_the_cache_is_not_run():
    name = sha256_of("{ double(number: 3) }")
    cache.set(f"graphql-document:{int(name[:8], 16) % AUTOMATIC_PLACES}", "{ echo }")

    assert code(post(extensions=automatic(name))) == "PERSISTED_QUERY_NOT_FOUND"


def test_places_are_bounded():
    texts = [f"query Q{number} {{ double(number: 1) }}" for number in range(3 * AUTOMATIC_PLACES)]

    places = {int(sha256_of(text)[:8], 16) % AUTOMATIC_PLACES for text in texts}

    assert len(places) <= AUTOMATIC_PLACES
    assert min(places) >= 0


def test_long_text_is_run_and_not_kept():
    text = "{ double(number: 3) }" + " " * AUTOMATIC_MAX_TEXT
    name = sha256_of(text)

    assert post(query=text, extensions=automatic(name))["data"] == {"double": 6}

    assert code(post(extensions=automatic(name))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "extension",
    [
        1,
        {},
        {"version": 1},
        {"version": 2, "sha256Hash": "0" * 64},
        {"version": 1, "sha256Hash": 5},
    ],
)
def test_malformed_extension_is_refused(extension):
    assert (
        code(post(query="{ echo }", extensions={"persistedQuery": extension})) == "BAD_USER_INPUT"
    )


# --- The command ------------------------------------------------------------------------------------


def run(*arguments, **options):
    out = StringIO()
    call_command("trusted_documents", *arguments, **options, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "locales.graphql").write_text(REAL, encoding="utf-8")
    (tmp_path / "site.graphql").write_text("{ site { name } }", encoding="utf-8")
    return tmp_path


def test_folder_is_registered_once(folder):
    for _ in range(2):
        printed = run("register", str(folder), client="website", release="1")

    assert printed.splitlines() == [
        f"{sha256_of(REAL)}  pages/locales.graphql",
        f"{sha256_of('{ site { name } }')}  site.graphql",
        "2 documents of website 1 are registered.",
    ]
    assert TrustedDocument.objects.count() == 2
    assert run("list").startswith("website 1  2  20")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{ nothing }", "bad.graphql: Cannot query field 'nothing' on type 'Query'"),
        (b"{", "bad.graphql: Syntax Error"),
        (b"\xff", "bad.graphql: the file is not UTF-8"),
    ],
)
def test_one_bad_file_registers_nothing(folder, content, reason):
    (folder / "bad.graphql").write_bytes(content)

    with pytest.raises(CommandError, match=reason.replace("(", r"\(")):
        run("register", str(folder), client="website", release="1")

    assert TrustedDocument.objects.count() == 0


def test_what_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"no file \*\.graphql"):
        run("register", str(tmp_path), client="website", release="1")
    with pytest.raises(CommandError, match="No document of website 9"):
        run("revoke", client="website", release="9")


def test_revoked_version_can_be_registered_again(folder):
    run("register", str(folder), client="website", release="1")
    run("revoke", client="website", release="1")
    assert run("list") == ""

    run("register", str(folder), client="website", release="1")

    assert TrustedDocument.objects.filter(revoked_at=None).count() == 2
