from dataclasses import replace

import pytest

from app.screening.checks import fica
from app.screening.verdict import Outcome, Severity


def _check(papers, social, medicare, **fields):
    return fica.check(papers.packet(papers.stub(fica_social_security=social, fica_medicare=medicare, **fields)))


def test_taxes_of_the_whole_gross_pay_are_consistent(papers):
    assert _check(papers, "186.00", "43.50").outcome is Outcome.consistent


def test_pre_tax_deductions_within_the_other_deductions_are_consistent(papers):
    assert _check(papers, "173.60", "40.60").outcome is Outcome.consistent


def test_a_gross_pay_far_above_the_taxed_pay_is_review(papers):
    (signal,) = _check(papers, "186.00", "43.50", gross_pay="5000.00").signals
    assert (signal.severity, signal.field) == (Severity.review, "gross_pay")


def test_a_total_that_may_leave_the_taxes_out_gives_pre_tax_deductions_their_whole_room(papers):
    answer = _check(papers, "183.37", "42.88", deductions_total="42.50")  # taxed pay 2,957.50
    assert answer.outcome is Outcome.consistent


@pytest.mark.parametrize(
    ("social", "medicare"),
    [("0.00", "43.50"), ("0.00", "0.00"), ("12.00", "43.50")],
    ids=["the wage cap or an exempt employer", "an exempt student", "the cap reached in this period"],
)
def test_caps_and_exemptions_are_inconclusive(papers, social, medicare):
    assert _check(papers, social, medicare, gross_pay="9000.00").outcome is Outcome.inconclusive


def test_taxes_above_their_share_are_a_note(papers):
    (signal,) = _check(papers, "186.00", "43.50", gross_pay="2000.00").signals
    assert signal.severity is Severity.note


def test_a_gap_that_is_not_far_off_is_a_note(papers):
    (signal,) = _check(papers, "176.70", "41.33", deductions_total="30.00").signals  # taxed pay 2,850.00
    assert signal.severity is Severity.note


def test_a_printed_amount_that_is_the_gap_explains_it(papers):
    stub = papers.stub(fica_social_security="155.00", fica_medicare="36.25", deductions_total="30.00")
    page = papers.page([("FSA", 100), ("500.00*", 300)])
    (signal,) = fica.check(papers.with_file(stub, papers.reading(page))).signals
    assert signal.severity is Severity.note


def _two_bases(papers, **fields):
    usual = {"fica_social_security": "130.00", "fica_medicare": "60.00"}
    return papers.packet(papers.stub(**{**usual, **fields}))


def test_two_taxes_of_different_pay_far_from_the_cap_are_review(papers):
    (signal,) = fica.check(_two_bases(papers)).signals
    assert signal.severity is Severity.review


def test_near_the_cap_or_on_a_stub_that_does_not_add_up_two_bases_say_nothing(papers):
    assert fica.check(_two_bases(papers, ytd_gross="171000.00")).signals == ()
    assert fica.check(_two_bases(papers, net_pay="2400.50")).signals == ()
    assert fica.check(_two_bases(papers, fica_social_security="180.00", fica_medicare="43.50")).signals == ()


def test_taxes_under_each_other_s_labels_are_a_slip_and_accuse_nobody(papers):
    taxes = {"fica_social_security": "43.50", "fica_medicare": "270.00", "deductions_total": "699.50"}
    stub = papers.stub(**taxes)
    assert fica.check(papers.packet(stub)).outcome is Outcome.contradicted
    page = papers.page([("FICA", 100), ("43.50", 300)], [("Federal", 100), ("186.00", 300)])
    assert fica.check(papers.with_file(stub, papers.reading(page))).signals == ()


@pytest.mark.parametrize(
    ("name", "severity"),
    [("Union dues", Severity.note), ("Medical Pre-Tax", Severity.note), ("State Tax", Severity.review)],
)
def test_taxes_are_no_pre_tax_deductions_where_the_lines_lead_to_the_net_pay(papers, name, severity):
    amounts = (("Social Security", "186.00"), ("Medicare", "43.50"), ("Federal Tax", "270.00"), (name, "200.00"))
    lines = tuple({"description": it, "section": "deductions", "amount": amount} for it, amount in amounts)
    taxes = {"fica_social_security": "186.00", "fica_medicare": "43.50", "deductions_total": "699.50"}
    stub = papers.stub(gross_pay="3400.00", net_pay="2700.50", deduction_lines=lines, **taxes)
    (signal,) = fica.check(papers.packet(stub)).signals
    assert signal.severity is severity


def test_a_gross_pay_read_less_surely_counts_where_lines_and_net_pay_come_to_it(papers):
    lines = ({"description": "Regular", "amount": "4090.72", "section": "earnings"},)
    taken = (("Federal", "491.66"), ("OASDI", "210.22"), ("Medicare", "49.17"), ("Checking", "3339.67"))
    rows = tuple({"description": name, "amount": amount, "section": "taxes"} for name, amount in taken)
    amounts = {"fica_social_security": "210.22", "fica_medicare": "49.17", "net_pay": "3339.67"}
    stub = papers.document("paystub", earnings_lines=lines, deduction_lines=rows, **amounts)
    doubted = papers.document("paystub", 0.4, gross_pay="4090.72").fields
    (signal,) = fica.check(papers.packet(replace(stub, fields=stub.fields | doubted))).signals
    assert (signal.severity, signal.actual) == (Severity.review, "$4,090.72")
    other = papers.document("paystub", 0.4, gross_pay="4190.72").fields
    assert fica.check(papers.packet(replace(stub, fields=stub.fields | other))).outcome is Outcome.inconclusive
