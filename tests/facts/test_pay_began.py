"""New jobs are measured since they began, though no paper says when: amounts are worked out by hand in the tests."""

from datetime import date
from decimal import Decimal

from app.screening.facts.income import monthly_income
from app.screening.verdict import Applicant
from tests.facts.papers import paper

TODAY = date(2026, 11, 21)


def stub(**fields):
    usual = {
        "gross_pay": "2200.00",
        "ytd_gross": "13200.00",
        "period_start": "2026-10-25",
        "period_end": "2026-11-07",
        "pay_date": "2026-11-13",
        "employer_name": "Patapsco Insurance Agency",
    }
    return paper("paystub", **(usual | fields))


def statement(*days, start="2026-09-01", end="2026-10-31", says="PATAPSCO INS PAYROLL"):
    rows = [{"date": day, "amount": "1749.51", "description": says} for day in days]
    return paper("bank_statement", statement_start=start, statement_end=end, payroll_deposits=rows)


def income(*papers):
    return monthly_income(papers, Applicant("Jane Doe", Decimal(1500)), TODAY)


PAID = ("2026-09-18", "2026-10-02", "2026-10-16", "2026-10-30")


def test_a_job_whose_deposits_begin_in_the_middle_of_a_statement_is_measured_since_then():
    found = income(stub(), statement(*PAID))
    # 2,200.00 × 26 / 12, and not 13,200.00 over the ten months since January
    assert found.monthly == Decimal("4766.67")
    assert "measured since 2026-08-29" in found.explanation


def test_a_job_after_another_is_measured_since_the_other_ended():
    former = stub(employer_name="Chesapeake Textile Mills", gross_pay="1900.00", ytd_gross="32300.00",
                  period_start="2026-08-16", period_end="2026-08-29", pay_date="2026-08-31")  # fmt: skip
    assert income(stub(), former).monthly == Decimal("4766.67")


def test_deposits_that_only_moved_to_this_account_do_not_make_an_old_job_new():
    # 30,000.00 cannot be earned since August, so the ten months and a half until 13 November count.
    found = income(stub(ytd_gross="30000.00"), statement(*PAID))
    assert found.monthly == Decimal("2880.52")
    assert "used because it is lower" in found.explanation


def test_a_statement_that_begins_with_the_deposits_says_nothing_of_the_days_before():
    # 17,600.00 are eight pays, of which five are seen: three were paid at other times of the year
    found = income(stub(ytd_gross="17600.00"), statement(*PAID, start="2026-09-15"))
    assert found.monthly == Decimal("1689.91")


def test_where_all_pays_of_the_year_but_one_are_seen_the_work_began_with_them():
    assert income(stub(), statement(*PAID, start="2026-09-15")).monthly == Decimal("4766.67")


def test_a_stub_whose_year_to_date_is_its_gross_pay_shows_the_first_pay():
    first = stub(ytd_gross="2200.00", period_start="2026-10-11", period_end="2026-10-24", pay_date="2026-10-30")
    assert income(first, stub(ytd_gross="4400.00")).monthly == Decimal("4766.67")


def test_deposits_of_a_stub_s_net_pay_are_its_employer_s_whatever_the_bank_calls_them():
    paid_by_service = statement(*PAID, says="RIVERTON PEO SERVICES PAYROLL")
    assert income(stub(net_pay="1749.51"), paid_by_service).monthly == Decimal("4766.67")
    assert income(stub(net_pay="1750.00"), paid_by_service).monthly == Decimal("1267.43")


def test_deposits_of_another_payer_say_nothing_of_this_job():
    assert income(stub(), statement(*PAID, says="RIVERTON SCHOOLS PAYROLL")).monthly == Decimal("1267.43")


def hourly(day, year):
    return paper("paystub", gross_pay="2736.00", ytd_gross=year, pay_date=day, hours="80.00",
                 employer_name="Uwharrie Field Services")  # fmt: skip


def test_pay_dates_two_weeks_apart_are_told_by_the_number_of_pays_so_far_or_by_the_deposits():
    # 62,928.00 / 2,736.00 = 23 pays by 13 November: twice a month there were 21 at most. 2,736.00 × 26 / 12
    counted = income(hourly("2026-10-30", "60192.00"), hourly("2026-11-13", "62928.00"))
    assert (counted.monthly, "could be" in counted.explanation) == (Decimal("5928.00"), False)
    uneven = (hourly("2026-10-30", "56192.11"), hourly("2026-11-13", "58928.11"))
    assert "semimonthly or biweekly" in income(*uneven).explanation
    days = ("2026-09-04", "2026-09-18", "2026-10-02", "2026-10-16", "2026-10-30")
    assert income(*uneven, statement(*days, says="UWHARRIE FIELD SVC DIR DEP")).monthly == Decimal("5928.00")


def test_a_job_that_another_one_took_over_is_not_held_beside_it():
    last = stub(employer_name="Chesapeake Textile Mills", gross_pay="1900.00", ytd_gross="38000.00",
                period_start="2026-09-21", period_end="2026-10-04", pay_date="2026-10-09")  # fmt: skip
    first = stub(ytd_gross="2200.00", period_start="2026-10-11", period_end="2026-10-24", pay_date="2026-10-30")
    newest = stub(ytd_gross="4400.00")
    assert income(last, first, newest).monthly == Decimal("4766.67")
    beside = stub(employer_name="Chesapeake Textile Mills", gross_pay="1900.00", ytd_gross="43700.00",
                  period_start="2026-10-19", period_end="2026-11-01", pay_date="2026-11-06")  # fmt: skip
    assert income(beside, first, newest).monthly == Decimal("8883.33")
