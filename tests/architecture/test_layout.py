"""Names and sizes of modules: what nobody can guess or read in one go does not pass."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bench", "cms", "home", "events", "organizations", "releases", "translations")
BANNED = {"utils", "helpers", "common", "core", "misc", "mixins2"}
BANNED_PREFIX = "base_"
MODULE_LIMIT = 400
TEST_LIMIT = 500

# Migrations are generated; their length says nothing.
MODULES = sorted(
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))


def names_of(path):
    return {path.stem, *path.parent.parts}


def lines_of(path):
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_module_has_a_name_that_says_something(path):
    names = names_of(path)

    assert names & BANNED == set()
    assert [name for name in names if name.startswith(BANNED_PREFIX)] == []


@pytest.mark.parametrize(
    ("path", "limit"),
    [*((path, MODULE_LIMIT) for path in MODULES), *((path, TEST_LIMIT) for path in TESTS)],
    ids=str,
)
def test_module_is_short_enough_to_read(path, limit):
    assert lines_of(path) <= limit


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=str)
def test_package_has_a_front_door_without_logic(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)

    assert ast.get_docstring(tree)
    assert [node.lineno for node in tree.body if not isinstance(node, allowed)] == []


REASONS = ("app ready", "slow import", "optional dependency")


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_import_in_a_function_says_why(path):
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    functions = [
        node
        for node in ast.walk(ast.parse("\n".join(lines)))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    imports = {
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }

    unexplained = [
        line
        for number in sorted(imports)
        if not any(reason in (line := lines[number - 1]) for reason in REASONS)
    ]
    assert unexplained == []


def test_the_modules_are_found():
    assert Path("cms/settings/base.py") in MODULES
    assert Path("tests/architecture/test_layout.py") in TESTS
