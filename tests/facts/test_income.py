from datetime import date
from decimal import Decimal

import pytest

from app.screening.facts.employment import employment, whole_months
from app.screening.facts.income import monthly_income
from app.screening.verdict import Applicant, Document, DocumentType, Fact

TODAY = date(2026, 11, 21)
APPLICANT = Applicant("Jane Doe", Decimal(2000))
SELF_EMPLOYED = Applicant("Jane Doe", Decimal(2000), employment_status="Self-employed")


def document(kind, name="file", **fields):
    box = (1.0, 2.0, 3.0, 4.0)
    facts = {key: Fact(tuple(v) if isinstance(v, list) else v, str(v), 0.99, 1, box) for key, v in fields.items()}
    return Document(name, f"{name}.pdf", DocumentType(kind), 0.99, 1, fields=facts)


def stub(gross="3000.00", start="2026-11-01", end="2026-11-14", paid="2026-11-20", **more):
    fields = {
        "gross_pay": gross,
        "period_start": start,
        "period_end": end,
        "pay_date": paid,
        "employer_name": "Acme Inc",
    }
    return document("paystub", **(fields | more))


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
    letter = document("employment_letter", employer_name="Acme, Inc.", start_date="2026-09-20")
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


def test_overtime_counts_only_with_history():
    lines = [
        {"description": "Regular", "amount": "2600.00"},
        {"description": "Overtime", "amount": "400.00", "ytd": "5325.00"},
    ]
    income = monthly(stub(earnings_lines=lines, ytd_gross="70000.00"))
    assert income.monthly is not None
    assert abs(income.monthly - (Decimal("5633.33") + 500)) < 10
    early = monthly(stub(earnings_lines=lines, start="2026-02-01", end="2026-02-14", paid="2026-02-20"))
    assert early.monthly == Decimal("5633.33")


def test_hours_that_vary_are_averaged():
    stubs = [
        stub(gross=gross, paid=paid, rate="25.00")
        for gross, paid in (("1800.00", "2026-11-06"), ("2200.00", "2026-11-20"))
    ]
    assert monthly(*stubs).monthly == Decimal("4333.33")


def test_a_newest_stub_that_tells_less_leaves_the_overtime_of_the_one_before_it():
    lines = [
        {"description": "Regular", "amount": "1800.00", "ytd": "45000.00"},
        {"description": "Overtime", "amount": "200.00", "ytd": "5325.00"},
    ]
    told = stub(gross="2000.00", paid="2026-11-06", rate="25.00", earnings_lines=lines)
    # Regular pay of 1,800 and 2,200, every other week, and 5,325 in the 310 days until 6 November
    income = monthly(told, stub(gross="2200.00"))
    assert income.monthly == Decimal("4856.17")
    assert "Average regular pay of $2,000.00 biweekly × 26 / 12" in income.explanation


def test_a_bonus_that_is_paid_apart_is_no_regular_pay_and_tells_no_frequency():
    bonus = [{"description": "Bonus", "amount": "3000.00", "ytd": "3000.00"}]
    regular = [{"description": "Regular", "amount": "2560.00", "ytd": "58880.00"}]
    first = stub("2560.00", "2026-10-18", "2026-10-31", "2026-11-06", rate="32.00", earnings_lines=regular)
    apart = stub("3000.00", "2026-11-01", "2026-11-06", "2026-11-13", rate="32.00", earnings_lines=bonus)
    income = monthly(first, apart, stub("2560.00", rate="32.00", earnings_lines=regular))
    assert (income.monthly, "could be" in income.explanation) == (Decimal("5546.67"), False)
    assert monthly(apart).monthly == Decimal("13000.00")  # nothing but this: what commissions alone look like


def test_days_before_the_first_pay_make_no_lower_income():
    letter = document("employment_letter", employer_name="Acme, Inc.", start_date="2026-08-24")
    late = stub("2350.00", "2026-10-01", "2026-10-31", "2026-10-31", ytd_gross="4700.00")
    assert monthly(late, letter).monthly == Decimal("2350.00")
    # Two pays are missing since 1 July: 4,700 in 123 days, at 30.4375 days a month
    early = document("employment_letter", employer_name="Acme, Inc.", start_date="2026-07-01")
    assert monthly(late, early).monthly == Decimal("1163.06")


def test_a_short_week_among_few_stubs_tells_what_the_year_shows():
    stubs = [
        stub(gross, start, end, paid, rate="21.00", ytd_gross="37296.00")
        for gross, start, end, paid in (
            ("840.00", "2026-11-01", "2026-11-07", "2026-11-13"),
            ("336.00", "2026-11-08", "2026-11-14", "2026-11-20"),
        )
    ]
    income = monthly(*stubs)
    assert income.monthly == Decimal("2548.00")
    assert "The year to date would come to $3,503.69 a month: more stubs tell what is usual." in income.explanation


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
    bank = document("bank_statement", statement_start="2026-10-01", statement_end="2026-10-31", transactions=rows)
    income = monthly(stub(), bank)
    assert income.monthly == Decimal("6500.00")
    assert "2 deposits of support or unemployment benefit, $620.00 in all, are not counted" in income.explanation
    spent = document("bank_statement", transactions=[{**rows[0], "direction": "debit"}])
    assert "support" not in monthly(stub(), spent).explanation


def test_without_stubs_the_letter_then_deposits_then_the_tax_form_count():
    letter = document("employment_letter", annual_salary="78000.00", letter_date="2026-11-01")
    paid = [{"date": "2026-10-09", "amount": "2000.00", "description": "ACME PAYROLL"}]
    bank = document("bank_statement", statement_start="2026-10-01", statement_end="2026-10-31", payroll_deposits=paid)
    form = document("tax_return", form="W-2", tax_year="2025", wages="60000.00")
    assert (monthly(letter, bank, form).monthly, monthly(letter).source) == (Decimal("6500.00"), "letter")
    deposits = monthly(bank, form)
    assert (deposits.source, deposits.is_net, deposits.is_verified) == ("deposits", True, False)
    assert monthly(form).monthly == Decimal("5000.00")
    assert monthly().monthly is None


def test_a_letter_about_past_work_is_no_income():
    assert monthly(document("employment_letter", annual_salary="78000.00", employment_ended="yes")).monthly is None


def test_the_self_employed_are_measured_by_profit_and_by_the_lower_year_when_falling():
    rising = [
        document("tax_return", form="1040", tax_year=y, net_profit=p)
        for y, p in (("2024", "48000.00"), ("2025", "72000.00"))
    ]
    falling = [
        document("tax_return", form="1040", tax_year=y, net_profit=p)
        for y, p in (("2024", "72000.00"), ("2025", "48000.00"))
    ]
    assert monthly(*rising, applicant=SELF_EMPLOYED).monthly == Decimal("5000.00")
    assert monthly(*falling, applicant=SELF_EMPLOYED).monthly == Decimal("4000.00")


def test_a_1099_alone_is_receipts_and_not_income():
    income = monthly(document("tax_return", form="1099-NEC", tax_year="2025", nonemployee_compensation="90000.00"))
    assert income.monthly is None
    assert "receipts" in income.explanation


def test_business_deposits_need_ninety_days():
    rows = [{"date": "2026-10-09", "amount": "9000.00", "description": "STRIPE PAYOUT", "direction": "credit"}]
    short = document("bank_statement", statement_start="2026-10-01", statement_end="2026-10-31", transactions=rows)
    long = document("bank_statement", statement_start="2026-08-01", statement_end="2026-10-31", transactions=rows)
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
        document("employment_letter", start_date="2021-03-03", employer_name="Acme"),
    ]
    one, two = (monthly_income(docs, Applicant(name, Decimal(2000)), TODAY) for name in ("Jane Doe", "DeShawn Nguyen"))
    assert one == two
    assert "Doe" not in one.explanation


def test_employment_counts_from_letter_then_stub_then_earliest_paper():
    letter = document("employment_letter", start_date="2024-08-20", employer_name="Acme")
    hired = stub(hire_date="2025-01-01")
    assert employment([letter, hired], APPLICANT, TODAY).months == 27
    assert employment([hired], APPLICANT, TODAY).months == 22
    seen = employment(
        [stub(), document("tax_return", form="W-2", tax_year="2024", employer_name="ACME INC")], APPLICANT, TODAY
    )
    assert (seen.months, seen.is_at_least) == (22, True)
    assert employment([], APPLICANT, TODAY).months is None


def test_a_month_without_a_day_is_at_least():
    work = employment([document("employment_letter", start_month="2025-11")], APPLICANT, TODAY)
    assert (work.months, work.is_at_least) == (11, True)


def test_the_self_employed_count_from_their_first_tax_year():
    form = document("tax_return", form="1040", tax_year="2024", net_profit="50000.00")
    work = employment([form], SELF_EMPLOYED, TODAY)
    assert (work.months, work.is_self_employed) == (22, True)


def test_months_are_whole():
    assert whole_months(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert whole_months(date(2025, 11, 21), TODAY) == 12
