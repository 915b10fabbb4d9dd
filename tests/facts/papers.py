"""Documents as the reading leaves them, for tests of what is made of their facts."""

from app.screening.verdict import Document, DocumentType, Fact


def paper(kind, **fields):
    """A document of one page; a list is a table."""
    facts = {
        key: Fact(tuple(value) if isinstance(value, list) else value, str(value), 0.95, 1, (1.0, 2.0, 3.0, 4.0))
        for key, value in fields.items()
    }
    return Document("f", "f.pdf", DocumentType(kind), 0.95, 1, fields=facts)


def stub(gross="3000.00", start="2026-11-01", end="2026-11-14", paid="2026-11-20", **more):
    """A stub of two weeks at Acme Inc."""
    fields = {
        "gross_pay": gross,
        "period_start": start,
        "period_end": end,
        "pay_date": paid,
        "employer_name": "Acme Inc",
    }
    return paper("paystub", **(fields | more))
