"""Content of other sites, named by its address; this project never fetches it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.graphql.fields import GraphQLString, register_streamfield_block

# Hosts whose players may be shown, unless the setting EMBED_HOSTS lists others.
DEFAULT_EMBED_HOSTS = (
    "www.youtube.com",
    "youtube.com",
    "youtu.be",
    "www.youtube-nocookie.com",
    "vimeo.com",
    "player.vimeo.com",
    "www.dailymotion.com",
    "www.openstreetmap.org",
)


def validate_embed_url(value: str) -> None:
    """Allow https addresses of the listed hosts only."""
    hosts = getattr(settings, "EMBED_HOSTS", DEFAULT_EMBED_HOSTS)
    try:
        parts = urlsplit(value)
        is_allowed = (
            parts.scheme == "https" and parts.hostname in hosts and parts.port in {None, 443}
        )
    except ValueError:
        is_allowed = False
    if not is_allowed or "@" in parts.netloc:
        raise ValidationError(
            gettext("Give an https:// address of one of these sites: %(hosts)s."),
            code="embed_host",
            params={"hosts": ", ".join(hosts)},
        )


@register_streamfield_block
class EmbedBlock(blocks.StructBlock):
    """A video, map or the like on another site."""

    url = blocks.URLBlock(
        label=_("Address"),
        max_length=2000,
        validators=[validate_embed_url],
        help_text=_("The address of the video or map, as the browser shows it."),
    )
    title = blocks.CharBlock(
        max_length=255,
        label=_("Title"),
        help_text=_("What it is, for those who do not see it, or do not load it."),
    )

    graphql_fields = [
        GraphQLString("url", required=True, description="The address of the content."),
        GraphQLString("title", required=True, description="What the content is."),
    ]

    class Meta:
        """How editors see it."""

        icon = "media"
        label = _("Video or map")
        label_format = _("Video or map: {title}")
        description = _("A video, map or the like on another site.")
        preview_value = {"url": "https://vimeo.com/1", "title": "Opening address"}
