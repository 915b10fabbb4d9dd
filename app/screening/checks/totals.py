"""What a statement's own totals make of its opening balance."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.packet import Packet
from app.screening.verdict import Document


def closing_by_totals(packet: Packet, statement: Document) -> Decimal | None:
    """Opening balance + deposits − withdrawals in dollars; None unless all three were read surely."""
    names = ("opening_balance", "deposits_total", "withdrawals_total")
    opening, paid_in, paid_out = (packet.amount(statement, name) for name in names)
    if opening is None or paid_in is None or paid_out is None:
        return None
    return opening + abs(paid_in) - abs(paid_out)
