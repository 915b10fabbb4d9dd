"""Cases for the scorecard, and documents drawn as PDFs for the whole way from bytes to verdict."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen import canvas

from app.screening.case import Case
from app.screening.facts.standing import Employment, Income
from app.screening.reading.reader import Reader
from app.screening.verdict import CheckResult, Outcome, Severity, Signal, SourceFile
from tests.reading_once import ReadingOnce

AS_OF = date(2026, 11, 21)


class Cases:
    """Builds cases for a rent basis of 2,000 dollars."""

    def case(
        self,
        monthly: str | None = "6000",
        months: int | None = 30,
        balance: str | None = "12000",
        rent: str = "2000",
        missing: tuple[str, ...] = (),
        results: tuple[CheckResult, ...] | None = None,
        **parts: Any,
    ) -> Case:
        income = Income(Decimal(monthly) if monthly else None, "paystubs" if monthly else "", "", bool(monthly))
        work = {"employer": "Acme Corp", "is_at_least": False, "is_self_employed": False, "explanation": ""}
        given = {key: parts.pop(key) for key in tuple(parts) if key in work}
        return Case(
            rent_basis=Decimal(rent),
            income=parts.pop("income", income),
            employment=Employment(**{**work, **given}, months=months),
            is_without_work=parts.pop("is_without_work", False),
            balance=Decimal(balance) if balance else None,
            balance_evidence=(),
            missing=missing,
            results=self.fine() if results is None else results,
            **parts,
        )

    def fine(self) -> tuple[CheckResult, ...]:
        return (
            CheckResult("net_pay", "arithmetic", Outcome.consistent, ""),
            CheckResult("same_person", "across", Outcome.consistent, ""),
        )

    def found(
        self, *severities: str, family: str = "arithmetic", code: str = "altered_paystub"
    ) -> tuple[CheckResult, ...]:
        signals = tuple(
            Signal(code, Severity(severity), "check", f"Observation {place}.", "", "", ("x",), "y")
            for place, severity in enumerate(severities)
        )
        return (*self.fine(), CheckResult("check", family, Outcome.contradicted, "", signals))


@pytest.fixture
def cases() -> Cases:
    return Cases()


def _draw(*rows: Iterable[tuple[float, str]], top: float = 740, size: float = 10) -> bytes:
    """A PDF of one page: rows of `(left edge, text)`, 18 points apart. Always the same bytes."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(612, 792), invariant=1, pageCompression=0)
    for number, items in enumerate(rows):
        for left, text in items:
            page.setFont("Helvetica-Bold" if number == 0 else "Helvetica", size + 4 * (number == 0))
            page.drawString(left, top - 18 * number, text)
    page.save()
    return buffer.getvalue()


class Drawn:
    """Draws the documents of an applicant as PDFs."""

    as_of = AS_OF

    def stub(
        self,
        name: str = "Jane Doe",
        pay_date: str = "11/13/2026",
        period: str = "10/26/2026 - 11/08/2026",
        ytd: str = "69,000.00",
        net: str = "2,285.50",
    ) -> bytes:
        return _draw(
            [(40, "ACME CORP")],
            [(40, "Earnings Statement")],
            [(40, "Employee Name:"), (140, name), (330, "Pay Date:"), (430, pay_date)],
            [(40, "Pay Frequency:"), (140, "Biweekly"), (330, "Pay Period:"), (430, period)],
            [(40, "Employer:"), (140, "Acme Corp")],
            [(40, "Earnings"), (330, "Current"), (430, "YTD")],
            [(40, "Regular Salary"), (330, "3,000.00"), (430, ytd)],
            [(40, "Gross Pay"), (330, "3,000.00"), (430, ytd)],
            [(40, "Deductions"), (330, "Current"), (430, "YTD")],
            [(40, "Federal Income Tax"), (330, "385.00"), (430, "8,855.00")],
            [(40, "Social Security"), (330, "186.00"), (430, "4,278.00")],
            [(40, "Medicare"), (330, "43.50"), (430, "1,000.50")],
            [(40, "Health Insurance"), (330, "100.00"), (430, "2,300.00")],
            [(40, "Total Deductions"), (330, "714.50"), (430, "16,433.50")],
            [(40, "Net Pay"), (330, net)],
        )

    def statement(self, name: str = "Jane Doe", deposit: str = "2,285.50", closing: str = "17,410.20") -> bytes:
        return _draw(
            [(40, "FIRST COMMUNITY BANK")],
            [(40, "Account Statement")],
            [(40, "Account Holder:"), (160, name)],
            [(40, "Statement Period:"), (160, "09/01/2026 - 10/31/2026")],
            [(40, "Beginning Balance"), (330, "14,000.00")],
            [(40, "Total Deposits"), (330, "4,571.00")],
            [(40, "Total Withdrawals"), (330, "1,160.80")],
            [(40, "Ending Balance"), (330, closing)],
            [(40, "Date"), (110, "Description"), (330, "Amount"), (430, "Balance")],
            [(40, "10/02/2026"), (110, "ACME CORP PAYROLL DIRECT DEP"), (330, "2,285.50"), (430, "16,285.50")],
            [(40, "10/05/2026"), (110, "Check 1042"), (330, "-1,100.00"), (430, "15,185.50")],
            [(40, "10/16/2026"), (110, "ACME CORP PAYROLL DIRECT DEP"), (330, deposit), (430, "17,471.00")],
            [(40, "10/21/2026"), (110, "Card purchase"), (330, "-60.80"), (430, "17,410.20")],
        )

    def letter(self, name: str = "Jane Doe") -> bytes:
        return _draw(
            [(40, "Acme Corp")],
            [(40, "November 2, 2026")],
            [(40, "To whom it may concern: employment verification letter")],
            [(40, f"This letter confirms that {name}")],
            [(40, "has been employed by Acme Corp since March 4, 2024.")],
            [(40, "The position is Analyst. The annual salary is $78,000.00.")],
            [(40, "Sincerely, Human Resources")],
        )

    def identity(self, name: str = "Jane Doe") -> bytes:
        return _draw(
            [(40, "DRIVER LICENSE")],
            [(40, "State of Example")],
            [(40, "Name:"), (140, name)],
            [(40, "Expires:"), (140, "05/14/2029")],
        )

    def packet(self, name: str = "Jane Doe", **stub: str) -> list[SourceFile]:
        """A complete packet in this name; `stub` changes the newest stub."""
        earlier = {"pay_date": "10/30/2026", "period": "10/12/2026 - 10/25/2026", "ytd": "66,000.00"}
        files = {
            "id.pdf": self.identity(name),
            "stub1.pdf": self.stub(name, **stub),
            "stub2.pdf": self.stub(name, **earlier),
            "statement.pdf": self.statement(name),
            "letter.pdf": self.letter(name),
        }
        return [SourceFile(f"f{place}", file, content) for place, (file, content) in enumerate(files.items())]

    def saved_again(self, content: bytes, before: bytes, after: bytes) -> bytes:
        """The PDF with an incremental update (ISO 32000-1, 7.5.6) that replaces text on its page."""
        with pikepdf.open(io.BytesIO(content)) as pdf:
            stream = pdf.pages[0].Contents
            number, changed = stream.objgen[0], stream.read_bytes().replace(before, after)
            size, root = int(pdf.trailer.Size), pdf.trailer.Root.objgen[0]
        previous = int(content.rsplit(b"startxref", 1)[1].split()[0])
        start = len(content) + 1
        added = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(changed), changed)
        table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        return content + added + table % (number, start, size, root, previous, len(content) + len(added))


@pytest.fixture
def drawn() -> Drawn:
    return Drawn()


@pytest.fixture(scope="session")
def reader(reader: Reader) -> ReadingOnce:
    """The packets here are read again and again; how files are read is tested in tests/reading."""
    return ReadingOnce(reader)
