"""Roles, steps of reviews, what is said of texts and checks, terms, memory, progress, mails."""

from .assignment import Assignment
from .comments import TextComment
from .digest import DigestPreference
from .languages import GroupLanguage
from .levels import CheckLevels
from .marks import TextMark
from .memory import MemoryFile, MemoryUnit
from .progress import TranslationProgress
from .review import LocaleReviewTask
from .roles import GroupLocaleRole
from .terms import Term

__all__ = [
    "Assignment",
    "CheckLevels",
    "DigestPreference",
    "GroupLanguage",
    "GroupLocaleRole",
    "LocaleReviewTask",
    "MemoryFile",
    "MemoryUnit",
    "Term",
    "TextComment",
    "TextMark",
    "TranslationProgress",
]
