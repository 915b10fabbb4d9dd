"""The Jinja environment: strict, escaping, with the few filters that pages share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.assets import asset_url
from app.clock import utc_now
from app.templating_output import LeanEnvironment

KNOWN_WORDS = {
    "government id": "Government ID",
    "paystub": "Pay stub",
    "fica": "Social Security and Medicare",
    "fica social security": "Social Security",
    "fica medicare": "Medicare",
    "ytd gross": "Gross, year to date",
    "ytd net": "Net, year to date",
    "ytd taxes": "Taxes, year to date",
    "ytd deductions": "Deductions, year to date",
    "ytd social security": "Social Security, year to date",
    "ytd medicare": "Medicare, year to date",
    "ytd progression": "Year-to-date progression",
    "id expiry": "ID expiry",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""In English wherever the server stands; `strftime` would take ten times as long."""
MOST_WORDS_KEPT = 1000
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def make_environment() -> Environment:
    """One environment for a process. Templates are read once."""
    environment = LeanEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "money": money,
        "moment": moment,
        "ago": ago,
        "day": day,
        "words": words,
        "size": file_size,
        "commas": commas,
        "tally": tally,
        "iso": lambda at: at.isoformat(),
    }
    environment.globals |= {"asset": asset_url}
    return environment


def money(amount: Decimal | float | str | None) -> str:
    """`$2,000` or `$2,000.50`; a dash where there is none."""
    if amount is None or amount == "":
        return "–"
    value = Decimal(str(amount))
    text = f"{abs(value):,.2f}".removesuffix(".00")
    return f"-${text}" if value < 0 else f"${text}"


def moment(at: datetime | None, timezone: str) -> str:
    """`Nov 21, 2026, 10:05 AM` in the site's zone."""
    if at is None:
        return "–"
    local = at.astimezone(ZoneInfo(timezone))
    return f"{day(local)}, {local.hour % 12 or 12}:{local.minute:02} {'PM' if local.hour > 11 else 'AM'}"


def ago(at: datetime | None) -> str:
    """`just now`, `5 min ago`, `3 h ago`, `12 days ago`."""
    if at is None:
        return "never"
    seconds = max(0, int((utc_now() - at).total_seconds()))
    for length, word in ((86_400, "day"), (3_600, "h"), (60, "min")):
        if seconds >= length:
            number = seconds // length
            plural = "s" if word == "day" and number > 1 else ""
            return f"{number} {word}{plural} ago"
    return "just now"


def day(value: date | None) -> str:
    """`Nov 21, 2026`."""
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}" if value else "–"


@lru_cache(maxsize=MOST_WORDS_KEPT, typed=True)
def words(code: Any) -> str:
    """`approve_with_conditions` as `Approve with conditions`; the initialisms that people know stay as they are."""
    text = str(code or "").replace("_", " ").strip()
    return KNOWN_WORDS.get(text, text[:1].upper() + text[1:])


def commas(numbers: Iterable[float]) -> str:
    """`72,90.5,120,101`: a box as addresses have it."""
    return ",".join(map(str, numbers))


def tally(rows: Iterable[Mapping[str, Any]], name: str) -> Counter[Any]:
    """How many of the rows have which value under this name; 0 for others."""
    return Counter(row[name] for row in rows)


def file_size(size: int) -> str:
    """`820 KB`, `3.4 MB`."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
