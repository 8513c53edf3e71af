"""How dates are written in our languages, for looking for one date in a text.

A text comes with digits 0 to 9 and without marks of direction (`checks.normal`). Persian dates may
be those of the Persian calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

YEAR, MONTH, DAY = "YEAR", "MONTH", "DAY"

NAMES = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre"
    " diciembre",
    # In the Levant and Iraq months have other names than in Egypt, and others in the Maghreb.
    "ar": "يناير|كانون\\sالثاني|جانفي فبراير|شباط|فيفري مارس|آذار أبريل|إبريل|ابريل|نيسان|أفريل"
    " مايو|أيار|ماي يونيو|يونيه|حزيران|جوان يوليو|يوليه|تموز|جويلية أغسطس|اغسطس|آب|أوت سبتمبر|أيلول"
    " أكتوبر|اكتوبر|تشرين\\sالأول نوفمبر|تشرين\\sالثاني ديسمبر|كانون\\sالأول",
    "fa": "ژانویه|ژانویهٔ|ژانویۀ فوریه|فوریهٔ|فوریۀ مارس آوریل مه|می ژوئن ژوئیه|ژوئیهٔ|جولای اوت|آگوست"
    " سپتامبر اکتبر نوامبر دسامبر",
}
ABBREVIATED = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept? Oct Nov Dec",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "es": "ene feb mar abr may jun jul ago sept? oct nov dic",
}
PERSIAN = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد|امرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]
# What may stand after the day, between day and month, and between month and year.
ORDINAL = r"(?:st|nd|rd|th|er|º|°|م|مین)?"
RANGE = r"\s*(?:[–—~∼〜-]|to|until|au|al|a|إلى|حتى|تا)\s*"
BETWEEN = r"[\s,،.]*(?:(?:of|de|du|del|من|شهر|ماه|سنة|عام|سال)\s+)?"
# Orders of numbers beside ISO 8601: d day, m month, y year.
ORDERS = {
    "en": ("dmy", "mdy"),
    "fr": ("dmy",),
    "es": ("dmy",),
    "ar": ("dmy", "ymd"),
    "fa": ("ymd", "dmy"),
    "ko": ("ymd",),
}


@dataclass(frozen=True, order=True)
class Moment:
    """A date as far as it is known: a day, a month, or a year."""

    value: date
    precision: str = DAY

    def __str__(self) -> str:
        """Write it as ISO 8601 does."""
        return self.value.isoformat()[: {YEAR: 4, MONTH: 7, DAY: 10}[self.precision]]


@cache
def pattern_of(moment: Moment, language: str) -> re.Pattern[str]:
    """Give a pattern for all ways in which a language writes a date."""
    found = {YEAR: _years, MONTH: _months, DAY: _days}[moment.precision](moment.value, language)
    return re.compile("|".join(f"(?:{one})" for one in found), re.IGNORECASE)


def _years(value: date, language: str) -> list[str]:
    years = {value.year}
    if language == "fa":
        years |= {persian(value)[0], persian(value)[0] + 1}
        years |= {persian(value.replace(month=12, day=31))[0]}
    return [_whole("|".join(map(str, sorted(years))))]


def _months(value: date, language: str) -> list[str]:
    year, month = value.year, value.month
    found = [_whole(f"{year}-{month:02}") + r"(?!-\d)", _whole(f"0?{month}[./]{year}")]
    if language == "ko":
        return [*found, _whole(rf"{year}\s*년\s*0?{month}\s*월")]
    found.append(rf"{_names(language, month)}{BETWEEN}{_whole(year)}")
    if language == "fa":
        for day in (value.replace(day=1), _last_day(value)):
            their_year, their_month, _day = persian(day)
            found.append(rf"{_word(PERSIAN[their_month - 1])}{BETWEEN}{_whole(their_year)}")
    return found


def _last_day(value: date) -> date:
    return (value.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _days(value: date, language: str) -> list[str]:
    year, month, day = value.year, value.month, value.day
    found = [_whole(value.isoformat()), *_in_numbers(year, month, day, language)]
    if language == "ko":
        return [*found, *_korean(year, month, day)]
    found += _with_name(year, _names(language, month), day)
    if language == "fa":
        their_year, their_month, their_day = persian(value)
        found += _in_numbers(their_year, their_month, their_day, language)
        found += _with_name(their_year, _word(PERSIAN[their_month - 1]), their_day)
    return found


def _in_numbers(year: int, month: int, day: int, language: str) -> list[str]:
    parts = {"y": str(year), "m": f"0?{month}", "d": f"0?{day}"}
    orders = ORDERS.get(language, ("dmy",))
    return [
        _whole(rf"\s?{sign}\s?".join(parts[letter] for letter in order))
        for order in orders
        for sign in (r"\.", "/", "-")
    ]


def _with_name(year: int, name: str, day: int) -> list[str]:
    """Day and month, also as an end of a range, with the year or without one."""
    number = rf"(?<!\d)0?{day}(?!\d){ORDINAL}"
    other = rf"(?<!\d)\d{{1,2}}(?!\d){ORDINAL}"
    end = rf"(?:{BETWEEN}{_whole(year)}|(?!{BETWEEN}\d{{4}}(?!\d)))"
    return [
        rf"{number}(?:{RANGE}{other})?{BETWEEN}{name}{end}",
        rf"{name}\s+(?:{other}{RANGE})?{number}(?:{RANGE}{other})?{end}",
    ]


def _korean(year: int, month: int, day: int) -> list[str]:
    other = r"(?:\d{1,2}\s*일?\s*(?:부터|에서)?\s*[~∼〜–—-]?\s*)?"
    before = rf"(?:(?<!\d){year}\s*년\s*|(?<!년)(?<!년\s)(?<!\d))"
    return [rf"{before}0?{month}\s*월\s*{other}0?{day}(?!\d)"]


def _names(language: str, month: int) -> str:
    """Give the names of a month; a language that is not ours writes them as English does."""
    known = language if language in NAMES else "en"
    names = NAMES[known].split(" ")[month - 1]
    if known in ABBREVIATED:
        names += rf"|(?:{ABBREVIATED[known].split()[month - 1]})\.?"
    return _word(names)


def _word(names: str) -> str:
    return rf"(?<!\w)(?:{names})(?!\w)"


def _whole(number: object) -> str:
    return rf"(?<!\d)(?:{number})(?!\d)"


def persian(value: date) -> tuple[int, int, int]:
    """Give year, month and day of the Persian calendar, by the rule of 33 years."""
    before = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
    year = value.year + (value.month > 2)  # noqa: PLR2004 - February
    days = 355666 + 365 * value.year + (year + 3) // 4 - (year + 99) // 100 + (year + 399) // 400
    days += value.day + before[value.month - 1]
    cycles, days = divmod(days, 12053)
    fours, days = divmod(days, 1461)
    found = -1595 + 33 * cycles + 4 * fours
    if days > 365:  # noqa: PLR2004 - of the first of four years
        more, days = divmod(days - 1, 365)
        found += more
    if days < 186:  # noqa: PLR2004 - six months of 31 days
        return found, 1 + days // 31, 1 + days % 31
    return found, 7 + (days - 186) // 30, 1 + (days - 186) % 30
