"""Images with their alternative texts, renditions, and documents."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.models import Locale

from .samples import SampleMixin
from .uploads import check_document, check_picture

if TYPE_CHECKING:
    from collections.abc import Collection


# What decides how the renditions of an image look.
PICTURE_FIELDS = (
    "file",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)


FOCUS_FIELDS = PICTURE_FIELDS[1:]


@lru_cache(maxsize=4096)
def _focal_point_key(filter_spec: str, focus: tuple[int | None, ...]) -> str:
    """Ask Wagtail, which parses the specification each time."""
    values = dict(zip(FOCUS_FIELDS, focus, strict=True))
    return Filter(spec=filter_spec).get_cache_key(SimpleNamespace(**values))


class Image(SampleMixin, AbstractImage):
    """A picture, with a text for those who do not see it, or the mark that it needs none.

    The mark is called `is_decorative` because Wagtail's image class sets an attribute `decorative`
    on each object, for the block that shows it.
    """

    alt_text = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_(
            "What the image shows, in the site's main language. Needed before a page goes live."
        ),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The image says nothing that the text does not say: readers may skip it."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made it, and under which licence."),
    )
    # A tiny picture as a `data:` URI; made with the renditions.
    placeholder = models.TextField(blank=True, editable=False)
    tags = TaggableManager(blank=True, related_name="media_images", verbose_name=_("tags"))

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "is_decorative",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        """A name of its own for the way back, because Wagtail's image class has the same name."""

        default_related_name = "media_images"
        # Files are found by their name when they are served.
        indexes = [models.Index(fields=["file"], name="media_image_by_file")]
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check the fields, and a new file by its content."""
        super().clean_fields(exclude=exclude)
        if "file" not in (exclude or ()) and self.file and not self.file._committed:  # noqa: SLF001 - Django's only sign of a new file
            try:
                check_picture(self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and have renditions made once the change is stored, if the picture changed."""
        is_changed = self._picture() != self._stored_picture()
        if is_changed:
            self.placeholder = ""
        super().save(*args, **kwargs)
        if is_changed:
            transaction.on_commit(self._enqueue_renditions)

    def _enqueue_renditions(self) -> None:
        from .tasks import make_renditions  # app ready: the task needs this model

        make_renditions.enqueue(self.pk)

    def _picture(self) -> tuple[Any, ...]:
        return tuple(str(getattr(self, name)) for name in PICTURE_FIELDS)

    def _stored_picture(self) -> tuple[Any, ...] | None:
        row = type(self).objects.filter(pk=self.pk).values_list(*PICTURE_FIELDS).first()
        return row and tuple(str(value) for value in row)

    def focal_point_key(self, filter_spec: str) -> str:
        """Name the part of the focal point in a rendition's identity."""
        focus = tuple(getattr(self, name) for name in FOCUS_FIELDS)
        return _focal_point_key(filter_spec, focus)

    @property
    def default_alt_text(self) -> str:
        """Give the text that Wagtail proposes where the image is placed."""
        return self.alt_text

    @cached_property
    def alt_by_locale(self) -> dict[int, str]:
        """Give the alternative texts by locale; one statement per image, or a prefetched list."""
        return {alt.locale_id: alt.text for alt in self.alt_texts.all()}

    def alt_for(self, locale_id: int, default_id: int | None = None) -> str:
        """Give the alternative text in a language; "" for a decorative image or a missing text.

        Whoever asks for many images gives the default locale, which is looked up else.
        """
        if self.is_decorative:
            return ""
        own = self.alt_by_locale.get(locale_id, "")
        if own or not self.alt_text:
            return own
        return self.alt_text if locale_id == (default_id or Locale.get_default().pk) else ""

    def has_alt(self, locale_id: int, default_id: int | None = None) -> bool:
        """Say whether a page in this language may show the image."""
        return self.is_decorative or bool(self.alt_for(locale_id, default_id).strip())

    def missing_alt_error(self) -> ValidationError:
        """Say what is missing before a page with this image goes live."""
        return ValidationError(
            gettext(
                "The image “%(title)s” has no alternative text in this language. "
                "Add one, or mark the image as decorative."
            ),
            code="alt_text",
            params={"title": self.title},
        )


class ImageAltText(models.Model):
    """The alternative text of an image in one language."""

    part_of = "image"

    image = models.ForeignKey(
        Image, on_delete=models.CASCADE, related_name="alt_texts", verbose_name=_("image")
    )
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    text = models.CharField(_("alternative text"), max_length=255)

    class Meta:
        """One text per image and language."""

        verbose_name = _("alternative text")
        verbose_name_plural = _("alternative texts")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "locale"], name="media_one_alt_text_per_locale"
            )
        ]

    def __str__(self) -> str:
        """Show the text."""
        return self.text


class Rendition(AbstractRendition):
    """A picture at one size and in one format."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        """One rendition per image and filter."""

        unique_together = (("image", "filter_spec", "focal_point_key"),)
        # Files are found by their name when they are served.
        indexes = [models.Index(fields=["file"], name="media_rendition_by_file")]


class Document(SampleMixin, AbstractDocument):
    """A file to download, for all languages or for one."""

    locale = models.ForeignKey(
        Locale,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("language"),
        help_text=_("Only if the file is for readers of one language."),
    )
    tags = TaggableManager(blank=True, related_name="media_documents", verbose_name=_("tags"))

    admin_form_fields = ("title", "file", "locale", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        """A name of its own for the way back: Wagtail's document class has the same name."""

        default_related_name = "media_documents"
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check the fields, and a new file by its content."""
        super().clean_fields(exclude=exclude)
        if "file" not in (exclude or ()) and self.file and not self.file._committed:  # noqa: SLF001 - Django's only sign of a new file
            try:
                check_document(self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error
