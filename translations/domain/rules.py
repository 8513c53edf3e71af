"""Which findings are told of a translation, and which keep it from its readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translations.enums import Check, Level
from translations.models import CheckLevels

from .checks import Finding, check
from .facts import Facts, facts_of
from .terms import NO_TERMS, Termbase, termbase_of
from .words import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagtail_localize.models import Translation


@dataclass(frozen=True)
class Rules:
    """The levels of checks, the facts of one page or snippet, and the terms, for one language."""

    levels: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    languages: tuple[str, str] = ("", "")
    termbase: Termbase = NO_TERMS

    def findings(self, original: str, translation: str) -> list[Finding]:
        """Say what may be wrong with a translation, unless nobody wants to know."""
        hits = self.termbase.hits(plain_text(original))
        terms = self.termbase.findings(hits, plain_text(translation)) if hits else []
        found = [*check(original, translation), *terms]
        found = [one for one in found if self._level(one) != Level.OFF]
        if lost := self.facts.lost(original, translation, self.languages):
            found.insert(0, Finding(Check.FACTS, tuple(lost)))
        return found

    def blocking(
        self, original: str, translation: str, *, has_error: bool = False
    ) -> list[Finding]:
        """Say what keeps a text from being sent for review or published."""
        if not translation or has_error:
            missing = Finding(Check.MISSING)
            return [missing] if self.blocks(missing) else []
        return [one for one in self.findings(original, translation) if self.blocks(one)]

    def blocks(self, finding: Finding) -> bool:
        """Say whether a finding blocks: a fact always does."""
        return finding.check == Check.FACTS or self._level(finding) == Level.BLOCK

    def _level(self, finding: Finding) -> str:
        return self.levels.get(finding.check.lower(), Level.WARN)


def rules_of(translation: Translation, instance: Any = None) -> Rules:
    """Read the rules for a translation, whose original may be at hand."""
    source = translation.source
    return Rules(
        CheckLevels.levels(),
        facts_of(instance or source.as_instance()),
        (source.locale.language_code, translation.target_locale.language_code),
        termbase_of(translation),
    )
