"""Labels that stand too close to their neighbours ("Jane Doe Employer:", "Current YTD") are cut apart here."""

from __future__ import annotations

import re
from functools import cache

from app.screening.facts.labels import all_labels, column_kinds, field_labels, names, split_columns, squeeze

_MOST_WORDS = 8
_GLUED = re.compile(r"[a-z][A-Z]")
_TWO_HEADS = re.compile(r"(?i)(?:rate|hours|hrs)\s+(?:this |current|y-?t-?d|year)[^:]*$")
"""A rate or hours before a period are two headings; "Current rate" is one label."""
_SIGN = re.compile(r"\$\)? [A-Z]")
"""A sign of money ends a heading."""
_GOES_ON = re.compile(r"\b(?:of|the|your|our|for|by|and|or|this|to)$", re.I)
"""Words that belong to what follows: "Signature of employer:" is no employer."""
_NEVER_LAST = frozenset({"date", "name", "period", "from", "to", "status", "type"})
"""Labels that are as often the end of a longer one ("Next review date:")."""
_NEVER_ONE = ({"current", "ytd"}, {"rate", "current"}, {"rate", "ytd"}, {"hours", "rate"})
"""Kinds that no single heading has."""
_TELLING = frozenset({"hours", "rate", "current", "ytd", "amount"})
_THINGS = frozenset({"item", "description"})
"""Headings of the column that says what the amounts are."""
_WORDS = re.compile(r"[A-Z]?[^\sA-Z]+|[A-Z]+(?![a-z])")
"""Words, and what a capital starts inside one ("RateCurrent")."""


@cache
def label_cuts(raw: str) -> tuple[int, ...]:
    """Offsets at which a stretch of text falls into labels; empty when it is one label, or none that is known."""
    if _is_label(raw) and not any(sign.search(raw) for sign in (_GLUED, _TWO_HEADS, _SIGN)) and not _has_titles(raw):
        return ()
    cuts = _column_cuts(raw) or _section_cut(raw) or _statement_cut(raw)
    if cuts or _is_label(raw) or not raw.endswith(":"):
        return cuts
    ends = (found.end() for found in re.finditer(r"\s", raw) if not _GOES_ON.search(raw[: found.start()]))
    labels = field_labels() - _NEVER_LAST
    return next(((cut,) for cut in ends if squeeze(raw[cut:]) in labels), ())


def _is_label(raw: str) -> bool:
    whole = squeeze(raw)
    return whole in all_labels() or (bool(split_columns(raw)[1]) and split_columns(raw)[0] in all_labels())


def _section_cut(raw: str) -> tuple[int, ...]:
    """The cut between the title of a table and a heading of its columns or of the table before it ("EARNING RATE",
    "YTD $ DEDUCTION")."""
    for found in re.finditer(r"(?<=\S)\s+(?=\S)", raw):
        one, other = raw[: found.start()], raw[found.end() :]
        ends_table = other[0].isalpha() and column_kinds(one) & {"current", "ytd"} and squeeze(other) in _titles()
        if ends_table or (squeeze(one) in _titles() and column_kinds(other) & {"hours", "rate"}):
            return (found.end(),)
    return ()


def _statement_cut(raw: str) -> tuple[int, ...]:
    """The cut between two headings of a statement's table, one of them of days, words or balances ("Balance
    Description")."""
    heads = names("bank_statement", "columns")
    for found in re.finditer(r"(?<=\S)\s+(?=\S)", raw):
        kinds = [
            {kind for kind, said in heads.items() if squeeze(text) in said}
            for text in (raw[: found.start()], raw[found.end() :])
        ]
        if all(kinds) and not kinds[0] & kinds[1] and (kinds[0] | kinds[1]) & {"description", "balance"}:
            return (found.end(),)
    return ()


@cache
def _titles() -> frozenset[str]:
    sections = names("paystub", "sections")
    return frozenset(label for name, labels in sections.items() if name != "total" for label in labels)


def _has_titles(raw: str) -> bool:
    """Whether a column's heading that ends like a title stands before another title ("YTD EARNINGS DEDUCTIONS")."""
    pairs = ((raw[: found.start()].split()[-1:], raw[found.end() :]) for found in re.finditer(r"(?<=\S)\s+", raw))
    return any(squeeze(one[0]) in _titles() and squeeze(other) in _titles() for one, other in pairs)


def _column_cuts(raw: str) -> tuple[int, ...]:
    """Cuts between headings of columns, when the stretch is made of nothing else and they are of different kinds."""
    words = list(_WORDS.finditer(raw))
    if not 2 <= len(words) <= _MOST_WORDS:
        return ()
    texts = [word.group() for word in words]
    parts = _segments(texts, bool(_GLUED.search(raw)))
    starts = [sum(parts[:index]) for index in range(len(parts))]
    kinds = [column_kinds(" ".join(texts[at : at + size])) & _TELLING for at, size in zip(starts, parts, strict=True)]
    things = any(text.lower() in _THINGS for text in texts)
    if len(parts) < 2 or len({kind for some in kinds for kind in some}) + things < 2:
        return ()
    return tuple(words[at].start() for at in starts[1:])


def _segments(words: list[str], glued: bool) -> list[int]:
    """Lengths in words of the longest headings that the words fall into, from the left; empty when some word fits
    none."""
    for size in range(len(words), 0, -1):
        if not _is_one_heading(words[:size], glued):
            continue
        rest = _segments(words[size:], glued)
        if rest or size == len(words):
            return [size, *rest]
    return []


def _is_one_heading(words: list[str], glued: bool) -> bool:
    kinds = column_kinds(" ".join(words))
    if len(words) == 1 and words[0].lower() in _THINGS:
        return True
    single = {kind for word in words for kind in column_kinds(word)}
    if not kinds or {"hours", "amount"} <= single or (glued and {"hours", "current"} <= kinds):
        return False
    return not any(pair <= kinds for pair in _NEVER_ONE)
