"""Labels that stand too close to their neighbours ("Jane Doe Employer:", "Current YTD") are cut apart here."""

from __future__ import annotations

import re
from functools import cache

from app.screening.facts.labels import all_labels, column_kinds, field_labels, split_columns, squeeze

_MOST_WORDS = 8


@cache
def label_cuts(raw: str) -> tuple[int, ...]:
    """Offsets at which a stretch of text falls into labels; empty when it is one label, or none that is known."""
    if len(raw.split()) < 2 or _is_label(raw):
        return ()
    cuts = _column_cuts(raw)
    if cuts or not raw.endswith(":"):
        return cuts
    ends = (found.end() for found in re.finditer(r"\s", raw))
    return next(((cut,) for cut in ends if squeeze(raw[cut:]) in field_labels()), ())


def _is_label(raw: str) -> bool:
    whole = squeeze(raw)
    return whole in all_labels() or (bool(split_columns(raw)[1]) and split_columns(raw)[0] in all_labels())


def _column_cuts(raw: str) -> tuple[int, ...]:
    """Cuts between headings of columns, when the stretch is made of nothing else and one of them is of the year so
    far."""
    words = list(re.finditer(r"\S+", raw))
    if len(words) > _MOST_WORDS or "ytd" not in {kind for word in (raw, *raw.split()) for kind in column_kinds(word)}:
        return ()
    parts = _segments([word.group() for word in words])
    if len(parts) < 2:
        return ()
    starts, at = [], 0
    for part in parts[:-1]:
        at += part
        starts.append(words[at].start())
    return tuple(starts)


def _segments(words: list[str]) -> list[int]:
    """Lengths in words of the longest headings that the words fall into, from the left; empty when some word fits
    none."""
    if not words:
        return []
    for size in range(len(words), 0, -1):
        kinds = column_kinds(" ".join(words[:size]))
        if not kinds or {"current", "ytd"} <= kinds:
            continue
        rest = _segments(words[size:])
        if rest or size == len(words):
            return [size, *rest]
    return []
