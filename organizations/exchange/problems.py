"""What can be wrong with a table of records, beside what any table can have."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy


class Code(StrEnum):
    """The kinds of problem; a code never changes its meaning."""

    COLUMNS_MISSING = "columns_missing"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_CHANGES = "too_many_changes"
    # A cell
    INVALID = "invalid"
    UNKNOWN_CHOICE = "unknown_choice"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_LANGUAGE = "unknown_language"
    BAD_NUMBER = "bad_number"
    BAD_PARTIAL_DATE = "bad_partial_date"
    BAD_CONSENT = "bad_consent"
    CONSENT_DATE = "consent_date"
    BAD_ROLE = "bad_role"
    UNKNOWN_ORGANIZATION = "unknown_organization"
    TOO_MANY = "too_many"
    # A line
    AMBIGUOUS = "ambiguous"
    SAME_RECORD = "same_record"
    SAME_NAME = "same_name"
    OTHER_LANGUAGE = "other_language"
    NOT_ALLOWED = "not_allowed"
    LOCKED = "locked"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    NO_PLACE = "no_place"
    DRAFT = "draft"
    PUBLISH = "publish"
    MAY_NOT_PUBLISH = "may_not_publish"

    @property
    def text(self) -> Any:
        """The text, in the reader's language."""
        return TEXTS[self]


TEXTS = {
    Code.COLUMNS_MISSING: gettext_lazy(
        "The first line has to name the columns, %(missing)s among them. Download the table to see"
        " how they are called."
    ),
    Code.TOO_MANY_ROWS: gettext_lazy(
        "A file has at most %(limit)s lines. Divide it into several files."
    ),
    Code.TOO_MANY_CHANGES: gettext_lazy(
        "%(number)s lines are new or different; at most %(limit)s can be taken over at once."
        " Take some lines out, and import them afterwards."
    ),
    Code.INVALID: gettext_lazy("%(found)s cannot stand here. %(detail)s"),
    Code.UNKNOWN_CHOICE: gettext_lazy("%(found)s cannot stand here: write one of %(known)s."),
    Code.UNKNOWN_COUNTRY: gettext_lazy(
        "%(found)s is no country: write its code of two letters, such as FR or TN."
    ),
    Code.UNKNOWN_LANGUAGE: gettext_lazy(
        "%(found)s is no language: write codes with commas, such as fr, ar, pt-BR."
    ),
    Code.BAD_NUMBER: gettext_lazy("%(found)s is no number: write it as 48.8566."),
    Code.BAD_PARTIAL_DATE: gettext_lazy(
        "%(found)s is no date: write it as 1985, 1985-06 or 1985-06-24."
    ),
    Code.BAD_CONSENT: gettext_lazy(
        "%(found)s cannot stand here: write the date on which the person has consented, such as"
        " 2030-06-24, or no."
    ),
    Code.CONSENT_DATE: gettext_lazy(
        "The person has not consented so far. If they have now, write the date on which they did,"
        " such as 2030-06-24; if not, write no."
    ),
    Code.BAD_ROLE: gettext_lazy(
        "%(found)s is no role: write role | organization | from | until | as of | source, of which"
        " the first two are needed."
    ),
    Code.UNKNOWN_ORGANIZATION: gettext_lazy(
        "There is no single organization called %(found)s. Correct the name, write its uid in its"
        " place, or make its page first."
    ),
    Code.TOO_MANY: gettext_lazy("At most %(limit)s are possible."),
    Code.AMBIGUOUS: gettext_lazy(
        "There are several called %(found)s. Write into the column uid which one is meant:"
        " %(known)s."
    ),
    Code.SAME_RECORD: gettext_lazy(
        "Line %(other)s is about %(found)s already. Remove one of the two lines."
    ),
    Code.SAME_NAME: gettext_lazy(
        "Line %(other)s has the same name, %(found)s. If these are two, give each a uid of your"
        " own, such as 1 and 2; if not, remove one of the lines."
    ),
    Code.OTHER_LANGUAGE: gettext_lazy(
        "This uid belongs to something that is not an original in this language. Translate it on"
        " its own page, and remove the line; for something new, leave the uid empty."
    ),
    Code.NOT_ALLOWED: gettext_lazy(
        "You may not change %(found)s. Remove the line, or ask those who look after it."
    ),
    Code.LOCKED: gettext_lazy("%(found)s is locked. Have it unlocked, or remove the line."),
    Code.IN_REVIEW: gettext_lazy(
        "%(found)s is being reviewed. Wait for the review to end, or remove the line."
    ),
    Code.SCHEDULED: gettext_lazy(
        "%(found)s is scheduled to be published. Take it off the schedule, or remove the line."
    ),
    Code.NO_PLACE: gettext_lazy(
        "%(found)s is not here yet, and you may not add it in this language. Check the name, or"
        " remove the line."
    ),
    Code.DRAFT: gettext_lazy("%(found)s cannot be saved: %(detail)s"),
    Code.PUBLISH: gettext_lazy(
        "%(found)s cannot be published: %(detail)s Correct it, or take the file over into drafts."
    ),
    Code.MAY_NOT_PUBLISH: gettext_lazy(
        "You may not publish %(found)s. Take the file over into drafts."
    ),
}
