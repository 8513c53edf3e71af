"""An operation that takes all its time: an answer that says so, and nothing of ours."""

QUERY = {"query": "{ site { name } locales { code } }"}


def test_operation_without_time_left_is_told_to_come_back(site, client, settings):
    settings.GRAPHQL_TIMEOUT = 0

    response = client.post("/graphql/", QUERY, content_type="application/json")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "data" not in response.json()
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == [
        "UNAVAILABLE",
        "UNAVAILABLE",
    ]
    assert {error["message"] for error in response.json()["errors"]} == {
        "This took longer than it may. Ask for less at once, or try again shortly."
    }
