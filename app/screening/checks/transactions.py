"""The rows of a statement as numbers with their places."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.screening.checks.packet import Packet, as_amount
from app.screening.verdict import Box, Document, Evidence


@dataclass(frozen=True, slots=True)
class Transaction:
    """One row: a magnitude, whether it is a credit (None when unknown), the running balance if one is printed."""

    day: str
    amount: Decimal
    is_credit: bool | None
    balance: Decimal | None
    evidence: Evidence


def transactions(packet: Packet, statement: Document) -> tuple[Transaction, ...]:
    """The rows of the statement in printed order; empty when they were not read surely."""
    fact = packet.sure(statement, "transactions")
    rows = fact.value if fact and not isinstance(fact.value, str) else ()
    return tuple(row for item in rows if (row := _row(statement, item)))


def _row(statement: Document, item: dict[str, str]) -> Transaction | None:
    amount = as_amount(item.get("amount"))
    if amount is None:
        return None
    is_credit = {"credit": True, "debit": False}.get(item.get("direction", ""))
    page = int(item["page"]) if item.get("page", "").isdigit() else statement.page_from
    place = Evidence(statement.file_id, statement.file_name, page, _box(item.get("box", "")), item["amount"])
    return Transaction(item.get("date", ""), abs(amount), is_credit, as_amount(item.get("balance")), place)


def _box(text: str) -> Box | None:
    try:
        x0, y0, x1, y1 = (float(part) for part in text.split())
    except ValueError:
        return None
    return (x0, y0, x1, y1)
