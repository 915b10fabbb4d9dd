"""Income and employment as the scorecard takes them: a number, how it came about, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.screening.verdict import Evidence


@dataclass(frozen=True, slots=True)
class Income:
    """Monthly gross income. `monthly` is None when no document shows any.

    `source` is paystubs, letter, deposits, tax_return or empty; `is_net` marks income known only from deposits;
    `is_verified` is False where no primary document (stub, letter, tax form) supports it.
    """

    monthly: Decimal | None
    source: str
    explanation: str
    is_verified: bool
    is_net: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Employment:
    """How long the present work has lasted, in whole months; `is_at_least` when only the earliest evidence is known."""

    employer: str
    months: int | None
    is_at_least: bool
    is_self_employed: bool
    explanation: str
    evidence: tuple[Evidence, ...] = ()
