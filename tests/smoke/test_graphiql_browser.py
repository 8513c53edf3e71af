"""GraphiQL in a real browser."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.xdist_group("browser")]

VARIABLES = (
    "return document.querySelector('.graphiql-editor-tool .CodeMirror')?.CodeMirror.getValue()"
)


def test_first_example_opens_with_its_variables(browser, settings):
    settings.GRAPHIQL = True

    for _ in range(2):
        browser.driver.get(f"{browser.base_url}/graphql/")
        variables = browser.wait(lambda: browser.run(VARIABLES))

        assert json.loads(variables) == {"locale": "FR"}
        assert len(browser.find_all(".graphiql-tab")) == 6
