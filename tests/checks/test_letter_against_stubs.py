import pytest

from app.screening.checks import letter_against_stubs
from app.screening.verdict import Outcome, Severity


def _letter(papers, salary, employer="Acme Corp"):
    return papers.document("employment_letter", employer_name=employer, annual_salary=salary)


@pytest.mark.parametrize("salary", ["78000.00", "71000.00", "86000.00"])
def test_within_ten_percent_the_letter_and_the_stub_agree(papers, salary):
    packet = papers.packet(_letter(papers, salary), papers.stub())
    assert letter_against_stubs.check(packet).outcome is Outcome.consistent


def test_a_letter_far_above_the_pay_is_review(papers):
    (signal,) = letter_against_stubs.check(papers.packet(_letter(papers, "120000.00"), papers.stub())).signals
    assert (signal.severity, signal.code) == (Severity.review, "fake_employment_letter")


def test_another_employer_is_review_and_no_fraud_code(papers):
    packet = papers.packet(_letter(papers, "78000.00", "Borealis Foods"), papers.stub())
    (signal,) = letter_against_stubs.check(packet).signals
    assert signal.code == "inconsistent_information"


def test_a_letter_that_mentions_the_stubs_employer_anywhere_is_not_another_employer_s(papers):
    letter = _letter(papers, "78000.00", "Smith and Partners")
    page = papers.page([("employed", 60), ("by", 80), ("Acme", 120), ("Corp", 150)])
    packet = papers.packet(letter, papers.stub(), readings={letter.file_id: papers.reading(page)})
    assert letter_against_stubs.check(packet).signals == ()


def test_hourly_pay_and_commission_are_inconclusive(papers):
    hourly = papers.stub(rate="37.50", hours="40.00", gross_pay="1500.00")
    assert (
        letter_against_stubs.check(papers.packet(_letter(papers, "78000.00"), hourly)).outcome is Outcome.inconclusive
    )
    stub = papers.stub(gross_pay="1500.00")
    letter = _letter(papers, "78000.00")
    page = papers.page([("Commission", 100), ("300.00", 300)])
    packet = papers.packet(letter, stub, readings={stub.file_id: papers.reading(page)})
    assert letter_against_stubs.check(packet).outcome is Outcome.inconclusive


def test_without_stubs_there_is_nothing_to_compare(papers):
    assert letter_against_stubs.check(papers.packet(_letter(papers, "78000.00"))).outcome is Outcome.inconclusive


def test_a_salary_far_beyond_full_time_at_the_printed_rate_is_review(papers):
    hourly = papers.stub(rate="30.00", hours="80.00", gross_pay="2400.00")
    packet = papers.packet(_letter(papers, "88000.00"), hourly)
    assert letter_against_stubs.check(packet).outcome is Outcome.contradicted
    part_time = papers.stub(rate="30.00", hours="40.00", gross_pay="1200.00")
    packet = papers.packet(_letter(papers, "62400.00"), part_time)
    assert letter_against_stubs.check(packet).outcome is Outcome.inconclusive


@pytest.mark.parametrize("salary", ["78000.00", "90000.00"])
def test_a_raise_between_two_stubs_agrees_with_a_letter_from_before_or_after_it(papers, salary):
    stubs = papers.stub("2026-10-30"), papers.stub(gross_pay="3461.54", net_pay="2600.10")
    assert letter_against_stubs.check(papers.packet(_letter(papers, salary), *stubs)).outcome is Outcome.consistent


@pytest.mark.parametrize(("written", "is_review"), [("2026-11-06", True), ("2026-10-20", False)])
def test_a_letter_of_the_newest_stub_s_days_knows_its_pay(papers, written, is_review):
    letter = papers.document(
        "employment_letter", employer_name="Acme Corp", annual_salary="78000.00", letter_date=written
    )
    raised = papers.stub(gross_pay="3950.00", net_pay="2960.10", period_start="2026-10-30", period_end="2026-11-12")
    signals = letter_against_stubs.check(papers.packet(letter, papers.stub("2026-10-30"), raised)).signals
    assert bool(signals) is is_review


def test_a_raise_that_no_stub_shows_yet_is_named_as_an_innocent_cause_and_never_strong(papers):
    (signal,) = letter_against_stubs.check(papers.packet(_letter(papers, "90000.00"), papers.stub())).signals
    assert signal.severity is Severity.review
    assert "raise" in signal.innocent_explanations[0] and "Call the employer" in signal.next_step


def test_a_salary_above_pay_that_varies_and_above_the_whole_year_so_far_is_review(papers):
    stubs = [
        papers.stub(day, rate="37.50", gross_pay=gross, ytd_gross=year)
        for day, gross, year in (("2026-10-30", "3100.00", "68000.00"), ("2026-11-13", "3250.00", "71250.00"))
    ]
    pages = papers.reading(papers.page([("Overtime", 60), ("250.00", 200)]))
    packet = papers.packet(_letter(papers, "120000.00"), *stubs, readings={stubs[1].file_id: pages})
    (signal,) = letter_against_stubs.check(packet).signals
    assert signal.severity is Severity.review


@pytest.mark.parametrize(
    ("day", "year"), [("2026-11-13", "110000.00"), ("2026-03-06", "14000.00"), ("2026-11-13", None)]
)
def test_pay_that_varies_says_nothing_where_the_year_bears_the_salary_out_or_is_too_short(papers, day, year):
    fields = {"ytd_gross": year} if year else {}
    stub = papers.document(
        "paystub",
        employer_name="Acme Corp",
        pay_date=day,
        pay_frequency="biweekly",
        gross_pay="3000.00",
        commission="1.00",
        **fields,
    )
    page = papers.reading(papers.page([("Commission", 60), ("250.00", 200)]))
    packet = papers.packet(_letter(papers, "120000.00"), stub, readings={stub.file_id: page})
    assert letter_against_stubs.check(packet).signals == ()


def test_two_stubs_that_agree_on_another_employer_are_sure_enough_together(papers):
    stubs = [papers.document("paystub", 0.93, employer_name="Acme Corp", gross_pay="3000.00") for _ in range(2)]
    (signal,) = letter_against_stubs.check(papers.packet(_letter(papers, "78000.00", "Borealis Foods"), *stubs)).signals
    assert signal.code == "inconsistent_information"


def test_a_stub_that_mentions_the_letters_employer_as_a_client_of_the_payroll_firm_says_nothing(papers):
    stubs = [papers.document("paystub", 0.93, employer_name="Acme Corp", gross_pay="3000.00") for _ in range(2)]
    page = papers.reading(papers.page([("Client:", 60), ("Borealis", 120), ("Foods", 160)]))
    packet = papers.packet(_letter(papers, "78000.00", "Borealis Foods"), *stubs, readings={stubs[0].file_id: page})
    assert letter_against_stubs.check(packet).signals == ()


@pytest.mark.parametrize(("rate", "outcome"), [("38.50", Outcome.contradicted), ("29.00", Outcome.consistent)])
def test_an_hourly_rate_without_hours_is_held_against_the_stubs_rate(papers, rate, outcome):
    letter = papers.document("employment_letter", employer_name="Acme Corp", pay_amount=rate, pay_unit="hour")
    answer = letter_against_stubs.check(papers.packet(letter, papers.stub(rate="27.20")))
    assert answer.outcome is outcome
    assert [len(signal.evidence) for signal in answer.signals] == [2] * (outcome is Outcome.contradicted)


def test_stubs_whose_every_rate_is_far_above_the_letter_s_are_review(papers):
    letter = papers.document(
        "employment_letter", employer_name="Acme Corp", pay_amount="38.18", pay_unit="hour", annual_salary="79414.40"
    )
    lines = ({"description": "Regular", "rate": "57.27", "amount": "2290.80"},)
    weekly = {"pay_frequency": "weekly", "gross_pay": "2290.80", "rate": "57.27", "ytd_gross": "103000.00"}
    (signal,) = letter_against_stubs.check(papers.packet(letter, papers.stub(**weekly, earnings_lines=lines))).signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "about $38.18", "$57.27")
    usual = (*lines, {"description": "Base", "rate": "38.18", "amount": "10.00"})
    assert not letter_against_stubs.check(papers.packet(letter, papers.stub(**weekly, earnings_lines=usual))).signals
