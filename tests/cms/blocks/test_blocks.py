"""Blocks: what they refuse, and what they let pass for drafts."""

import pytest
from django.core.exceptions import ValidationError
from grapple.helpers import streamfield_types

from cms.blocks.body import BodyStreamBlock
from cms.blocks.embeds import EmbedBlock, validate_embed_url
from cms.blocks.links import ButtonBlock, validate_external_url
from cms.blocks.media import ImageBlock
from cms.blocks.text import RICH_TEXT_FEATURES
from home.blocks import MenuStreamBlock
from tests.factories import DocumentFactory, ImageFactory, StandardPageFactory


def codes(error):
    return {name: e.error_list[0].code for name, e in error.value.block_errors.items()}


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "HTTPS://example.org/a?b=c#d",
        "http://example.org:8080/",
        "https://موقع.وزارة-الاتصالات.مصر/",
        "mailto:miti@example.org",
        "mailto:miti@example.org?subject=Session",
        "tel:+33177497632",
        "tel:+33 1 77 49 76 32",
    ],
)
def test_external_address_is_accepted(address):
    validate_external_url(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "/admin/",
        "example.org",
        "https://",
        "https://exa mple.org/",
        "https://example.org/\r\nSet-Cookie: a=b",
        "https://example.org/\u202egpj",
        "mailto:",
        "mailto:a@example.org\nBcc: b@example.org",
        "tel:alert(1)",
        "tel:",
        "https:javascript:alert(1)",
    ],
)
def test_other_address_is_refused(address):
    with pytest.raises(ValidationError) as error:
        validate_external_url(address)

    assert error.value.code == "external_url"


@pytest.mark.django_db
class TestButton:
    """A button leads to one target."""

    def button(self, **targets):
        block = ButtonBlock()
        return block, block.to_python(
            {"label": "Read", "page": None, "url": "", "document": None, **targets}
        )

    def test_each_target_alone_is_accepted(self):
        targets = {
            "page": StandardPageFactory().pk,
            "url": "https://example.org/",
            "document": DocumentFactory().pk,
        }
        for name, value in targets.items():
            block, button = self.button(**{name: value})

            assert block.clean(button).kind == name

    def test_no_target_is_refused(self):
        block, button = self.button()

        with pytest.raises(ValidationError) as error:
            block.clean(button)

        assert codes(error) == {"page": "target"}

    def test_draft_needs_neither_target_nor_label(self):
        stream = BodyStreamBlock()
        value = stream.to_python([{"type": "button", "value": {"label": "", "page": None}}])

        cleaned = stream.clean_deferred(value)

        assert cleaned[0].value.kind is None

    def test_two_targets_are_refused_even_in_drafts(self):
        block, button = self.button(url="https://example.org/", page=StandardPageFactory().pk)

        for clean in (block.clean, block.clean_deferred):
            with pytest.raises(ValidationError) as error:
                clean(button)
            assert codes(error) == {"page": "targets", "url": "targets"}

    def test_script_is_refused(self):
        block, button = self.button(url="javascript:alert(1)")

        with pytest.raises(ValidationError) as error:
            block.clean(button)

        assert codes(error) == {"url": "external_url"}


@pytest.mark.django_db
class TestImage:
    """An image needs a text or the mark."""

    def image(self, **values):
        block = ImageBlock()
        return block, block.to_python({"image": ImageFactory().pk, **values})

    @pytest.mark.parametrize("values", [{"alt": "جسر فوق نهر"}, {"decorative": True}])
    def test_text_or_mark_is_enough(self, values):
        block, value = self.image(**values)

        block.clean(value)

    @pytest.mark.parametrize("alt", ["", "   ", None])
    def test_neither_is_refused(self, alt):
        block, value = self.image(alt=alt)

        with pytest.raises(ValidationError) as error:
            block.clean(value)

        assert codes(error) == {"alt": "alt_text"}

    def test_draft_may_lack_it(self):
        block, value = self.image()

        block.clean_deferred(value)


class TestEmbed:
    """Only listed sites, only over https; nothing is fetched."""

    @pytest.mark.parametrize(
        "address", ["https://vimeo.com/1", "https://www.youtube.com:443/watch?v=x"]
    )
    def test_listed_site_is_accepted(self, address):
        validate_embed_url(address)

    @pytest.mark.parametrize(
        "address",
        [
            "http://vimeo.com/1",
            "https://vimeo.com.example.org/1",
            "https://example.org/vimeo.com",
            "https://vimeo.com@example.org/",
            "https://user@vimeo.com/",
            "https://vimeo.com:8443/",
            "https://[::1",
            "https://vimeo.com:port/",
            "//vimeo.com/1",
            "javascript:vimeo.com",
            "",
        ],
    )
    def test_other_is_refused(self, address):
        with pytest.raises(ValidationError) as error:
            validate_embed_url(address)

        assert error.value.code == "embed_host"

    def test_list_is_a_setting(self, settings):
        settings.EMBED_HOSTS = ["video.example.org"]

        validate_embed_url("https://video.example.org/1")
        with pytest.raises(ValidationError):
            validate_embed_url("https://vimeo.com/1")

    def test_title_is_needed(self):
        block = EmbedBlock()

        with pytest.raises(ValidationError) as error:
            block.clean(block.to_python({"url": "https://vimeo.com/1", "title": ""}))

        assert set(error.value.block_errors) == {"title"}


def all_blocks(block):
    yield block
    children = getattr(block, "child_blocks", {}).values()
    child = getattr(block, "child_block", None)
    for inner in [*children, *([child] if child else [])]:
        yield from all_blocks(inner)


def test_every_block_of_a_body_is_in_the_api_with_described_fields():
    registered = {entry["cls"] for entry in streamfield_types}
    body = BodyStreamBlock()
    ours = {type(block) for block in all_blocks(body) if hasattr(type(block), "graphql_fields")}

    assert {type(block) for block in body.child_blocks.values()} <= ours <= registered
    for block in ours:
        for field in block.graphql_fields:
            assert field.description, (block, field.field_name)


def test_every_block_says_to_editors_what_it_is():
    for name, block in BodyStreamBlock().child_blocks.items():
        assert block.meta.icon != "placeholder", name
        assert block.meta.description, name
        assert block.meta.group, name


def test_running_text_has_no_pictures_embeds_or_large_headings():
    assert not {"image", "embed", "h1", "h2", "code"} & set(RICH_TEXT_FEATURES)


def test_menus_have_two_levels():
    item = MenuStreamBlock().child_blocks["item"]
    child = item.child_blocks["children"].child_block

    assert "children" not in child.child_blocks
