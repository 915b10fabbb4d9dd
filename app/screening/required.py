"""Which of the required documents are there: counted by document, so that one stub handed in twice stays one."""

from __future__ import annotations

from app.screening.checks.coverage import lacking_days
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import paid_on
from app.screening.verdict import Document, DocumentType


def missing_documents(packet: Packet, *, is_self_employed: bool, is_on_benefits: bool) -> tuple[str, ...]:
    """The names of the missing document types, once per missing document, in the policy's order.

    Bank statements that are known to cover fewer days than the policy asks for leave one missing. Who lives on
    benefits or a pension has no stubs to show.
    """
    rule = packet.policy.completeness
    has_stubs = _count(packet, "paystub") >= rule.required.get("paystub", 0)
    required = rule.required_self_employed if is_self_employed and not has_stubs else rule.required
    wanted = {name: many for name, many in required.items() if name != "paystub" or not is_on_benefits}
    lacking = {name: max(0, many - _count(packet, name)) for name, many in wanted.items()}
    if lacking.get("bank_statement") == 0 and wanted["bank_statement"] and lacking_days(packet):
        lacking["bank_statement"] = 1
    return tuple(name for name, many in lacking.items() for _ in range(many))


def _count(packet: Packet, name: str) -> int:
    return len({_identity(packet, item) for item in packet.of_type(DocumentType(name))})


def _identity(packet: Packet, document: Document) -> tuple[str, ...]:
    """Two stubs of one pay day and the same amounts are one; other documents are told apart by content and page."""
    if document.document_type is DocumentType.paystub and (paid := paid_on(packet, document)):
        return paid.isoformat(), packet.text(document, "gross_pay"), packet.text(document, "employer_name").lower()
    content = next((reading.sha256 for item, reading in packet.read() if item.file_id == document.file_id), "")
    return content or document.file_id, str(document.page_from)
