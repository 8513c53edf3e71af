"""What goes wrong between the site and a translation server, in words for translators."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fault(models.TextChoices):
    """Why a server translated nothing."""

    UNREACHABLE = (
        "UNREACHABLE",
        _(
            "The translation server does not answer. Try again later; if it stays so, tell whoever "
            "runs the site."
        ),
    )
    TIMEOUT = (
        "TIMEOUT",
        _("The translation server takes too long. Try again later."),
    )
    BUSY = (
        "BUSY",
        _("The translation server has too much to do. Try again in some minutes."),
    )
    REFUSED = (
        "REFUSED",
        _(
            "The translation server refuses: its key, its quota, or too long a text. Tell whoever "
            "runs the site; trying again does not help."
        ),
    )
    FAILED = (
        "FAILED",
        _("The translation server has an error of its own. Try again later."),
    )
    BAD_ANSWER = (
        "BAD_ANSWER",
        _(
            "The translation server answers something else than translations. Tell whoever runs "
            "the site; trying again does not help."
        ),
    )
    NO_PAIR = (
        "NO_PAIR",
        _(
            "The translation server does not translate from %(source)s into %(target)s. "
            "Nothing was sent."
        ),
    )


class MachineError(Exception):
    """A request that brought no translations; holds nothing that a server said."""

    def __init__(self, fault: Fault, **params: Any) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.params = params

    @property
    def message(self) -> str:
        """Say it to a translator."""
        return str(self.fault.label) % self.params


class Rejection(models.TextChoices):
    """Why the answer for one text was dropped."""

    LARGE = "LARGE", _("too long for one request")
    EMPTY = "EMPTY", _("the machine gave no text")
    LONG = "LONG", _("the machine gave far too much text")
    MARKUP = "MARKUP", _("the machine broke formats or links")
    PLACEHOLDERS = "PLACEHOLDERS", _("the machine changed placeholders or addresses")


class RejectedAnswerError(Exception):
    """An answer that cannot be the translation of its text."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.value)
        self.rejection = rejection
