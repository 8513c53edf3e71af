"""Taking over a file: checked as a whole, then written in one transaction, or not at all.

A file for an older state of the original is taken over if all texts that it translates are still
there. Else it is refused with those that are not, and whoever uploads it may ask for the others.
Nothing is published, and no translation is taken away: an empty one in the file changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail_localize.models import StringTranslation, Translation

from translations.domain.checks import Finding
from translations.domain.fitting import Misfit, Placed, misfits_of, refused_by_snippet
from translations.domain.policy import may_review_texts
from translations.domain.rules import Rules, rules_of
from translations.enums import Mark
from translations.models import TextMark

from .document import ReadDocument, ReadUnit, State, Unit, digest_of, stored_translations, units_of
from .formats import read_file
from .markup import canonical, errors_of, lost_formatting
from .problems import Code, Problem, RefusedFileError, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAKE_OVER_OPTION = gettext_lazy("Take over the texts that have not changed")
IMPORTED = "translations.import_file"


@dataclass(frozen=True, slots=True)
class Change:
    """A text whose translation an import has changed."""

    unit: Unit
    target: str
    rules: Rules

    @property
    def findings(self) -> list[Finding]:
        """What may be wrong with it."""
        return self.rules.findings(self.unit.source, self.target)

    @property
    def blocking(self) -> list[Finding]:
        """What of it keeps the page from being sent for review or published."""
        return self.rules.blocking(self.unit.source, self.target)


@dataclass(slots=True)
class Report:
    """What an import has done."""

    format: str
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Unit] = field(default_factory=list)
    left_out: list[ReadUnit] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    may_review: bool = False
    rules: Rules = field(default_factory=Rules)

    @property
    def blocking(self) -> int:
        """Count the texts that are in the way of a review and of publishing."""
        changed = sum(bool(change.blocking) for change in self.changes)
        return changed + sum(bool(self.rules.blocking(unit.source, "")) for unit in self.missing)


@transaction.atomic
def import_file(
    translation: Translation, data: bytes, *, user: Any, take_over: bool = False
) -> Report:
    """Take over a file; raises RefusedFileError and then changes nothing.

    With `take_over`, texts that are no longer in the original are left out instead of refused.
    """
    document = read_file(data)
    # One import at a time; nothing can be written between the check and the writing.
    Translation.objects.select_for_update(of=("self",)).get(pk=translation.pk)
    _check_identity(translation, document)
    instance = translation.source.as_instance()
    units = {unit.key: unit for unit in units_of(translation, instance)}
    report = Report(document.format, rules=rules_of(translation, instance))
    known = _known_units(document, units, report, take_over=take_over)
    if any(read.is_reviewed for read in known):
        report.may_review = may_review_texts(user, translation)
    accepted = _checked(known, units, report)
    placed = [Placed(unit.path, unit.source, read.target) for read, unit in accepted]
    _refuse(accepted, misfits_of(instance, placed))
    _write(translation, accepted, report, user)
    _refuse(accepted, refused_by_snippet(translation, instance, placed))
    _count(units, document, report)
    if report.changes:
        log(
            instance=translation.get_target_instance(),
            action=IMPORTED,
            user=user,
            data={"format": report.format, "changed": len(report.changes)},
        )
    return report


def _check_identity(translation: Translation, document: ReadDocument) -> None:
    identity = document.identity
    source, target = translation.source.locale, translation.target_locale
    if identity.translation != str(translation.uuid):
        found = f"“{identity.title}” ({identity.source_language} → {identity.target_language})"
        raise refused(Code.OTHER_TRANSLATION, found=found)
    for found, expected in (
        (identity.source_language, source.language_code),
        (identity.target_language, target.language_code),
    ):
        if found and _base(found) != _base(expected):
            raise refused(Code.OTHER_LANGUAGE, found=found, expected=expected)


def _base(language: str) -> str:
    """Leave out region and script, which some programs add."""
    return language.replace("_", "-").partition("-")[0].lower()


def _known_units(
    document: ReadDocument, units: dict[str, Unit], report: Report, *, take_over: bool
) -> list[ReadUnit]:
    """Give what the original has, and decide about the rest by the age of the file."""
    known = [unit for unit in document.units if unit.key in units]
    unknown = [unit for unit in document.units if unit.key not in units]
    if document.identity.digest == digest_of(units.values()):
        if unknown:
            raise RefusedFileError(*(_at(unit, Code.UNKNOWN_TEXT) for unit in unknown))
        return known
    gone = [unit for unit in unknown if unit.target.strip()]
    if gone and not take_over:
        raise RefusedFileError(
            Problem(
                Code.OLDER_ORIGINAL,
                params={"count": len(gone), "option": TAKE_OVER_OPTION},
            ),
            *(_at(unit, Code.TEXT_GONE, text=unit.source) for unit in gone),
        )
    if gone:
        report.left_out = gone
    else:
        report.warnings.append(Problem(Code.OLDER_BUT_COMPLETE))
    return known


def _at(unit: ReadUnit, code: Code, **params: Any) -> Problem:
    return Problem(code, unit.line, unit.name, params)


def _checked(
    known: Iterable[ReadUnit], units: dict[str, Unit], report: Report
) -> list[tuple[ReadUnit, Unit]]:
    """Give what is to be written; raises RefusedFileError with all errors of all texts."""
    accepted: list[tuple[ReadUnit, Unit]] = []
    errors: list[Problem] = []
    for read in known:
        unit = units[read.key]
        if canonical(read.source) != canonical(unit.source):
            errors.append(_at(read, Code.ORIGINAL_CHANGED))
        elif _is_news(read, unit, report):
            accepted.append((read, unit))
            errors.extend(_errors(read, unit))
    if errors:
        raise RefusedFileError(*errors)
    for read, unit in accepted:
        report.warnings.extend(
            _at(read, Code.FORMATTING_MISSING, tag=tag)
            for tag in lost_formatting(unit.source, read.target)
        )
    return accepted


def _is_news(read: ReadUnit, unit: Unit, report: Report) -> bool:
    """Say whether a text is to be written; note what it is else."""
    if not read.target.strip():
        return False
    if canonical(read.target) == canonical(unit.target):
        # Somebody has looked at what a machine wrote, or at a draft, and found it right.
        if read.is_confirmed and unit.state == State.INITIAL:
            return True
        # The state only rises by a file: one that knows of no reviews takes none away.
        if read.is_reviewed and report.may_review and unit.state == State.TRANSLATED:
            return True
        report.unchanged += 1
        return False
    if read.needs_work:
        report.warnings.append(_at(read, Code.NEEDS_WORK, text=read.target))
        return False
    return True


def _errors(read: ReadUnit, unit: Unit) -> Iterator[Problem]:
    for code, params in errors_of(unit.source, read.target, is_rich=unit.is_rich):
        yield _at(read, code, **params)


def _write(
    translation: Translation, accepted: list[tuple[ReadUnit, Unit]], report: Report, user: Any
) -> None:
    """Write what has changed, each row as the editor would, so that titles of drafts follow."""
    stored = stored_translations(translation)
    tool = _("%(format)s file") % {"format": report.format}
    drafts, reviewed = [], []
    for read, unit in accepted:
        row = stored.get((unit.string_id, unit.context_id)) or StringTranslation(
            translation_of_id=unit.string_id,
            context_id=unit.context_id,
            locale=translation.target_locale,
        )
        row.data = canonical(read.target)
        row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
        row.tool_name = tool
        row.last_translated_by = user
        row.has_error = False
        row.field_error = ""
        row.save()
        report.changes.append(Change(unit, row.data, report.rules))
        if read.is_reviewed and report.may_review:
            reviewed.append(row)
        elif unit.is_draft:
            drafts.append(row)
    TextMark.objects.filter(row__in=drafts).delete()
    TextMark.objects.set(reviewed, Mark.REVIEWED, user)


def _refuse(accepted: list[tuple[ReadUnit, Unit]], misfits: dict[str, list[Misfit]]) -> None:
    """Take nothing that could not be published."""
    problems = [
        _at(read, Code(misfit.code), **misfit.params)
        for read, unit in accepted
        for misfit in misfits.get(unit.path, ())
    ]
    if problems:
        raise RefusedFileError(*problems)


def _count(units: dict[str, Unit], document: ReadDocument, report: Report) -> None:
    changed = {change.unit.key for change in report.changes}
    report.missing = [
        unit for unit in units.values() if not unit.target and unit.key not in changed
    ]
    found = len(units.keys() & {unit.key for unit in document.units})
    if found < len(units):
        report.warnings.append(
            Problem(Code.FEWER_TEXTS, params={"found": found, "count": len(units)})
        )
