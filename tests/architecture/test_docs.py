"""Documentation that cannot fall behind: its links, its commands and its make targets exist."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT) for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", flags=re.DOTALL)
MAKE = re.compile(r"(?:^|`)make ([a-z-]+)", flags=re.MULTILINE)
MANAGE = re.compile(r"manage\.py ([a-z_]+)")


def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


def anchors_of(path):
    """The anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ +(.+)$", CODE.sub("", text_of(path)), flags=re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def broken_links(path):
    broken = []
    for target in LINK.findall(CODE.sub("", text_of(path))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        linked = (ROOT / path).parent / file if file else ROOT / path
        if not linked.exists() or (anchor and anchor not in anchors_of(linked)):
            broken.append(target)
    return broken


def make_targets():
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_links_resolve(path):
    assert broken_links(path) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_pictures_exist_and_have_a_text(path):
    for text, target in IMAGE.findall(CODE.sub("", text_of(path))):
        assert text
        assert ((ROOT / path).parent / target).exists()


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_commands_exist(path):
    assert set(MAKE.findall(text_of(path))) - make_targets() == set()
    assert set(MANAGE.findall(text_of(path))) - set(get_commands()) == set()


def test_help_lists_at_most_a_dozen_targets():
    documented = re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), flags=re.MULTILINE)

    assert "help" in documented
    assert len(documented) <= 12


def test_a_broken_link_would_be_found(tmp_path):
    document = tmp_path / "a.md"
    document.write_text("# One heading\n[ok](#one-heading) [bad](missing.md) [bad](#two)\n")

    assert broken_links(document) == ["missing.md", "#two"]
