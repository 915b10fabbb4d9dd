"""What one job pays in a month: regular pay, extras with history, and the year to date; expected amounts by hand."""

from datetime import date
from decimal import Decimal

from app.screening.facts.income import monthly_income
from app.screening.verdict import Applicant
from tests.facts.papers import paper, stub

TODAY = date(2026, 11, 21)
APPLICANT = Applicant("Jane Doe", Decimal(2000))


def monthly(*documents):
    return monthly_income(documents, APPLICANT, TODAY)


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
    letter = paper("employment_letter", employer_name="Acme, Inc.", start_date="2026-08-24")
    late = stub("2350.00", "2026-10-01", "2026-10-31", "2026-10-31", ytd_gross="4700.00")
    assert monthly(late, letter).monthly == Decimal("2350.00")
    # Two pays are missing since 1 July: 4,700 in 123 days, at 30.4375 days a month
    early = paper("employment_letter", employer_name="Acme, Inc.", start_date="2026-07-01")
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


def test_a_bonus_paid_apart_on_the_day_of_wages_lowers_no_average():
    weeks = [("2026-11-02", "2026-11-08", "2026-11-13"), ("2026-11-09", "2026-11-15", "2026-11-20")]
    wages = [
        stub(gross="980.00", start=start, end=end, paid=paid, rate="24.50", hours="40.00") for start, end, paid in weeks
    ]
    bonus = stub(gross="500.00", start="2026-11-02", end="2026-11-08", paid="2026-11-13")
    assert monthly(*wages, bonus).monthly == Decimal("4246.67")
