"""GraphQL over HTTP as the package graphql-http sees it: its audits, against the server we ship."""

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "support" / "graphql_http"


@pytest.fixture
def audits(tmp_path):
    """Install the package; skip where there is no Node.js, fail in CI, where there must be."""
    if not (shutil.which("node") and shutil.which("npm")):
        message = "Node.js and npm are not installed (Debian: nodejs, npm)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    folder = shutil.copytree(PACKAGE, tmp_path / "audits")
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True, timeout=300)
    return folder / "audits.mjs"


def test_every_audit_is_passed_without_a_warning(address, audits):
    host, port = address
    command = ["node", audits.name, f"http://{host}:{port}/graphql/"]
    printed = subprocess.run(
        command, cwd=audits.parent, check=True, timeout=120, capture_output=True, text=True
    )

    results = json.loads(printed.stdout)
    assert [result for result in results if result["status"] != "ok"] == []
    assert Counter(result["status"] for result in results) == {"ok": 61}
