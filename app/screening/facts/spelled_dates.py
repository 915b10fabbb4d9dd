"""Formal letters write their days in words ("the fourteenth day of May, two thousand eighteen")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_MONTHS = _words("january february march april may june july august september october november december")
_UNITS = _words("first second third fourth fifth sixth seventh eighth ninth")
_TEENS = _words("tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
_DAYS = {
    **{word: number for number, word in enumerate((*_UNITS, *_TEENS, "twentieth"), start=1)},
    **{f"twenty{word}": 20 + number for number, word in enumerate(_UNITS, start=1)},
    "thirtieth": 30,
    "thirtyfirst": 31,
}
_ONES = _words("one two three four five six seven eight nine ten eleven twelve")
_OVER = _words("thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_NUMBERS = {word: number for number, word in enumerate((*_ONES, *_OVER), start=1)}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_DAY_WORD = (
    rf"(?:(?:twenty|thirty)[- ]?)?(?:{'|'.join(sorted((*_UNITS, *_TEENS), key=len, reverse=True))})|twentieth|thirtieth"
)
_DAY = rf"(?:the )?(?P<d>{_DAY_WORD}|[0-3]?\d(?:st|nd|rd|th)?)"
_MONTH = rf"(?P<m>{'|'.join(_MONTHS)})"
_YEAR_WORD = (
    r"(?:two thousand(?:[ -](?:and )?|,? )|twenty[- ])(?:(?:twenty|thirty|forty)(?:[- ][a-z]+)?|"
    rf"{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
)
_YEAR = rf"(?P<y>(?:19|20)\d\d|{_YEAR_WORD})(?![\w/])"
_FORMS = (
    re.compile(rf"(?i)(?<![\w/]){_DAY} day of {_MONTH},? (?:in the year )?(?:of )?{_YEAR}"),
    re.compile(rf"(?i)(?<![\w/]){_DAY} (?:of )?{_MONTH},? {_YEAR}"),
    re.compile(rf"(?i)(?<![\w/]){_MONTH} {_DAY},? {_YEAR}"),
)


def find_spelled(text: str) -> Iterator[tuple[int, int, date]]:
    """Every date with a word for its day or year, or with "day of", as `(start, end, day)`."""
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for found in form.finditer(text):
            plain = found["d"][0].isdigit() and found["y"][0].isdigit() and " day of " not in found.group()
            if plain or any(found.start() < end and start < found.end() for start, end in taken):
                continue
            day = _date(found)
            if day:
                taken.append(found.span())
                yield found.start(), found.end(), day


def _date(found: re.Match[str]) -> date | None:
    number = re.sub(r"[ -]", "", found["d"].lower())
    day = int(re.sub(r"\D", "", number)) if number[0].isdigit() else _DAYS.get(number)
    year = int(found["y"]) if found["y"].isdigit() else _year(found["y"].lower())
    try:
        return date(year, _MONTHS.index(found["m"].lower()) + 1, day) if day and year else None
    except ValueError:
        return None


def _year(words: str) -> int | None:
    """ "two thousand eighteen", "twenty twenty-one"; None when a word is no number."""
    rest = re.sub(r"^(?:two thousand|twenty)[ ,-]*(?:and )?", "", words)
    parts = re.split(r"[ -]", rest)
    values = [_NUMBERS.get(part, _TENS.get(part, 0)) for part in parts]
    return 2000 + sum(values) if all(values) and len(values) <= 2 else None
