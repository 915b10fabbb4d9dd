"""How many days the bank statements cover, where all of them tell it."""

from __future__ import annotations

from app.screening.checks.packet import Packet
from app.screening.facts.deposit_sources import days_covered
from app.screening.verdict import DocumentType


def lacking_days(packet: Packet) -> int | None:
    """The days that the statements cover, when these are fewer than the policy asks for; None when they are enough, or
    when a statement does not tell its days."""
    statements = packet.of_type(DocumentType.bank_statement)
    told = [packet.day(item, name) for item in statements for name in ("statement_start", "statement_end")]
    days = len(days_covered(statements)) if all(told) else 0
    return days if 0 < days < packet.policy.recency.statement_coverage else None
