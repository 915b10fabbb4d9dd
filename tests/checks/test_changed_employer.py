import pytest

from app.screening.checks import changed_employer
from app.screening.verdict import Outcome, Severity

EARLIER = {"ytd_gross": "66000.00", "employer_name": "Acme Corp"}
LATER = {"ytd_gross": "69000.00", "employer_name": "Redwood Partners"}


def _check(papers, earlier=None, later=None, paid="2026-11-13", **readings):
    one = papers.stub("2026-10-30", **EARLIER | (earlier or {}))
    other = papers.stub(paid, **LATER | (later or {}))
    known = {other.file_id: papers.reading(papers.page(*readings["printed"]))} if readings else {}
    return changed_employer.check(papers.packet(one, other, readings=known))


def test_a_total_that_goes_on_under_another_employer_is_review_and_says_both_totals(papers):
    (signal,) = _check(papers).signals
    assert (signal.severity, signal.field) == (Severity.review, "employer_name")
    assert "$66,000.00" in signal.observation and "$69,000.00" in signal.observation
    assert len(signal.evidence) == 4


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({}, {"ytd_gross": "3000.00"}),
        ({}, {"employer_name": "ACME CORP INC"}),
        ({"ytd_gross": "3000.00", "gross_pay": "3000.00"}, {"ytd_gross": "6000.00"}),
        ({}, {"ytd_gross": "69412.10"}),
    ],
    ids=["a new job starts at nothing", "the same name otherwise written", "two new jobs", "a second job's own total"],
)
def test_two_employers_with_totals_of_their_own_are_ordinary(papers, earlier, later):
    assert _check(papers, earlier, later).signals == ()


def test_a_stub_that_names_both_shows_a_renamed_employer(papers):
    rows = [[("Redwood", 100), ("formerly", 160), ("Acme", 220), ("Corp", 260)]]
    assert _check(papers, printed=rows).signals == ()


def test_one_stub_says_nothing(papers):
    assert changed_employer.check(papers.packet(papers.stub())).outcome is Outcome.inconclusive
