from dataclasses import replace

from app.screening.checks import net_pay
from app.screening.reading.pages import CoveredText
from app.screening.verdict import Outcome, Severity


def test_a_stub_that_adds_up_is_consistent(papers):
    assert net_pay.check(papers.packet(papers.stub())).outcome is Outcome.consistent


def test_two_cents_of_rounding_are_allowed_and_three_are_not(papers):
    assert net_pay.check(papers.packet(papers.stub(net_pay="2300.52"))).outcome is Outcome.consistent
    assert net_pay.check(papers.packet(papers.stub(net_pay="2300.53"))).outcome is Outcome.contradicted


def test_a_raised_net_pay_is_review_with_both_amounts_and_their_places(papers):
    result = net_pay.check(papers.packet(papers.stub(net_pay="3300.50")))
    (signal,) = result.signals
    assert (signal.severity, signal.code, signal.expected, signal.actual) == (
        Severity.review,
        "altered_paystub",
        "$2,300.50",
        "$3,300.50",
    )
    assert [item.text for item in signal.evidence] == ["3300.50", "3000.00", "699.50"]
    assert signal.innocent_explanations and signal.next_step


def test_a_reimbursement_on_the_stub_makes_it_inconclusive(papers):
    stub = papers.stub(net_pay="2450.50")
    page = papers.page([("Expense", 100), ("reimbursement", 200), ("150.00", 300)])
    assert net_pay.check(papers.with_file(stub, papers.reading(page))).outcome is Outcome.inconclusive


def test_a_gap_that_stands_on_the_stub_as_an_amount_makes_it_inconclusive(papers):
    stub = papers.stub(deductions_total="200.00", net_pay="2300.50")
    page = papers.page([("Total", 100), ("taxes", 140), ("499.50", 300)])
    assert net_pay.check(papers.with_file(stub, papers.reading(page))).outcome is Outcome.inconclusive


def test_without_deductions_or_with_an_unsure_reading_nothing_is_said(papers):
    unsure = papers.document("paystub", confidence=0.6, gross_pay="3000.00", net_pay="9.00", deductions_total="1.00")
    partial = papers.document("paystub", gross_pay="3000.00", net_pay="2000.00")
    assert net_pay.check(papers.packet(unsure, partial)).outcome is Outcome.inconclusive


def test_an_amount_beneath_a_stamp_was_not_read_and_says_nothing(papers):
    stub = papers.stub(net_pay="3300.50")
    spot = CoveredText(1, (300.0, 140.0, 340.0, 150.0), "1,000.00", "RECEIVED", is_open=True)
    reading = papers.reading(papers.page([("Stub", 100)]), covered=(spot,))
    assert net_pay.check(papers.with_file(stub, reading)).outcome is Outcome.inconclusive


def test_imputed_income_and_pay_split_between_accounts_make_it_inconclusive(papers):
    for words, shown in ((("Imputed", "income"), "11.27"), (("Savings", "allotment"), "200.00")):
        page = papers.page([(words[0], 100), (words[1], 200), (shown, 300)])
        stub = papers.stub(net_pay="2100.00")
        assert net_pay.check(papers.with_file(stub, papers.reading(page))).outcome is Outcome.inconclusive


def _small_books(papers, net, **fields):
    """A stub of two boxes whose deductions have no total and no column for the year."""
    page = papers.page(
        [("Gross Pay", 100), ("3000.00", 250), ("Federal Tax", 400), ("300.25", 560)],
        [("Social Security", 400), ("186.00", 560)],
        [("Medicare", 400), ("43.50", 560)],
        [("Net Pay", 100), (net, 250)],
    )
    stub = papers.stub(net_pay=net, **{"deductions_total": None, "ytd_gross": None, **fields})
    stub = replace(stub, fields={name: fact for name, fact in stub.fields.items() if fact.value is not None})
    return stub, papers.reading(page)


def _both(papers, *pairs):
    return papers.packet(*(stub for stub, _ in pairs), readings={stub.file_id: reading for stub, reading in pairs})


def test_rows_that_add_up_on_one_stub_prove_that_the_other_of_its_layout_does_not(papers):
    honest, raised = (_small_books(papers, net) for net in ("2470.25", "2970.25"))
    (signal,) = net_pay.check(_both(papers, honest, raised)).signals
    assert (signal.severity, signal.implied) == (Severity.review, "2470.25")
    assert signal.evidence[0].file_id == raised[0].file_id


def test_a_line_that_came_or_went_between_two_stubs_proves_nothing(papers):
    honest, other = _small_books(papers, "2470.25"), _small_books(papers, "2900.00")
    page = other[1].pages[0]
    added = [
        replace(page.words[0], text=text, box=(x, 300, x + 40, 310)) for text, x in (("Uniform", 300), ("9.00", 400))
    ]
    longer = replace(page, words=(*page.words, *added))
    assert net_pay.check(_both(papers, honest, (other[0], papers.reading(longer)))).signals == ()


def test_stubs_of_two_employers_prove_nothing_about_each_other(papers):
    honest, other = _small_books(papers, "2470.25"), _small_books(papers, "2970.25", employer_name="Zenith Bakery")
    assert net_pay.check(_both(papers, honest, other)).signals == ()


def test_the_years_net_pay_under_whatever_label_proves_that_the_lines_are_complete(papers):
    lines = tuple(
        {"label": name, "amount": amount, "ytd": year, "section": "taxes"}
        for name, amount, year in (("Tax", "400.50", "8000.00"), ("Medicare", "43.50", "1000.00"))
    )
    stub = papers.stub(net_pay="2900.00", deduction_lines=lines)
    stub = replace(stub, fields={name: fact for name, fact in stub.fields.items() if name != "deductions_total"})
    shown = papers.reading(papers.page([("Take Home YTD", 200), ("60000.00", 300)]))
    (signal,) = net_pay.check(papers.with_file(stub, shown)).signals
    assert signal.implied == "2556.00"
    assert net_pay.check(papers.with_file(stub, papers.reading(papers.page([("Take Home", 200)])))).signals == ()


def _of_lines(papers, year, **fields):
    """A stub without a sure gross pay, whose earnings lines come to 3,000.00 and to this in the year."""
    lines = ({"label": "Regular", "section": "earnings", "amount": "3000.00", "ytd": year},)
    return papers.document(
        "paystub",
        deductions_total="699.50",
        ytd_gross="69000.00",
        earnings_lines=lines,
        **{"net_pay": "3300.50", **fields},
    )


def test_lines_that_account_for_the_whole_year_stand_for_a_gross_pay_that_was_not_read(papers):
    (signal,) = net_pay.check(papers.packet(_of_lines(papers, "69000.00"))).signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "$2,300.50", "$3,300.50")
    assert net_pay.check(papers.packet(_of_lines(papers, "69000.00", net_pay="2300.50"))).outcome is Outcome.consistent


def test_lines_of_a_part_of_the_year_s_pay_say_nothing(papers):
    assert net_pay.check(papers.packet(_of_lines(papers, "61000.00"))).outcome is Outcome.inconclusive


_TAXES = tuple(
    {"description": name, "section": "taxes", "amount": amount, "ytd": year}
    for name, amount, year in (("FIT", "470.00", "10810.00"), ("FICA", "229.50", "5278.50"))
)
_SALARY = ({"description": "Salary", "section": "earnings", "amount": "3000.00", "ytd": "69000.00"},)


def _without_gross(papers, **fields):
    known = {"net_pay": "3300.50", "ytd_net": "52911.50", "earnings_lines": _SALARY, "deduction_lines": _TAXES}
    return net_pay.check(papers.packet(papers.document("paystub", **{**known, **fields})))


def test_where_no_gross_pay_is_sure_the_lines_tell_it_if_their_year_leads_to_the_year_s_net_pay(papers):
    (signal,) = _without_gross(papers).signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "$2,300.50", "$3,300.50")


def test_lines_whose_year_does_not_lead_to_the_year_s_net_pay_are_not_all_lines(papers):
    assert _without_gross(papers, ytd_net="51000.00").outcome is Outcome.inconclusive


def test_a_total_of_the_taxes_alone_is_no_total_of_all_deductions(papers):
    stub = papers.stub(net_pay="2200.50", deduction_lines=_TAXES, taxes="699.50")
    fields = {name: fact for name, fact in stub.fields.items() if name != "deductions_total"}
    assert net_pay.check(papers.packet(replace(stub, fields=fields))).outcome is Outcome.inconclusive


def test_net_pay_above_gross_pay_is_review_and_a_reimbursement_explains_it(papers):
    stub = papers.document("paystub", gross_pay="2587.38", net_pay="3147.27")
    (signal,) = net_pay.check(papers.packet(stub)).signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "at most $2,587.38", "$3,147.27")
    page = papers.page([("Mileage", 100), ("559.89", 300)])
    assert net_pay.check(papers.with_file(stub, papers.reading(page))).outcome is Outcome.inconclusive
