"""Whether two documents speak of one employer, whatever the legal form, punctuation, abbreviation or cut-off."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from app.screening.facts.naming import is_processor
from app.screening.verdict import Outcome

_DATA = tomllib.loads((Path(__file__).parent / "employers.toml").read_text("utf-8"))
_FORMS = frozenset(_DATA["forms"])
_SHORT = {short: word for word, shorts in _DATA["short"].items() for short in shorts}
_GENERIC = frozenset(_DATA["generic"])


def compare_employers(one: str, other: str) -> Outcome:
    """Whether two written employers can be the same.

    Consistent: equal after legal forms, punctuation and abbreviations; one is the other cut short ("BRIGHTWATER
    LOG"), or the trading name of the other ("… dba …"). Inconclusive: a payroll service stands for the employer, an
    acronym, a slip of one letter, or a shared leading word. Contradicted: anything else.
    """
    if not one.strip() or not other.strip() or is_processor(one) or is_processor(other):
        return Outcome.inconclusive
    answers = {_compare(_words(a), _words(b)) for a in _trading_names(one) for b in _trading_names(other)}
    for answer in (Outcome.consistent, Outcome.inconclusive):
        if answer in answers:
            return answer
    return Outcome.contradicted


def _compare(a: tuple[str, ...], b: tuple[str, ...]) -> Outcome:
    if not a or not b:
        return Outcome.inconclusive
    if "".join(a) == "".join(b) or sorted(a) == sorted(b):
        return Outcome.consistent
    short, long = sorted((a, b), key=lambda words: (len(words), len("".join(words))))
    if _is_cut(short, long):
        return Outcome.consistent
    if set(short) <= set(long) or _is_acronym(short, long) or _is_slip("".join(a), "".join(b)):
        return Outcome.inconclusive
    if (a[0] == b[0] or _is_slip(a[0], b[0])) and len(a[0]) > 3 and a[0] not in _GENERIC:
        return Outcome.inconclusive
    return Outcome.contradicted


def _is_cut(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the shorter name is the longer one's beginning, its last word possibly cut; one generic word is too
    little."""
    whole, start = " ".join(long), " ".join(short)
    if len(short) == 1 and (short[0] in _GENERIC or len(short[0]) < 4):
        return False
    same = all(
        mine == theirs[: len(mine)] and len(mine) >= min(3, len(theirs))
        for mine, theirs in zip(short, long, strict=False)
    )
    return len(start) >= 4 and (whole.startswith(start) or (same and short[0] == long[0]))


def _is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)


def _is_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 5 and Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _trading_names(text: str) -> list[str]:
    return [
        part for part in re.split(r"(?i)\bd\s?/?\s?b\s?/?\s?a\b|\bt/a\b|\btrading as\b|\(|\)", text) if part.strip()
    ]


@cache
def _words(text: str) -> tuple[str, ...]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", plain.replace("&", " and "))
    words = [_SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", plain))]
    kept = tuple(word for word in words if word not in _FORMS)
    return kept or tuple(words)
