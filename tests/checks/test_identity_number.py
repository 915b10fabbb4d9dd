import pytest

from app.screening.checks import identity_number
from app.screening.verdict import Outcome, Severity


def _check(papers, *papers_shown, wages="78000.00"):
    """Papers as `(kind, name, number, confidence)`; the stub's pay comes to 78,000.00 a year."""
    documents, readings = [], {}
    for kind, name, number, confidence in papers_shown:
        field = "employee_name" if kind == "paystub" else "person_name"
        pay = {"gross_pay": "3000.00", "pay_frequency": "biweekly"} if kind == "paystub" else {"wages": wages}
        document = papers.document(kind, **{field: name}, **pay)
        page = papers.page([("SSN", 100), (number, 200)], confidence=confidence)
        documents.append(document)
        readings[document.file_id] = papers.reading(page)
    return identity_number.check(papers.packet(*documents, readings=readings))


STUB = ("paystub", "Jane Doe", "XXX-XX-5512", 1.0)


def test_the_same_last_digits_are_consistent_however_they_are_masked(papers):
    assert _check(papers, STUB, ("tax_return", "JANE DOE", "***-**-5512", 1.0)).outcome is Outcome.consistent


@pytest.mark.parametrize(("wages", "severity"), [("78000.00", Severity.note), ("146310.00", Severity.review)])
def test_other_last_digits_in_one_name_are_a_note_or_with_another_pay_review_and_none_is_told(papers, wages, severity):
    (signal,) = _check(papers, STUB, ("tax_return", "DOE, JANE", "123-45-8812", 1.0), wages=wages).signals
    assert signal.severity is severity
    assert not any("55" in text or "88" in text for text in (signal.observation, signal.expected, signal.actual))
    assert [item.text for item in signal.evidence] == ["number", "number"]


@pytest.mark.parametrize(
    "other",
    [
        ("tax_return", "John Roe", "XXX-XX-8812", 1.0),
        ("tax_return", "Jane Doe", "XXX-XX-8812", 0.9),
        ("tax_return", "Jane Doe", "XXXXX8812", 1.0),
        ("tax_return", "Jane Doe", "555-123-8812", 1.0),
    ],
    ids=["another person", "a faint reading", "another number", "a telephone"],
)
def test_what_cannot_be_compared_says_nothing(papers, other):
    assert _check(papers, STUB, other).outcome is Outcome.inconclusive


def test_two_tax_forms_without_a_stub_say_nothing(papers):
    forms = [("tax_return", "Jane Doe", number, 1.0) for number in ("XXX-XX-5512", "XXX-XX-8812")]
    assert _check(papers, *forms).outcome is Outcome.inconclusive
