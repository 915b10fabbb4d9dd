"""Whether two documents speak of one person, whatever the order, initials, accents, nicknames or second surnames.

Answers are three-valued: only a clear difference is a contradiction; whatever a slip of one letter or a missing
part could explain is inconclusive. Used for consistency between documents alone, never for points.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from app.screening.facts.employers import compare_employers
from app.screening.facts.naming import word_list
from app.screening.verdict import Outcome

__all__ = ["compare_employers", "compare_names"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})
_TITLES = word_list("ranks") | word_list("titles")
_PARTICLES = word_list("particles")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in lower case without accents: given names and surnames as far as the writing tells, and the
    generation."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    suffix: str

    @property
    def parts(self) -> tuple[str, ...]:
        """All names in the usual order."""
        return (*self.given, *self.surnames)


def compare_names(one: str, other: str) -> Outcome:
    """Whether two written names can be one person's.

    Consistent: the same surname (or one of two surnames) and given names that are equal, initials, nicknames of one
    another, or present among the other's given names, in any order of writing. Inconclusive: one letter differs, a
    middle name or a generation differs, or a name has a single word. Contradicted: anything else.
    """
    a, b = _name(one), _name(other)
    if len(a.parts) < 2 or len(b.parts) < 2:
        same = "".join(a.parts) == "".join(b.parts) and len("".join(a.parts)) > 4
        return Outcome.consistent if same else Outcome.inconclusive
    if "".join(a.parts) == "".join(b.parts) or _same_words(a, b):
        return Outcome.consistent if not _generations_differ(a, b) else Outcome.inconclusive
    answer = _both(_surnames(a, b), _given(a, b))
    if answer == Outcome.consistent and (_generations_differ(a, b) or _middles_differ(a, b)):
        return Outcome.inconclusive
    return answer


def _same_words(a: Name, b: Name) -> bool:
    """The same names in any order of writing, initials beside them on one side at most."""
    long = [sorted(part for part in name.parts if len(part) > 1) for name in (a, b)]
    initials = [sorted(part for part in name.parts if len(part) == 1) for name in (a, b)]
    return long[0] == long[1] and (initials[0] == initials[1] or (len(long[0]) > 1 and not all(initials)))


def _both(one: Outcome, other: Outcome) -> Outcome:
    if Outcome.contradicted in (one, other):
        return Outcome.contradicted
    return Outcome.inconclusive if Outcome.inconclusive in (one, other) else Outcome.consistent


def _surnames(a: Name, b: Name) -> Outcome:
    if a.surnames[-1] == b.surnames[-1] or set(a.surnames) & set(b.surnames):
        return Outcome.consistent
    if a.surnames[-1] in b.parts[1:] or b.surnames[-1] in a.parts[1:]:
        return Outcome.consistent
    if "".join(a.surnames) == "".join(b.surnames):
        return Outcome.consistent
    close = any(_is_slip(x, y) for x in a.surnames for y in b.surnames)
    return Outcome.inconclusive if close else Outcome.contradicted


def _given(a: Name, b: Name) -> Outcome:
    if _same_given(a.given[0], b.given[0]):
        return Outcome.consistent
    if any(_same_given(a.given[0], name) for name in b.given[1:] if len(name) > 1 and len(a.given[0]) > 1):
        return Outcome.consistent
    if any(_same_given(b.given[0], name) for name in a.given[1:] if len(name) > 1 and len(b.given[0]) > 1):
        return Outcome.consistent
    if "".join(a.given) == "".join(b.given) or _is_slip(a.given[0], b.given[0], 3):
        return Outcome.consistent if "".join(a.given) == "".join(b.given) else Outcome.inconclusive
    is_short = _is_short_form(a.given[0], b.given[0]) or _is_short_form(b.given[0], a.given[0])
    return Outcome.inconclusive if is_short else Outcome.contradicted


def _is_short_form(short: str, whole: str) -> bool:
    """Reggie of Reginald, Manny of Manuel: the beginning, its last letter doubled before a familiar ending."""
    stem = re.sub(r"(.)\1(?:ie|y|i)$", r"\1", short)
    return stem != short and len(stem) >= 3 and whole.startswith(stem)


def _same_given(one: str, other: str) -> bool:
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    return other in _nicknames().get(one, frozenset())


def _middles_differ(a: Name, b: Name) -> bool:
    """Whether both have a middle name and those cannot be the same."""
    one, other = a.given[1:], b.given[1:]
    if not one or not other or len(one) != len(other):
        return False
    return not all(_same_given(x, y) or y in a.parts or x in b.parts for x, y in zip(one, other, strict=True))


def _generations_differ(a: Name, b: Name) -> bool:
    return bool(a.suffix and b.suffix and a.suffix != b.suffix)


def _is_slip(one: str, other: str, shortest: int = 4) -> bool:
    """One letter wrong, missing, added, or two neighbours swapped, in words long enough for that to be a slip."""
    return min(len(one), len(other)) >= shortest and OSA.distance(one, other, score_cutoff=1) <= 1


def without_marks(text: str) -> str:
    """Lower case without accents and the strokes through letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return plain.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("æ", "ae")


@cache
def _name(text: str) -> Name:
    plain = re.sub(r"['’`.]", "", without_marks(text))
    before, comma, after = plain.partition(",")
    if comma and not set(after.split()) <= _SUFFIXES | _TITLES:
        surnames, first_suffix = _words(before)
        given, suffix = _words(after)
        if surnames and given:
            return Name(tuple(given), tuple(surnames), suffix or first_suffix)
    words, suffix = _words(re.sub(r"\.(?=\w)", " ", plain))
    if len(words) < 2:
        return Name((), tuple(words), suffix)
    hyphenated = [tuple(part.split("-")) for part in plain.replace(",", " ").split() if "-" in part]
    last = next(
        (len(parts) for parts in hyphenated if tuple(words[-len(parts) :]) == parts and len(words) > len(parts)), 1
    )
    if last == 1 and len(words) > 2 and len(words[-1]) == 1:  # a second surname cut to its initial
        return Name((*words[:-2], words[-1]), (words[-2],), suffix)
    return Name(tuple(words[:-last]), tuple(words[-last:]), suffix)


def _words(text: str) -> tuple[list[str], str]:
    words = re.findall(r"[^\W\d_]+", text)
    suffix = next((word for word in words[1:] if word in _SUFFIXES), "")
    kept = [word for index, word in enumerate(words) if word not in _TITLES and not (index and word in _SUFFIXES)]
    names = [word for word in kept if word not in _PARTICLES]
    return (names if len(names) >= 1 else kept), suffix


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    groups = tomllib.loads((Path(__file__).parent / "nicknames.toml").read_text("utf-8"))["groups"]
    found: dict[str, set[str]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, set()).update(group)
    return {name: frozenset(others - {name}) for name, others in found.items()}
