"""How letters phrase things lives in data; here it becomes compiled patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))


@cache
def phrase(name: str, *, before: bool = False, exact_case: bool = False) -> re.Pattern[str]:
    """The pattern called `name`; with `before` it must end where the text ends."""
    raw = _DATA[name]
    whole = "|".join(raw) if isinstance(raw, list) else raw
    return re.compile(rf"(?:{whole})\s*$" if before else whole, 0 if exact_case else re.IGNORECASE)


@cache
def leads(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a list, one by one, with `{name}`, `{company}` and the like filled in; case counts in them."""
    parts = {
        "honorific": _DATA["honorific"],
        "name": _DATA["name"],
        "company": _DATA["company"],
        "articles": _DATA["title_articles"],
    }
    return tuple(re.compile(_filled(raw, parts)) for raw in _DATA[name])


@cache
def titles() -> tuple[re.Pattern[str], ...]:
    """The patterns that find a job title, as group `t`."""
    articles, end = _DATA["title_articles"], _DATA["title_end"]
    forms = [_filled(lead, {"articles": articles}) for lead in _DATA["title_leads"]]
    capital = [rf"{form}(?P<t>[A-Z][^.,;:$\d]{{2,60}}?){end}" for form in forms]
    return tuple(re.compile(form) for form in (*capital, _DATA["plain_titles"] + end))


@cache
def units(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The units of pay with their patterns, in the order in which they are tried."""
    return tuple((unit, re.compile(raw, re.IGNORECASE)) for unit, raw in _DATA[group].items())


def _filled(raw: str, parts: dict[str, str]) -> str:
    for key, part in parts.items():
        raw = raw.replace("{" + key + "}", part)
    return raw
