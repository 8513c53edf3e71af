"""The blocks of a programme: days, and the slots and notes beneath them, in one flat stream.

One stream lets editors drag a slot from day to day, by mouse or keyboard. What is not text is the
same in all languages: those blocks offer nothing to translate. Texts default to "", because
wagtail-localize fails on a stored block that lacks one.
"""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.pages.languages import language_choices
from cms.pages.widgets import TagsSelect

from .enums import SlotKind, SpeakerRole
from .validators import date_validators


class SharedBlockMixin:
    """A block that has one value for all languages, so that translators do not meet it."""

    def get_translatable_segments(self, value: object) -> list[Any]:
        """Give nothing to translate."""
        return []

    def restore_translated_segments(self, value: object, segments: list[Any]) -> object:
        """Keep the value as it is."""
        return value


class SharedCharBlock(SharedBlockMixin, blocks.CharBlock):
    """A short text that is not translated: a room, a track."""


class SharedPageChooserBlock(SharedBlockMixin, blocks.PageChooserBlock):
    """A person's page; readers get it in their language."""

    @cached_property
    def field(self) -> forms.Field:
        """Say what an empty row may come from."""
        field = super().field
        field.error_messages["required"] = _(
            "Choose a person or remove the row. Somebody who was chosen here may have been deleted."
        )
        return field


class SharedDocumentChooserBlock(SharedBlockMixin, DocumentChooserBlock):
    """A file, the same in all languages."""


class LanguagesBlock(blocks.MultipleChoiceBlock):
    """Languages of a slot, in a widget light enough for a hundred slots.

    There is nothing to search: Wagtail would name all choices for each slot anew.
    """

    def get_field(self, **kwargs: Any) -> forms.Field:
        """Show what is chosen as tags."""
        return super().get_field(**{**kwargs, "widget": TagsSelect()})

    def get_searchable_content(self, value: object) -> list[str]:
        """Give nothing to search."""
        return []


class SpeakerBlock(blocks.StructBlock):
    """A person in a slot, and what they do there."""

    person = SharedPageChooserBlock(page_type="organizations.PersonPage", label=_("Person"))
    role = blocks.ChoiceBlock(
        choices=SpeakerRole.choices, default=SpeakerRole.SPEAKER.value, label=_("Role")
    )

    class Meta:
        """How editors see it."""

        icon = "user"
        label = _("Person")
        label_format = "{person}"


class DayBlock(blocks.StructBlock):
    """The heading of a day; all slots below it, down to the next heading, are on this day."""

    date = blocks.DateBlock(label=_("Date"), validators=date_validators)
    title = blocks.CharBlock(
        required=False,
        max_length=255,
        default="",
        label=_("Title"),
        help_text=_("Optional, for example “Field visits”. The date itself is always shown."),
    )

    class Meta:
        """How editors see it."""

        icon = "calendar-alt"
        label = _("Day")
        label_format = "{date} {title}"
        template = "events/blocks/day.html"
        preview_template = "events/blocks/preview.html"
        preview_value = {"date": "2030-06-24", "title": _("Opening day")}
        description = _("Starts a day of the programme: what stands below it is on this day.")


class SlotValue(blocks.StructValue):
    """The value of a slot."""

    @property
    def crosses_midnight(self) -> bool:
        """Say whether it ends on the day after the one it stands beneath."""
        start, end = self.get("start"), self.get("end")
        return start is not None and end is not None and end < start


class SlotBlock(blocks.StructBlock):
    """One line of the programme; times may be left out until they are known."""

    start = blocks.TimeBlock(required=False, format="%H:%M", label=_("Start"))
    end = blocks.TimeBlock(
        required=False,
        format="%H:%M",
        label=_("End"),
        help_text=_("A time before the start is on the next day: 22:00–01:00 ends after midnight."),
    )
    title = blocks.CharBlock(max_length=255, default="", label=_("Title"))
    speakers = blocks.ListBlock(
        SpeakerBlock(), default=[], max_num=50, label=_("People"), collapsed=True
    )
    kind = blocks.ChoiceBlock(
        choices=SlotKind.choices, default=SlotKind.TALK.value, label=_("Kind")
    )
    track = SharedCharBlock(
        required=False,
        max_length=100,
        default="",
        label=_("Track"),
        help_text=_("For parallel strands. The same in all languages."),
    )
    room = SharedCharBlock(
        required=False,
        max_length=100,
        default="",
        label=_("Room"),
        help_text=_("The same in all languages. A room can be used once at a time."),
    )
    languages = LanguagesBlock(
        choices=language_choices,
        required=False,
        default=[],
        label=_("Languages"),
        help_text=_("Spoken here, if they differ from those of the session."),
    )
    interpretation = LanguagesBlock(
        choices=language_choices,
        required=False,
        default=[],
        label=_("Interpretation into"),
    )
    summary = blocks.TextBlock(
        required=False, max_length=2000, default="", rows=3, label=_("Summary")
    )
    materials = blocks.ListBlock(
        SharedDocumentChooserBlock(), default=[], max_num=50, label=_("Materials")
    )

    class Meta:
        """How editors see it."""

        icon = "time"
        value_class = SlotValue
        label = _("Slot")
        label_format = "{start}–{end} {title}"
        form_layout = blocks.BlockGroup(
            children=["start", "end", "title", "speakers"],
            settings=[
                "kind", "track", "room", "languages", "interpretation", "summary", "materials",
            ],
        )  # fmt: skip
        template = "events/blocks/slot.html"
        preview_template = "events/blocks/preview.html"
        preview_value = {
            "start": "09:00",
            "end": "09:30",
            "title": _("Opening"),
            "speakers": [],
            "kind": SlotKind.CEREMONY.value,
            "track": "",
            "room": _("Main hall"),
            "languages": [],
            "interpretation": [],
            "summary": _("Words of welcome."),
            "materials": [],
        }
        description = _("A talk, a visit, a break: time, title, people, and more in its settings.")


class NoteBlock(blocks.StructBlock):
    """A remark beneath a day, for example on how to get there."""

    text = blocks.TextBlock(max_length=2000, default="", rows=2, label=_("Text"))

    class Meta:
        """How editors see it."""

        icon = "info-circle"
        label = _("Note")
        label_format = "{text}"
        template = "events/blocks/note.html"
        preview_template = "events/blocks/preview.html"
        preview_value = {"text": _("Lunch is served on the terrace.")}
        description = _("A remark for the whole day.")


class ProgrammeStreamBlock(blocks.StreamBlock):
    """A whole programme: days, slots and notes in one flat list."""

    day = DayBlock()
    slot = SlotBlock()
    note = NoteBlock()

    class Meta:
        """How editors see it."""

        required = False
        collapsed = True
        # A programme of a week with parallel tracks stays far below; what is above is an accident.
        max_num = 1000
