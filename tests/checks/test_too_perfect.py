from app.screening.checks import too_perfect, unusual_income
from app.screening.verdict import Outcome, Severity

ROUND = [[("Pay", 60), (f"{value}.00", 300)] for value in (3000, 186, 44, 300, 2470, 69000, 4278)]


TAXED = [("Medicare", 200), ("44.00", 300)]


def test_a_stub_of_whole_dollars_only_is_review_where_fixed_shares_are_among_them(papers):
    stub = papers.stub(net_pay="2470.00", deductions_total="530.00")
    (signal,) = too_perfect.check(papers.with_file(stub, papers.reading(papers.page(*ROUND, TAXED)))).signals
    assert (signal.severity, signal.code) == (Severity.review, "too_perfect_documents")
    (signal,) = too_perfect.check(papers.with_file(stub, papers.reading(papers.page(*ROUND)))).signals
    assert signal.severity is Severity.note


def test_a_round_salary_with_odd_taxes_is_consistent(papers):
    page = papers.page(*ROUND, [("Tax", 60), ("412.37", 300)])
    assert too_perfect.check(papers.with_file(papers.stub(), papers.reading(page))).outcome is Outcome.consistent


def test_a_round_checking_statement_is_a_note_and_a_savings_one_is_not(papers):
    statement = papers.statement()
    result = too_perfect.check(papers.with_file(statement, papers.reading(papers.page(*ROUND))))
    assert (result.signals[0].severity, result.signals[0].code) == (Severity.note, "round_amounts")
    savings = papers.page([("Savings", 60)], *ROUND)
    assert too_perfect.check(papers.with_file(statement, papers.reading(savings))).outcome is Outcome.consistent


def test_pay_without_any_deduction_is_a_note(papers):
    (signal,) = too_perfect.check(papers.packet(papers.stub(net_pay="3000.00", deductions_total="0.00"))).signals
    assert signal.severity is Severity.note


def test_round_pay_without_any_deduction_is_review_and_odd_pay_without_is_a_note(papers):
    stub = papers.stub(net_pay="3000.00", deductions_total="0.00")
    rows = [[("Pay", 60), (f"{value}.00", 300)] for value in (3000, 50, 69000)]
    (signal,) = too_perfect.check(papers.with_file(stub, papers.reading(papers.page(*rows)))).signals
    assert (signal.severity, signal.code) == (Severity.review, "too_perfect_documents")
    odd = papers.page(*rows, [("Bonus", 60), ("412.37", 300)])
    (signal,) = too_perfect.check(papers.with_file(stub, papers.reading(odd))).signals
    assert (signal.severity, signal.code) == (Severity.note, "no_deductions")


def test_a_high_income_that_no_deposit_bears_out_is_review(papers):
    packet = papers.packet(papers.stub(gross_pay="15000.00"), papers.statement())
    (signal,) = unusual_income.check(packet).signals
    assert (signal.severity, signal.code) == (Severity.review, "unusually_high_income")


def test_a_high_income_with_its_deposits_or_without_statements_is_nobody_s_concern(papers):
    rich = papers.stub(gross_pay="15000.00")
    assert (
        unusual_income.check(papers.packet(rich, papers.statement(deposits_total="19000.00"))).outcome
        is Outcome.consistent
    )
    assert unusual_income.check(papers.packet(rich)).outcome is Outcome.inconclusive


def _untaxed(papers, *words):
    stub = papers.stub(gross_pay="3187.44", net_pay="3187.44", deductions_total="0.00")
    return papers.with_file(stub, papers.reading(papers.page(*[[(word, 200)] for word in words])))


def test_an_employees_stub_whose_withholding_is_empty_is_review(papers):
    (signal,) = too_perfect.check(_untaxed(papers, "Deductions", "Gross")).signals
    assert (signal.severity, signal.code) == (Severity.review, "too_perfect_documents")


def test_a_contractors_pay_and_a_slip_that_speaks_of_no_withholding_stay_notes(papers):
    for words in (("Deductions", "Contractor"), ("Federal", "Stipend"), ("Gross", "Net")):
        (signal,) = too_perfect.check(_untaxed(papers, *words)).signals
        assert signal.severity is Severity.note


def test_four_round_amounts_are_enough_where_deductions_are_among_them(papers):
    rows = [[("Pay", 60), (f"{value}.00", 300)] for value in (4100, 900, 3200)]
    reading = papers.reading(papers.page(*rows, TAXED))
    taxed = papers.stub(gross_pay="4100.00", net_pay="3200.00", deductions_total="900.00")
    (signal,) = too_perfect.check(papers.with_file(taxed, reading)).signals
    assert signal.severity is Severity.review
    assert too_perfect.check(papers.with_file(papers.statement(), reading)).outcome is Outcome.inconclusive


def test_round_pay_that_arrived_or_whose_shares_come_out_even_is_a_note(papers):
    reading = papers.reading(papers.page(*ROUND, TAXED))
    stub = papers.stub(net_pay="2470.00", deductions_total="530.00")
    row = {"date": "2026-11-13", "amount": "2470.00", "direction": "credit", "description": "ACH"}
    paid = papers.packet(stub, papers.statement(transactions=(row,)), readings={stub.file_id: reading})
    even = papers.with_file(papers.stub(gross_pay="2000.00", net_pay="1400.00", deductions_total="600.00"), reading)
    for packet in (paid, even):
        (signal,) = too_perfect.check(packet).signals
        assert signal.severity is Severity.note


def test_a_student_s_small_pay_is_free_of_tax_and_two_stubs_are_one_observation(papers):
    stubs = [papers.stub(day, gross_pay="256.50", net_pay="256.50") for day in ("2026-10-30", "2026-11-13")]
    readings = {stub.file_id: papers.reading(papers.page([("Federal", 200)])) for stub in stubs}
    (signal,) = too_perfect.check(papers.packet(*stubs, readings=readings)).signals
    assert signal.severity is Severity.note
    assert {place.file_id for place in signal.evidence} == {stub.file_id for stub in stubs}
