"""Pinned libraries: they satisfy pyproject.toml, carry hashes, and are patched."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FILES = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-dev.txt": [
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["dev"],
    ],
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)((?:.*\\\n)*.*)", flags=re.MULTILINE)

# First releases without the weaknesses that were known when this project began (R36).
PATCHED = {
    "django": "5.2.19",
    "wagtail": "8.0.1",
    "graphql-core": "3.2.14",
    "pillow": "13.0.0",
    "gunicorn": "27.0.1",
    "wagtail-localize": "1.14.5",
}


def pins(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    return {name.lower(): Version(number) for name, number, _ in PIN.findall(text)}


@pytest.mark.parametrize("file", FILES)
def test_pins_satisfy_the_ranges_of_pyproject(file):
    pinned = pins(file)
    wanted = [Requirement(line) for line in FILES[file]]

    assert [str(want) for want in wanted if pinned[want.name.lower()] not in want.specifier] == []


@pytest.mark.parametrize("file", FILES)
def test_every_pin_has_a_hash_and_no_index_is_named(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    entries = PIN.findall(text)

    assert len(entries) > 50
    assert [name for name, _, rest in entries if "--hash=sha256:" not in rest] == []
    assert re.findall(r"--(?:extra-)?(?:index-url|find-links)|https?:", text) == []


def test_development_has_the_versions_of_production():
    production = pins("requirements.txt")
    development = pins("requirements-dev.txt")

    assert {name: development.get(name) for name in production} == production


@pytest.mark.parametrize(("name", "patched"), PATCHED.items())
def test_library_is_patched_where_it_is_pinned_and_where_tests_run(name, patched):
    assert pins("requirements.txt")[name] >= Version(patched)
    assert Version(version(name)) >= Version(patched)
