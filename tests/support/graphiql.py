"""The examples that GraphiQL opens with."""

import json

from cms.graphql.graphiql import EXAMPLES

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.graphql"))


def example(name: str) -> tuple[str, dict]:
    """Give an example and its variables."""
    variables = EXAMPLES / f"{name}.json"
    text = (EXAMPLES / f"{name}.graphql").read_text(encoding="utf-8")
    return text, json.loads(variables.read_text(encoding="utf-8")) if variables.exists() else {}
