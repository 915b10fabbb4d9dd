from datetime import date
from decimal import Decimal

import pytest

from app.screening.facts.income import monthly_income
from app.screening.verdict import Applicant, Document, DocumentType, Fact
from tests.facts.papers import paper, stub

TODAY = date(2026, 11, 21)
APPLICANT = Applicant("Jane Doe", Decimal(2000))
SELF_EMPLOYED = Applicant("Jane Doe", Decimal(2000), employment_status="Self-employed")


def monthly(*documents, applicant=APPLICANT):
    return monthly_income(documents, applicant, TODAY)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-01", "2026-11-14", "6500.00"),
        ("2026-11-01", "2026-11-15", "6000.00"),
        ("2026-10-16", "2026-10-31", "6000.00"),
        ("2026-11-08", "2026-11-14", "13000.00"),
        ("2026-10-01", "2026-10-31", "3000.00"),
        ("2026-02-16", "2026-02-28", "6000.00"),
    ],
)
def test_the_frequency_is_inferred_from_the_period(start, end, expected):
    assert monthly(stub(start=start, end=end)).monthly == Decimal(expected)


def test_a_printed_frequency_counts():
    assert monthly(stub(start="", end="", pay_frequency="semimonthly")).monthly == Decimal("6000.00")
    assert monthly(stub(gross="60000.00", start="", end="", pay_frequency="annual")).monthly == Decimal("5000.00")


def test_twenty_four_and_twenty_six_are_never_confused_silently():
    income = monthly(stub(start="2026-11-01", end="2026-11-15", pay_frequency="biweekly"))
    assert income.monthly == Decimal("6000.00")
    assert "could be semimonthly or biweekly" in income.explanation


def test_pay_dates_tell_the_frequency_when_no_period_does():
    stubs = [stub(start="", end="", paid=day) for day in ("2026-10-30", "2026-11-15")]
    assert monthly(*stubs).monthly == Decimal("6000.00")


def test_a_stub_that_tells_no_frequency_is_taken_by_its_year_to_date_or_not_at_all():
    assert monthly(stub(start="", end="")).monthly is None
    income = monthly(stub(start="", end="", ytd_gross="53250.00"))
    assert income.monthly is not None
    assert abs(income.monthly - 5000) < 10


def test_a_low_year_to_date_wins_and_says_why():
    income = monthly(stub(ytd_gross="42000.00"))
    assert income.monthly is not None
    assert 3900 < income.monthly < 4000
    assert "lower" in income.explanation


def test_someone_hired_within_the_year_is_measured_from_that_day():
    assert monthly(stub(ytd_gross="12000.00", hire_date="2026-09-20")).monthly == Decimal("6500.00")
    letter = paper("employment_letter", employer_name="Acme, Inc.", start_date="2026-09-20")
    assert monthly(stub(ytd_gross="12000.00"), letter).monthly == Decimal("6500.00")


def test_two_stubs_of_one_job_do_not_add_up_but_two_jobs_do():
    first = stub(start="2026-10-18", end="2026-10-31", paid="2026-11-06")
    assert monthly(first, stub()).monthly == Decimal("6500.00")
    income = monthly(stub(), stub(employer_name="Zenith Foods LLC", gross="1000.00"))
    assert income.monthly == Decimal("8666.67")
    assert "2 jobs" in income.explanation


def test_an_employer_that_was_misread_is_no_second_job():
    first = stub(start="2026-10-18", end="2026-10-31", paid="2026-11-06", ytd_gross="60000.00")
    second = stub(employer_name="Xqzw Llb", ytd_gross="63000.00")
    assert monthly(first, second).monthly == Decimal("6500.00")


def test_an_earlier_job_does_not_count():
    old = stub(employer_name="Zenith Foods LLC", start="2026-06-01", end="2026-06-14", paid="2026-06-20")
    assert monthly(old, stub()).monthly == Decimal("6500.00")


def test_a_second_employer_s_stub_without_a_name_is_not_taken_for_the_applicant_s():
    own = stub(employee_name="Jane Doe")
    income = monthly(own, stub(employer_name="Zenith Foods LLC", gross="1000.00"))
    assert income.monthly == Decimal("6500.00") and "look whose they are" in income.explanation
    assert monthly(own, stub(start="2026-10-18", end="2026-10-31", paid="2026-11-06")).monthly == Decimal("6500.00")
    both = monthly(own, stub(employer_name="Zenith Foods LLC", gross="1000.00", employee_name="Jane Doe"))
    assert both.monthly == Decimal("8666.67")


def test_support_that_arrives_by_bank_is_named_though_it_is_not_counted():
    rows = [
        {"date": day, "amount": "310.00", "description": "TX CHILD SUPPORT SDU CHILDSUP", "direction": "credit"}
        for day in ("2026-10-05", "2026-10-19")
    ]
    bank = paper("bank_statement", statement_start="2026-10-01", statement_end="2026-10-31", transactions=rows)
    income = monthly(stub(), bank)
    assert income.monthly == Decimal("6500.00")
    assert "2 deposits of support or unemployment benefit, $620.00 in all, are not counted" in income.explanation
    spent = paper("bank_statement", transactions=[{**rows[0], "direction": "debit"}])
    assert "support" not in monthly(stub(), spent).explanation


def test_without_stubs_the_letter_then_deposits_then_the_tax_form_count():
    letter = paper("employment_letter", annual_salary="78000.00", letter_date="2026-11-01")
    paid = [{"date": "2026-10-09", "amount": "2000.00", "description": "ACME PAYROLL"}]
    bank = paper("bank_statement", statement_start="2026-10-01", statement_end="2026-10-31", payroll_deposits=paid)
    form = paper("tax_return", form="W-2", tax_year="2025", wages="60000.00")
    assert (monthly(letter, bank, form).monthly, monthly(letter).source) == (Decimal("6500.00"), "letter")
    deposits = monthly(bank, form)
    assert (deposits.source, deposits.is_net, deposits.is_verified) == ("deposits", True, False)
    assert "no stub, letter or tax form confirms the gross" in deposits.explanation
    beside_a_stub = monthly(bank, paper("paystub", net_pay="1500.00"))
    assert "could be read on the pay stubs: look at them" in beside_a_stub.explanation
    assert monthly(form).monthly == Decimal("5000.00")
    assert monthly().monthly is None


def test_a_letter_about_past_work_is_no_income():
    assert monthly(paper("employment_letter", annual_salary="78000.00", employment_ended="yes")).monthly is None


def test_the_self_employed_are_measured_by_profit_and_by_the_lower_year_when_falling():
    rising = [
        paper("tax_return", form="1040", tax_year=y, net_profit=p)
        for y, p in (("2024", "48000.00"), ("2025", "72000.00"))
    ]
    falling = [
        paper("tax_return", form="1040", tax_year=y, net_profit=p)
        for y, p in (("2024", "72000.00"), ("2025", "48000.00"))
    ]
    assert monthly(*rising, applicant=SELF_EMPLOYED).monthly == Decimal("5000.00")
    assert monthly(*falling, applicant=SELF_EMPLOYED).monthly == Decimal("4000.00")


def test_a_1099_alone_is_receipts_and_not_income():
    income = monthly(paper("tax_return", form="1099-NEC", tax_year="2025", nonemployee_compensation="90000.00"))
    assert income.monthly is None
    assert "receipts" in income.explanation


def test_business_deposits_need_ninety_days():
    rows = [{"date": "2026-10-09", "amount": "9000.00", "description": "STRIPE PAYOUT", "direction": "credit"}]
    short = paper("bank_statement", statement_start="2026-10-01", statement_end="2026-10-31", transactions=rows)
    long = paper("bank_statement", statement_start="2026-08-01", statement_end="2026-10-31", transactions=rows)
    assert monthly(short, applicant=SELF_EMPLOYED).monthly is None
    income = monthly(long, applicant=SELF_EMPLOYED)
    assert income.monthly is not None
    assert not income.is_verified


def test_a_disputed_gross_pay_counts_for_nothing():
    disputed = Document(
        "f", "f.pdf", DocumentType.paystub, 0.9, 1, fields={"gross_pay": Fact("9000.00", "", 0.4, 1, None)}
    )
    assert monthly(disputed).monthly is None


def test_swapping_the_name_changes_nothing_and_no_explanation_names_anyone():
    docs = [
        stub(employee_name="Jane Doe"),
        paper("employment_letter", start_date="2021-03-03", employer_name="Acme"),
    ]
    one, two = (monthly_income(docs, Applicant(name, Decimal(2000)), TODAY) for name in ("Jane Doe", "DeShawn Nguyen"))
    assert one == two
    assert "Doe" not in one.explanation
