"""The closed vocabularies of training sessions and their programmes."""

from django.db.models import TextChoices
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES


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


class Severity(TextChoices):
    """Whether a conflict stops the publication."""

    ERROR = "ERROR", _("Error")
    WARNING = "WARNING", _("Warning")


class ConflictCode(TextChoices):
    """What can be wrong with a programme."""

    BEFORE_FIRST_DAY = "BEFORE_FIRST_DAY", _("Before the first day")
    DUPLICATE_DAY = "DUPLICATE_DAY", _("Same day twice")
    OUTSIDE_SESSION = "OUTSIDE_SESSION", _("Outside the session's dates")
    END_WITHOUT_START = "END_WITHOUT_START", _("End without a start")
    ZERO_LENGTH = "ZERO_LENGTH", _("No length")
    NEGATIVE_LENGTH = "NEGATIVE_LENGTH", _("Ends before it starts")
    NONEXISTENT_TIME = "NONEXISTENT_TIME", _("Time that does not exist")
    SPEAKER_TWICE = "SPEAKER_TWICE", _("Same person twice at one time")
    ROOM_TWICE = "ROOM_TWICE", _("Same room twice at one time")
    TRACK_OVERLAP = "TRACK_OVERLAP", _("Overlap in one track")
    AMBIGUOUS_TIME = "AMBIGUOUS_TIME", _("Time that occurs twice")
    OUT_OF_ORDER = "OUT_OF_ORDER", _("Not in order of time")
    LONG_GAP = "LONG_GAP", _("Long gap")


# The languages of the network and of its guests; names come from Django, in the reader's language.
WORKING_LANGUAGES = (
    "ar", "bn", "ca", "de", "el", "en", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "ko", "nl",
    "pl", "pt", "ru", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh-hans", "zh-hant",
)  # fmt: skip


def language_choices() -> list[tuple[str, str]]:
    """Give the languages in which a session may be held."""
    named = [(code, str(_(get_language_info(code)["name"]))) for code in WORKING_LANGUAGES]
    return [(_bcp_47(code), name) for code, name in named]


def _bcp_47(code: str) -> str:
    """Write a language code as BCP 47 does: `zh-Hans`."""
    language, dash, script = code.partition("-")
    return f"{language}{dash}{script.title()}"


def country_choices() -> list[tuple[str, str]]:
    """Give countries by two-letter code, in the order of their names."""
    named = [(code, str(name)) for code, name in COUNTRIES.items()]
    return sorted(named, key=lambda item: item[1])


# The zone of a centre's country, where it is plain; editors may choose another.
ZONE_OF_COUNTRY = {
    "EG": "Africa/Cairo",
    "FR": "Europe/Paris",
    "IR": "Asia/Tehran",
    "KR": "Asia/Seoul",
    "MX": "America/Mexico_City",
}
