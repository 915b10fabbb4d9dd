"""Formal letters write amounts in words ("sixty-two thousand five hundred dollars and fifty cents")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_SMALL = {word: number for number, word in enumerate(f"{_ONES} eighteen nineteen".split(), start=1)}
_TENS_IN_ORDER = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_WORD = "|".join(sorted((*_SMALL, *_TENS, "hundred", "thousand"), key=len, reverse=True))
_NUMBER = rf"(?:{_WORD})(?:(?:[\s,-]+|\s+and\s+)(?:{_WORD}))*"
_FORM = re.compile(
    rf"(?i)\b(?P<d>{_NUMBER})(?:\s+and\s+(?P<part>\d\d)/100)?\s+(?:US\s+)?dollars(?:\s+and\s+(?P<c>{_NUMBER})\s+cents)?"
)


def find_spelled_money(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Every amount of dollars in words as `(start, end, amount)`."""
    for found in _FORM.finditer(text):
        cents = int(found["part"] or 0) or (_number(found["c"]) if found["c"] else 0)
        yield found.start(), found.end(), Decimal(_number(found["d"])) + Decimal(cents) / 100


def _number(words: str) -> int:
    total = group = 0
    for word in re.findall(_WORD, words.lower()):
        if word == "thousand":
            total, group = total + (group or 1) * 1000, 0
        elif word == "hundred":
            group = (group or 1) * 100
        else:
            group += _SMALL.get(word) or _TENS[word]
    return total + group
