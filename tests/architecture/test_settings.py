"""Environment variables: the code, the example and the documentation name the same ones."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = sorted((ROOT / "cms" / "settings").glob("*.py"))
READ = re.compile(
    r'\benv(?:\.\w+)?\(\s*"([A-Z0-9_]+)"|\bos\.environ(?:\.get\(|\[)\s*"([A-Z0-9_]+)"'
)


def in_code():
    return {
        first or second
        for path in SETTINGS
        for first, second in READ.findall(path.read_text(encoding="utf-8"))
    }


def in_example():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE)


def in_documentation():
    text = (ROOT / "docs" / "operators" / "settings.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([A-Z0-9_]+)` \|", text, flags=re.MULTILINE)


def test_code_reads_variables():
    assert {"SECRET_KEY", "DATABASE_URL", "SECURE_HSTS_SECONDS"} <= in_code()


def test_example_has_each_variable_once():
    assert sorted(in_example()) == sorted(in_code())


def test_documentation_has_each_variable_once():
    assert sorted(in_documentation()) == sorted(in_code())


@pytest.mark.parametrize(
    "package", ["cms", "home", "events", "organizations", "releases", "translations"]
)
def test_environment_is_read_in_settings_only(package):
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b|\benviron\.Env\b", path.read_text(encoding="utf-8"))
        and path not in SETTINGS
    ]

    assert readers == (["cms/wsgi.py"] if package == "cms" else [])
