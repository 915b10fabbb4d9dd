"""The machine-readable zone of passports and identity cards (ICAO Doc 9303), with its own check digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.screening.facts.lines import Cell, Sheet, union

_ZONE = re.compile(r"[A-Z0-9<]{30}|[A-Z0-9<]{36}|[A-Z0-9<]{44}")
_WEIGHTS = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Mrz:
    """Name and expiry (ISO, or empty) of a zone, and whether all of its check digits hold. Nothing else of it is
    kept."""

    sheet: Sheet
    cell: Cell
    name: str
    expiry: str
    is_valid: bool


def read_mrz(sheet: Sheet) -> Mrz | None:
    """The zone on a page, when lines of the right shape stand under one another; spaces inside them are ignored."""
    lines = [(number, re.sub(r"\s", "", line.text).upper()) for number, line in enumerate(sheet.lines)]
    shaped = [(number, text) for number, text in lines if _ZONE.fullmatch(text) and "<" in text]
    for (first, upper), (second, lower) in pairwise(shaped):
        if len(upper) == len(lower) in (36, 44) and second == first + 1:
            return _two_lines(sheet, (first, second), upper, lower)
    if len(shaped) >= 3 and all(len(text) == 30 for _, text in shaped[:3]):
        return _three_lines(sheet, [number for number, _ in shaped[:3]], [text for _, text in shaped[:3]])
    return None


def check_digit(text: str) -> str:
    """The check digit of a stretch of a zone: weights 7, 3, 1 over digits, letters from 10, `<` as 0, modulo 10."""
    total = sum(_weight(letter) * _WEIGHTS[index % 3] for index, letter in enumerate(text))
    return str(total % 10)


def _weight(letter: str) -> int:
    return 0 if letter == "<" else int(letter, 36)


def _two_lines(sheet: Sheet, numbers: tuple[int, int], upper: str, lower: str) -> Mrz:
    checks = [(lower[0:9], lower[9]), (lower[13:19], lower[19]), (lower[21:27], lower[27])]
    whole = (lower[0:10] + lower[13:20] + lower[21 : len(lower) - 1], lower[-1])
    return _mrz(sheet, list(numbers), upper[5:], lower[21:27], [*checks, whole])


def _three_lines(sheet: Sheet, numbers: list[int], lines: list[str]) -> Mrz:
    upper, middle, names = lines
    checks = [(upper[5:14], upper[14]), (middle[0:6], middle[6]), (middle[8:14], middle[14])]
    whole = (upper[5:30] + middle[0:7] + middle[8:15] + middle[18:29], middle[29])
    return _mrz(sheet, numbers, names, middle[8:14], [*checks, whole])


def _mrz(sheet: Sheet, numbers: list[int], names: str, expiry: str, checks: list[tuple[str, str]]) -> Mrz:
    surname, _, given = names.replace("0", "O").partition("<<")  # names hold no digits, and the zone's 0 is like its O
    name = " ".join(f"{given} {surname}".replace("<", " ").split())
    name = "" if any(letter.isdigit() for letter in name) else name
    lines = [sheet.lines[number] for number in numbers]
    confidence = min(word.confidence for line in lines for word in line.words)
    cell = Cell("text", name, name, union(line.box for line in lines), confidence, numbers[0])
    is_valid = all(check_digit(text) == digit for text, digit in checks)
    return Mrz(sheet, cell, name, _expiry(expiry), is_valid)


def _expiry(text: str) -> str:
    """Expiry years have two digits and lie in this century."""
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6])).isoformat()
    except ValueError:
        return ""


def day_first(day: str) -> str:
    """A day whose month was taken for its day."""
    year, month, number = day.split("-")
    return f"{year}-{number}-{month}"
