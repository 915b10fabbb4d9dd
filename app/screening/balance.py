"""The money on the applicant's accounts: the newest closing balance of each, added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.screening.checks.packet import Packet, as_amount
from app.screening.checks.totals import closing_by_totals
from app.screening.verdict import Document, DocumentType, Evidence

SUM_OF_ACCOUNTS = "balances_total"
"""What a statement of several accounts prints as their sum; it then has no closing balance of its own."""

_NEXT = timedelta(days=5)
"""The longest way from the end of a statement to the beginning of the next: a weekend and a holiday."""


@dataclass(frozen=True, slots=True)
class Balance:
    """`amount` in dollars, None when no statement shows one; the places of the balances that were added."""

    amount: Decimal | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Closing:
    bank: str
    start: date | None
    end: date | None
    opening: Decimal | None
    amount: Decimal
    statement: Document
    field: str


def bank_balance(packet: Packet) -> Balance:
    """Statements of one bank whose spans follow each other are one account; overlapping ones are several accounts.

    A statement without dates counts only where it is the bank's only one, and the same statement twice counts once.
    """
    found = [closing for item in packet.of_type(DocumentType.bank_statement) if (closing := _closing(packet, item))]
    chosen = [closing for bank in dict.fromkeys(item.bank for item in found) for closing in _newest(found, bank)]
    chosen = [item for item in chosen if not any(_continues(other, item) for other in found)]
    if not chosen:
        return Balance(None)
    evidence = tuple(place for item in chosen for place in item.statement.evidence(item.field))
    return Balance(sum((item.amount for item in chosen), Decimal(0)), evidence)


def _closing(packet: Packet, statement: Document) -> _Closing | None:
    field = "closing_balance" if packet.amount(statement, "closing_balance") is not None else SUM_OF_ACCOUNTS
    amount = packet.amount(statement, field)
    if amount is None and (amount := _proven(packet, statement)) is not None:
        field = "closing_balance"
    if amount is None:
        return None
    start, end = packet.day(statement, "statement_start"), packet.day(statement, "statement_end")
    bank, opening = packet.text(statement, "bank_name").lower(), packet.amount(statement, "opening_balance")
    return _Closing(bank, start, end, opening, amount, statement, field)


def _proven(packet: Packet, statement: Document) -> Decimal | None:
    """A closing balance that was read faintly, where the statement's own sums come to it to the cent."""
    fact = statement.fields.get("closing_balance")
    read = as_amount(fact.value) if fact else None
    return read if read is not None and read == closing_by_totals(packet, statement) else None


def _continues(newer: _Closing, older: _Closing) -> bool:
    """One paper begins with what the other ends with, on the next days: one account, whatever each calls its bank."""
    if newer.start is None or older.end is None or not older.amount:
        return False
    return newer.opening == older.amount and timedelta(0) <= newer.start - older.end <= _NEXT


def _newest(found: list[_Closing], bank: str) -> list[_Closing]:
    mine = [item for item in found if item.bank == bank]
    dated = [item for item in mine if item.end]
    if not dated:
        return mine[:1]
    last = max(item.end for item in dated if item.end)
    different = {(item.start, item.end, item.opening, item.amount): item for item in dated if _is_open(item, last)}
    return list(different.values())


def _is_open(item: _Closing, last: date) -> bool:
    """The statement ends on the newest day, or its span and the newest one overlap by more than a few days."""
    return item.end is not None and (last - item.end).days <= 3
