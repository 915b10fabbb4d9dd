"""Labels live in data; this turns any spelling of one into the field that it stands for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

_DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))
_FUZZY_FROM = 8
"""Labels shorter than this many letters must match exactly; one slip in a short word makes another word."""
_NOT_LABELS = ("subtypes", "not_names", "payroll", "extras", "lines", "spanish")
"""Groups of the data that are words to look for, not labels of fields."""
_CHOICE = re.compile(r"\(([^()|]*\|[^()]*)\)")
"""Words of a label in the data that may stand for one another."""
_CURRENCY = re.compile(r"\(\s*\$?\s*\)|\b(?:USD|EUR|GBP)\b|\b20[2-4]\d\b")
_TAILS = ("ason", "asof", "on", "from", "at", "usd", "s")


def squeeze(text: str) -> str:
    """Letters and digits only, lower case, without diacritics: "Gross-Pay :" and "GrossPay" are the same label."""
    plain = unicodedata.normalize("NFKD", text).replace("&", " and ")
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def names(section: str, group: str) -> dict[str, dict[str, int]]:
    """Per field of a section's group its squeezed labels, with their rank (0 is the most telling)."""
    return _names(section, group)


@cache
def strings(section: str, group: str, name: str) -> tuple[str, ...]:
    """A plain list of words of a section, as it stands in the data."""
    return tuple(_DATA[section][group][name])


@cache
def _names(section: str, group: str) -> dict[str, dict[str, int]]:
    return {field: _ranked(labels) for field, labels in _DATA[section][group].items()}


def _ranked(labels: list[str]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for label in labels:
        for spelling in _spellings(label):
            ranks.setdefault(squeeze(spelling), len(ranks))
    return ranks


def _spellings(label: str) -> list[str]:
    """What a label of the data stands for: "(pay|work) period" is two labels, "(pay|) period" too."""
    parts = [part.split("|") if "|" in part else [part] for part in _CHOICE.split(label)]
    return ["".join(words) for words in product(*parts)]


@cache
def column_words() -> dict[str, frozenset[str]]:
    """The words of the kinds of column: current, ytd, hours, rate, amount, none."""
    return {kind: frozenset(_ranked(words)) for kind, words in _DATA["columns"].items()}


@cache
def all_labels() -> frozenset[str]:
    """Every squeezed label of every type, to tell a label from a name."""
    return field_labels() | frozenset(word for words in column_words().values() for word in words)


@cache
def field_labels() -> frozenset[str]:
    """Every squeezed label of a field or section, without the words that only head columns."""
    found: set[str] = set()
    for section, groups in _DATA.items():
        for group, fields in groups.items() if section != "columns" else ():
            if group in _NOT_LABELS:
                continue
            lists = fields.values() if isinstance(fields, dict) else [fields]
            found.update(squeeze(said) for labels in lists for label in labels for said in _spellings(label))
    return frozenset(found)


@cache
def split_columns(text: str) -> tuple[str, frozenset[str]]:
    """A label without its column words, and what they say: "YTD Gross Pay" is ("grosspay", {"ytd"})."""
    base, kinds = squeeze(_CURRENCY.sub("", text)), set()
    again = True
    while again and base:
        again = False
        for kind in ("ytd", "current"):
            for word in sorted(column_words()[kind], key=len, reverse=True):
                if len(word) < 3 or word == "period" or word == "todate":
                    continue
                if base == word or base.startswith(word) or base.endswith(word):
                    base = base[len(word) :] if base.startswith(word) else base[: -len(word)]
                    kinds.add(kind)
                    again = True
                    break
    return base, frozenset(kinds)


def column_kinds(text: str) -> frozenset[str]:
    """What a column headed `text` holds (current, ytd, hours, rate, amount, none); empty when the text heads no
    column."""
    words, whole = column_words(), squeeze(_CURRENCY.sub("", text))
    found = {kind for kind in words if whole in words[kind]}
    base, kinds = split_columns(text)
    if not base:
        return frozenset(kinds or found)
    inner = {kind for kind in ("hours", "rate", "amount", "none") if base in words[kind]}
    return frozenset(inner | kinds) if inner else frozenset(found)


def match(label: str, ranks: dict[str, int], *, scanned: bool = False) -> int | None:
    """The rank of a squeezed label among a field's labels, or None; one wrong letter is forgiven on scanned pages."""
    if label in ranks:
        return ranks[label]
    for tail in _TAILS:
        if label.endswith(tail) and label[: -len(tail)] in ranks:
            return ranks[label[: -len(tail)]]
    if not scanned or len(label) < _FUZZY_FROM or label in all_labels():
        return None
    close = [rank for known, rank in ranks.items() if Levenshtein.distance(label, known, score_cutoff=1) <= 1]
    return min(close) + 100 if close else None
