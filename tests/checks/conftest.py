"""Papers for the checks: documents with the fields that a test names, and pages with the rows that it writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.screening.checks.packet import Packet
from app.screening.policy import load_policy
from app.screening.reading.pages import Metadata, Page, ReadFile, Reading, Word
from app.screening.verdict import Applicant, Document, DocumentType, Fact

AS_OF = date(2026, 11, 21)


class Papers:
    """Builds documents, pages, readings and packets."""

    as_of = AS_OF

    def __init__(self) -> None:
        self._made = 0

    def document(self, kind: str, confidence: float = 0.99, file_id: str = "", **fields: Any) -> Document:
        self._made += 1
        facts = {
            name: Fact(value, value if isinstance(value, str) else "rows", confidence, 1, self.box(place))
            for place, (name, value) in enumerate(fields.items())
        }
        name = file_id or f"f{self._made}"
        return Document(name, f"{name}.pdf", DocumentType(kind), 0.98, 1, fields=facts)

    def stub(self, pay_date: str = "2026-11-13", **fields: Any) -> Document:
        usual = {
            "employee_name": "Jane Doe",
            "employer_name": "Acme Corp",
            "pay_date": pay_date,
            "pay_frequency": "biweekly",
            "gross_pay": "3000.00",
            "net_pay": "2300.50",
            "deductions_total": "699.50",
            "ytd_gross": "69000.00",
        }
        return self.document("paystub", **{**usual, **fields})

    def statement(self, *payroll: tuple[str, str, str], **fields: Any) -> Document:
        rows = tuple({"date": day, "amount": amount, "description": text} for day, amount, text in payroll)
        usual = {
            "account_holder": "Jane Doe",
            "bank_name": "First Bank",
            "statement_start": "2026-10-01",
            "statement_end": "2026-10-31",
            "opening_balance": "5000.00",
            "closing_balance": "6100.25",
            "deposits_total": "4600.00",
            "withdrawals_total": "3499.75",
        }
        return self.document("bank_statement", **{**usual, **({"payroll_deposits": rows} if rows else {}), **fields})

    def box(self, place: int) -> tuple[float, float, float, float]:
        return (300.0, 100.0 + 20 * place, 360.0, 110.0 + 20 * place)

    def page(self, *rows: Iterable[tuple[str, float]], number: int = 1, source: Any = "text", **word: Any) -> Page:
        """Rows of `(text, right edge)` from the top, 20 points apart; `word` gives font, size or confidence."""
        words = tuple(
            Word(
                text,
                (right - 6 * len(text), 100.0 + 20 * row, right, 110.0 + 20 * row),
                **{"font": "Sans", "size": 9.0, **word},
            )
            for row, items in enumerate(rows)
            for text, right in items
        )
        return Page(number, 612.0, 792.0, words, source)

    def reading(self, *pages: Page, **parts: Any) -> Reading:
        return Reading("0" * 64, "application/pdf", pages, len(pages), **parts)

    def metadata(self, **parts: Any) -> Metadata:
        return Metadata(**parts)

    def packet(
        self,
        *documents: Document,
        readings: dict[str, Reading] | None = None,
        name: str = "Jane Doe",
        rent: str = "2000",
    ) -> Packet:
        """A packet with one file per document; `readings` gives what was read of a file, by file id."""
        known = readings or {}
        ids = dict.fromkeys(document.file_id for document in documents)
        files = tuple(
            ReadFile(item, f"{item}.pdf", known.get(item, self.reading(Page(1, 612, 792, (), "text")))) for item in ids
        )
        return Packet(Applicant(name, Decimal(rent)), files, documents, load_policy(), AS_OF)

    def with_file(self, document: Document, reading: Reading) -> Packet:
        """A packet of this one document with the reading of its file."""
        return self.packet(document, readings={document.file_id: reading})

    def with_word(self, page: Page, place: int, **changes: Any) -> Page:
        """The page with one word changed."""
        words = list(page.words)
        words[place] = replace(words[place], **changes)
        return replace(page, words=tuple(words))


@pytest.fixture
def papers() -> Papers:
    return Papers()
