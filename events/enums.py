"""The closed vocabularies of training sessions and their programmes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES

from cms.pages.languages import language_choices  # noqa: F401 - the first migration finds it here


class SessionMode(TextChoices):
    """How people take part in a session."""

    ON_SITE = "ON_SITE", _("On site")
    ONLINE = "ONLINE", _("Online")
    HYBRID = "HYBRID", _("Hybrid")


class SessionStatus(TextChoices):
    """Where a session stands, as its organizer says it."""

    ANNOUNCED = "ANNOUNCED", _("Announced")
    OPEN = "OPEN", _("Open")
    FULL = "FULL", _("Full")
    CLOSED = "CLOSED", _("Closed")
    POSTPONED = "POSTPONED", _("Postponed")
    CANCELLED = "CANCELLED", _("Cancelled")
    DONE = "DONE", _("Done")


class RegistrationMode(TextChoices):
    """How people register for a session."""

    NONE = "NONE", _("No registration")
    ANNOUNCED = "ANNOUNCED", _("Announced, details to follow")
    EXTERNAL = "EXTERNAL", _("On another website")
    INTERNAL = "INTERNAL", _("Pre-registration on this website")


class RegistrationState(TextChoices):
    """What somebody who wants to register meets at a given moment."""

    NOT_OFFERED = "NOT_OFFERED", _("Not offered")
    ANNOUNCED = "ANNOUNCED", _("Announced, not yet possible")
    UPCOMING = "UPCOMING", _("Opens later")
    OPEN = "OPEN", _("Open")
    WAITING_LIST = "WAITING_LIST", _("Waiting list")
    FULL = "FULL", _("Full")
    CLOSED = "CLOSED", _("Closed")


class SlotKind(TextChoices):
    """What happens in a slot of the programme."""

    TALK = "TALK", _("Talk")
    WORKSHOP = "WORKSHOP", _("Workshop")
    VISIT = "VISIT", _("Visit")
    BREAK = "BREAK", _("Break")
    CEREMONY = "CEREMONY", _("Ceremony")
    MEAL = "MEAL", _("Meal")


class OrganizerRole(TextChoices):
    """What an organization does for a session."""

    ORGANIZER = "ORGANIZER", _("Organizer")
    CO_ORGANIZER = "CO_ORGANIZER", _("Co-organizer")
    PARTNER = "PARTNER", _("Partner")
    SPONSOR = "SPONSOR", _("Sponsor")


class SpeakerRole(TextChoices):
    """What a person does in a slot."""

    SPEAKER = "SPEAKER", _("Speaker")
    MODERATOR = "MODERATOR", _("Moderator")
    TRAINER = "TRAINER", _("Trainer")
    PANELLIST = "PANELLIST", _("Panellist")
    HOST = "HOST", _("Host")


class ConflictLevel(TextChoices):
    """What a conflict means for publishing."""

    OFF = "OFF", _("Off: it is not said")
    NOTICE = "NOTICE", _("Notice: it is said, and no more")
    CONFIRM = "CONFIRM", _("Confirm: whoever publishes confirms it first")
    BLOCK = "BLOCK", _("Block: it stops publishing")


class ConflictCode(TextChoices):
    """What can be wrong with a programme."""

    BEFORE_FIRST_DAY = "BEFORE_FIRST_DAY", _("Before the first day")
    DUPLICATE_DAY = "DUPLICATE_DAY", _("Same day twice")
    OUTSIDE_SESSION = "OUTSIDE_SESSION", _("Outside the session's dates")
    END_WITHOUT_START = "END_WITHOUT_START", _("End without a start")
    ZERO_LENGTH = "ZERO_LENGTH", _("No length")
    NEGATIVE_LENGTH = "NEGATIVE_LENGTH", _("Ends before it starts")
    NONEXISTENT_TIME = "NONEXISTENT_TIME", _("Time that does not exist")
    PERSON_DELETED = "PERSON_DELETED", _("Person was deleted")
    PERSON_MISSING = "PERSON_MISSING", _("Person is missing")
    SPEAKER_TWICE = "SPEAKER_TWICE", _("Same person twice at one time")
    ROOM_TWICE = "ROOM_TWICE", _("Same room twice at one time")
    SPEAKER_ELSEWHERE = "SPEAKER_ELSEWHERE", _("Same person in another session")
    ROOM_ELSEWHERE = "ROOM_ELSEWHERE", _("Same room in another session")
    TRACK_OVERLAP = "TRACK_OVERLAP", _("Overlap in one track")
    AMBIGUOUS_TIME = "AMBIGUOUS_TIME", _("Time that occurs twice")
    OUT_OF_ORDER = "OUT_OF_ORDER", _("Not in order of time")
    LONG_GAP = "LONG_GAP", _("Long gap")


class ProgrammeChangeKind(TextChoices):
    """What has become of a slot from one version of a programme to the next."""

    NEW = "NEW", _("New")
    MOVED = "MOVED", _("Moved")
    CHANGED = "CHANGED", _("Changed")
    CANCELLED = "CANCELLED", _("Cancelled")


class ProgrammeAspect(TextChoices):
    """What of a slot is another than in the version before."""

    TIME = "TIME", _("day or time")
    ROOM = "ROOM", _("room")
    TRACK = "TRACK", _("track")
    SPEAKERS = "SPEAKERS", _("people")
    KIND = "KIND", _("kind")
    LANGUAGES = "LANGUAGES", _("languages or interpretation")
    TITLE = "TITLE", _("title")


def country_choices() -> list[tuple[str, str]]:
    """Give countries by two-letter code, in the order of their names."""
    named = [(code, str(name)) for code, name in COUNTRIES.items()]
    return sorted(named, key=lambda item: item[1])


class CalendarStatus(TextChoices):
    """How an event of a calendar stands; the values are those of RFC 5545."""

    CONFIRMED = "CONFIRMED", _("Confirmed")
    TENTATIVE = "TENTATIVE", _("Tentative")
    CANCELLED = "CANCELLED", _("Cancelled")


class CalendarKind(TextChoices):
    """By what a calendar of many sessions gathers its events."""

    SITE = "SITE", _("Site")
    ORGANIZATION = "ORGANIZATION", _("Organization")
    THEME = "THEME", _("Theme")
    PERSON = "PERSON", _("Person")
