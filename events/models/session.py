"""A training session: what, when, where, by whom, its programme and how to register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField

from cms.blocks.body import BodyStreamBlock
from cms.graphql.fields import (
    GraphQLDate,
    GraphQLEnum,
    GraphQLInline,
    GraphQLPages,
    GraphQLSnippet,
    GraphQLSnippets,
    GraphQLStream,
    GraphQLString,
    GraphQLStrings,
    GraphQLTime,
)
from cms.pages.base import BasePage
from cms.pages.translation import synchronized, translated
from cms.search.models import SearchKind
from events.blocks import ProgrammeStreamBlock
from events.enums import RegistrationMode, SessionMode, SessionStatus
from events.querysets import TrainingSessionQuerySet
from events.validators import date_validators, validate_time_zone

from .checks import check_dates, check_registration, find_conflicts, programme_error
from .confirming import ConfirmedConflictsMixin
from .fields import LanguageListField
from .forms import TrainingSessionForm
from .moments import DERIVED_COLUMNS, derive_instants
from .panels import edit_handler
from .programme import ProgrammeDay
from .projection import write_programme
from .recording import record_entries

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Saving other columns alone changes nothing that the rows of the programme depend on.
PROGRAMME_COLUMNS = {"live", "programme", "time_zone", "alias_of", "alias_of_id", "locale"}
# The same for what calendars tell of the session.
CALENDAR_COLUMNS = {
    "title", "summary", "theme", "slug", "expire_at", "start_date", "end_date", "start_time",
    "end_time", "status", "venue",
}  # fmt: skip


def date_field(name: StrOrPromise, **options: Any) -> models.DateField:
    """Make a date that drafts may lack."""
    return models.DateField(name, null=True, validators=date_validators, **options)


def time_field(name: StrOrPromise, **options: Any) -> models.TimeField:
    """Make a time that may never be known."""
    return models.TimeField(name, null=True, blank=True, **options)


class TrainingSessionPage(ConfirmedConflictsMixin, BasePage):
    """A training session of a centre."""

    described_by = "summary"

    theme = models.CharField(
        _("theme in words"),
        max_length=255,
        blank=True,
        help_text=_("What this session is about, as announced."),
    )
    summary = models.TextField(
        _("summary"), max_length=500, blank=True, help_text=_("Two or three sentences, for lists.")
    )
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))
    start_date = date_field(_("first day"))
    end_date = date_field(
        _("last day"), help_text=_("The same as the first for a session of one day.")
    )
    start_time = time_field(_("start"), help_text=_("On the first day, if it is known."))
    end_time = time_field(_("end"), help_text=_("On the last day, if it is known."))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    mode = models.CharField(
        _("mode"),
        max_length=20,
        choices=SessionMode.choices,
        default=SessionMode.ON_SITE,
        blank=True,
        help_text=_("Leave it empty if it is not known."),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=SessionStatus.choices,
        default=SessionStatus.ANNOUNCED,
        db_index=True,
    )
    venue = models.ForeignKey(
        "events.Venue",
        verbose_name=_("venue"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
    )
    contact_points = ParentalManyToManyField(
        "organizations.ContactPoint",
        verbose_name=_("contact points"),
        blank=True,
        related_name="sessions",
    )
    working_languages = LanguageListField(_("working languages"))
    themes = ParentalManyToManyField(
        "events.Theme", verbose_name=_("themes"), blank=True, related_name="sessions"
    )
    related_sessions = ParentalManyToManyField(
        "self", verbose_name=_("related sessions"), blank=True, symmetrical=False, related_name="+"
    )
    # Readers get its structure from the original.
    overlaid_fields = ("programme",)
    programme = StreamField(ProgrammeStreamBlock(), blank=True, verbose_name=_("programme"))

    registration_mode = models.CharField(
        _("registration"),
        max_length=20,
        choices=RegistrationMode.choices,
        default=RegistrationMode.NONE,
    )
    registration_url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("For registration on another website; it must start with https://."),
    )
    registration_opens_on = date_field(_("opens on"), blank=True)
    registration_opens_time = time_field(_("at"))
    registration_closes_on = date_field(_("closes on"), blank=True)
    registration_closes_time = time_field(_("at"))
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave it empty if there is no limit.")
    )
    waiting_list = models.BooleanField(
        _("waiting list"),
        default=False,
        help_text=_("Accept more names when all places are taken."),
    )

    # Derived from the printed dates and times when the page is saved; see moments.py.
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_before = models.DateTimeField(null=True, editable=False, db_index=True)
    registration_opens_at = models.DateTimeField(null=True, editable=False)
    registration_closes_at = models.DateTimeField(null=True, editable=False)
    language_index = models.CharField(max_length=255, blank=True, editable=False)

    objects: ClassVar[Any] = PageManager.from_queryset(TrainingSessionQuerySet)()

    parent_page_types = ["events.TrainingSessionIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    base_form_class = TrainingSessionForm
    edit_handler = edit_handler

    facts_from = ("contact_points", "organizers.organization", "hosts.organization")

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *translated("theme", "summary"),
        # Neither translated nor the same: each language has its own list of files.
        BaseTranslatableField("documents"),
        *synchronized(
            "start_date",
            "end_date",
            "start_time",
            "end_time",
            "time_zone",
            "mode",
            "status",
            "venue",
            "organizers",
            "hosts",
            "contact_points",
            "working_languages",
            "themes",
            "related_sessions",
            "registration_mode",
            "registration_url",
            "registration_opens_on",
            "registration_opens_time",
            "registration_closes_on",
            "registration_closes_time",
            "capacity",
            "waiting_list",
            "language_index",
            *DERIVED_COLUMNS,
        ),
    ]

    search_kind = SearchKind.SESSION
    search_fields = [
        *Page.search_fields,
        index.SearchField("theme"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("programme"),
        index.FilterField("start_date"),
        index.FilterField("ends_before"),
        index.FilterField("status"),
        index.FilterField("mode"),
    ]

    graphql_fields = [
        GraphQLString(
            "theme",
            required=True,
            description="What the session is about, in words; empty if not said.",
        ),
        GraphQLString(
            "summary", required=True, description="Two or three sentences, for lists, or empty."
        ),
        GraphQLStream("body", "BodyBlock", description="The blocks of the page."),
        GraphQLDate(
            "start_date", description="The first day, where it takes place.", required=True
        ),
        GraphQLDate("end_date", description="The last day, where it takes place.", required=True),
        GraphQLTime("start_time", description="Local time of the start, if known."),
        GraphQLTime("end_time", description="Local time of the end, if known."),
        GraphQLString("time_zone", description="IANA name of its time zone.", required=True),
        GraphQLEnum(
            "mode", SessionMode, description="How people take part; null if it is not known."
        ),
        GraphQLEnum("status", SessionStatus, description="How it stands.", required=True),
        GraphQLSnippet("venue", "events.Venue", description="Where it takes place."),
        GraphQLInline(
            "organizers",
            "events.SessionOrganizer",
            requires="organization",
            description="Who organizes or supports it.",
        ),
        GraphQLInline(
            "hosts",
            "events.SessionHost",
            requires="organization",
            description="In whose house it takes place.",
        ),
        GraphQLSnippets("contact_points", "organizations.ContactPoint", description="Whom to ask."),
        GraphQLStrings("working_languages", description="Language tags (BCP 47)."),
        GraphQLSnippets("themes", "events.Theme", description="Its subjects."),
        GraphQLInline(
            "documents",
            "events.SessionDocument",
            requires="document",
            description="Files for readers of the page's language.",
        ),
        GraphQLPages(
            "related_sessions",
            "events.TrainingSessionPage",
            description="Sessions close to this one.",
        ),
    ]

    class Meta:
        """How editors see it."""

        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        # With what lists are filtered by most, so that the many that are not found are not read.
        indexes = [
            models.Index(
                fields=["start_date", "mode", "status", "page_ptr"], name="session_by_first_day"
            )
        ]

    def clean(self) -> None:
        """Check what is needed to go live, and say conflicts of the programme at their blocks."""
        errors: dict[str, Any] = {}
        try:
            super().clean()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if self.is_checked_for_publishing:
            self.derive()
            for name, message in {**check_dates(self), **check_registration(self)}.items():
                errors.setdefault(name, []).append(ValidationError(message))
            if self.is_source:
                self.conflicts_found = find_conflicts(self.programme, self, self.checked_for)
                if found := programme_error(self, self.conflicts_found):
                    errors.setdefault("programme", []).append(found)
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, with the instants and rows that follow from it, in one transaction."""
        names = kwargs.get("update_fields")
        self.derive()
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            if (names is None or PROGRAMME_COLUMNS & set(names)) and self._concerns_programme():
                write_programme(self)
            elif names is not None and CALENDAR_COLUMNS & set(names) and self.live:
                record_entries([self.translation_key])
            return result

    def derive(self) -> None:
        """Set the columns that follow from others."""
        derive_instants(self)
        tags = "|".join(tag.lower() for tag in self.working_languages or [])
        self.language_index = f"|{tags}|" if tags else ""

    @property
    def is_source(self) -> bool:
        """Say whether the structure of the programme comes from this page; one SQL statement."""
        source = self.get_source()
        return source is None or source.pk == self.pk

    def _concerns_programme(self) -> bool:
        """Say whether rows follow from this page, or still stand that followed from it."""
        return self.live or ProgrammeDay.objects.filter(session=self.pk).exists()
