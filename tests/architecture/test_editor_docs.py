"""What the how-tos for editors and translators print in bold is written so in the admin."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cms", "home", "events", "organizations", "releases", "translations")
CATALOGUES = ("wagtail", "wagtail_localize")
FOLDERS = ("editors", "translators")
DOCUMENTS = sorted(path for name in FOLDERS for path in (ROOT / "docs" / name).glob("*.md"))
BOLD = re.compile(r"\*\*(.+?)\*\*", flags=re.DOTALL)
TAG = re.compile(r"""{%-?\s*trans(?:late)?\s+["'](.+?)["']""")
MESSAGE = re.compile(r'^msgid (".*"(?:\n".*")*)$', flags=re.MULTILINE)
TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext"}


def name_of(function):
    return getattr(function, "id", getattr(function, "attr", ""))


def marked_texts(path):
    """The texts that a module marks for translation."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and name_of(node.func) in TRANSLATING:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def catalogue_texts(package):
    """The English texts of an installed package."""
    folder = Path(find_spec(package).origin).parent
    for path in folder.rglob("locale/en/LC_MESSAGES/django*.po"):
        for message in MESSAGE.findall(path.read_text(encoding="utf-8")):
            yield "".join(ast.literal_eval(line) for line in message.splitlines())


def plain(text):
    return " ".join(text.split()).casefold()


@pytest.fixture(scope="module")
def labels():
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            found.update(map(plain, marked_texts(path)))
        for path in (ROOT / package).rglob("*.html"):
            found.update(map(plain, TAG.findall(path.read_text(encoding="utf-8"))))
    for package in CATALOGUES:
        found.update(map(plain, catalogue_texts(package)))
    return found


def unknown(text, labels):
    return [label for label in BOLD.findall(text) if plain(label) not in labels]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_bold_words_are_labels_of_the_admin(path, labels):
    assert unknown(path.read_text(encoding="utf-8"), labels) == []


def test_a_label_that_nothing_has_would_be_found(labels):
    text = "Choose **Save\ndraft**, then **Make it all better**."

    assert unknown(text, labels) == ["Make it all better"]


@pytest.mark.parametrize(
    "folder", ["editors", "translators", "front-end", "operators", "developers"]
)
def test_index_leads_to_every_document(folder):
    pages = {path.name for path in (ROOT / "docs" / folder).glob("*.md")}
    index = (ROOT / "docs" / folder / "index.md").read_text(encoding="utf-8")

    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", index))
    assert linked == pages - {"index.md"}
