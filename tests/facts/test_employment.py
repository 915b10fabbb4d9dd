"""Since when somebody works."""

from datetime import date
from decimal import Decimal

from app.screening.facts.employment import employment, whole_months
from app.screening.verdict import Applicant
from tests.facts.papers import paper, stub

TODAY = date(2026, 11, 21)
APPLICANT = Applicant("Jane Doe", Decimal(1500))
SELF_EMPLOYED = Applicant("Jane Doe", Decimal(1500), employment_status="Self-employed")


def weekly(year, *lines, gross="1005.20", **more):
    rows = [{"description": name, "amount": amount, "ytd": ytd} for name, amount, ytd in lines]
    days = {"period_start": "2026-11-02", "period_end": "2026-11-08", "pay_date": "2026-11-13"}
    return paper("paystub", gross_pay=gross, ytd_gross=year, earnings_lines=rows, **days, **more)


def months(*papers):
    return employment(papers, APPLICANT, TODAY).months


def test_a_year_to_date_of_forty_weeks_shows_nine_months_of_work():
    stub = weekly("42005.20", ("Regular", "896.00", "35840.00"), ("Overtime", "109.20", "6165.20"))
    work = employment([stub], APPLICANT, TODAY)
    # 35,840.00 / 896.00 = 40 weeks before 8 November: since 1 February
    assert (work.months, work.is_at_least) == (9, True)
    assert "since 2026-02-01" in work.explanation


def test_a_bonus_makes_nobodys_history_longer():
    stub = weekly("15480.00", ("Regular", "896.00", "4480.00"), ("Sign-on bonus", "0.00", "11000.00"), gross="896.00")
    # 4,480.00 / 896.00 = 5 weeks
    assert months(stub) == 1


def test_a_short_week_makes_nobodys_history_longer():
    stub = weekly("8960.00", ("Regular", "224.00", "8960.00"), gross="224.00", rate="22.40")
    # 40 hours at 22.40 are 896.00 a week: 10 weeks before 8 November
    assert months(stub) == 2


def test_a_year_to_date_reaches_no_further_than_the_first_of_january():
    stub = weekly("99000.00", ("Regular", "896.00", "89600.00"), gross="896.00")
    assert months(stub) == 10


def test_work_that_has_not_begun_is_said_so():
    offer = paper("employment_letter", start_date="2026-12-14", employer_name="Prairie Wind", letter_date="2026-11-10")
    work = employment([offer], APPLICANT, TODAY)
    assert (work.months, work.is_at_least, work.employer) == (0, False, "Prairie Wind")
    assert work.explanation == "The work has not begun: by the letter it begins on 2026-12-14."


def test_an_offer_of_other_work_takes_nothing_from_the_present_work():
    offer = paper("employment_letter", start_date="2026-12-14", employer_name="Prairie Wind")
    stub = weekly("1005.20", gross="1005.20", hire_date="2024-11-01", employer_name="Acme")
    work = employment([offer, stub], APPLICANT, TODAY)
    assert (work.months, work.employer) == (24, "Acme")


def test_one_stub_alone_does_not_say_that_the_work_is_new():
    work = employment([weekly("1005.20", gross="1005.20")], APPLICANT, TODAY)
    assert (work.months, work.is_at_least) == (0, True)
    assert "less than" not in work.explanation


def test_work_of_three_weeks_is_less_than_a_month():
    letter = paper("employment_letter", start_date="2026-10-26", employer_name="Acme")
    assert employment([letter], APPLICANT, TODAY).explanation.endswith("2026-10-26: less than a month.")


def test_employment_counts_from_letter_then_stub_then_earliest_paper():
    letter = paper("employment_letter", start_date="2024-08-20", employer_name="Acme")
    hired = stub(hire_date="2025-01-01")
    assert employment([letter, hired], APPLICANT, TODAY).months == 27
    assert employment([hired], APPLICANT, TODAY).months == 22
    seen = employment(
        [stub(), paper("tax_return", form="W-2", tax_year="2024", employer_name="ACME INC")], APPLICANT, TODAY
    )
    assert (seen.months, seen.is_at_least) == (22, True)
    assert employment([], APPLICANT, TODAY).months is None


def test_a_month_without_a_day_is_at_least():
    work = employment([paper("employment_letter", start_month="2025-11")], APPLICANT, TODAY)
    assert (work.months, work.is_at_least) == (11, True)


def test_the_self_employed_count_from_their_first_tax_year():
    form = paper("tax_return", form="1040", tax_year="2024", net_profit="50000.00")
    work = employment([form], SELF_EMPLOYED, TODAY)
    assert (work.months, work.is_self_employed) == (22, True)


def test_months_are_whole():
    assert whole_months(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert whole_months(date(2025, 11, 21), TODAY) == 12
