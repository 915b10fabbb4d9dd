"""Pay periods and paydays that no label of their own leads to."""

from app.screening.facts.paystub import read_paystub


def values(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items() if isinstance(fact.value, str)}


def test_a_range_that_its_cell_breaks_is_put_together(sheet):
    found = values(sheet("Pay Period: 10/19/2026 -     Pay Date:\n            11/01/2026       11/04/2026\n"))
    assert (found["period_start"], found["period_end"], found["pay_date"]) == ("2026-10-19", "2026-11-01", "2026-11-04")


def test_the_only_range_of_days_is_the_period(sheet):
    found = values(sheet("Acme Inc     Pay Day Nov 6, 2026\n800 Main St           Oct 19, 2026 - Nov 1, 2026\n"))
    assert (found["period_start"], found["period_end"]) == ("2026-10-19", "2026-11-01")


def test_of_two_ranges_without_a_label_neither_is_the_period(sheet):
    found = values(sheet("Pay Day Nov 6, 2026\nOct 19, 2026 - Nov 1, 2026\nOct 5, 2026 - Oct 18, 2026\n"))
    assert {"period_start", "period_end"}.isdisjoint(found)


def test_a_range_beside_an_amount_or_of_leave_is_no_period(sheet):
    assert "period_end" not in values(sheet("Pay Day Nov 6, 2026\nRetro 10/05/2026 - 10/18/2026    120.00\n"))
    assert "period_end" not in values(sheet("Pay Day Nov 6, 2026\nVacation taken   10/05/2026 - 10/18/2026\n"))


def test_a_checks_bare_date_is_the_payday_when_the_period_ends_before_it(sheet):
    found = values(sheet("St. Brendan Parish     Date November 13, 2026\n\nPayroll period 11/01/2026 to 11/10/2026\n"))
    assert found["pay_date"] == "2026-11-13"
    other = values(sheet("St. Brendan Parish     Date March 13, 2026\n\nPayroll period 11/01/2026 to 11/10/2026\n"))
    assert "pay_date" not in other


def test_gross_and_net_pay_that_sentences_tell_are_read_when_the_difference_is_printed(sheet):
    told = (
        "Your gross salary for the month was $6,150.00. From this we withheld taxes, in total $1,523.03.\n"
        "Your net pay of {} was deposited.\n"
    )
    found = values(sheet(told.format("$4,626.97")))
    assert (found["gross_pay"], found["net_pay"]) == ("6150.00", "4626.97")
    assert {"gross_pay", "net_pay"}.isdisjoint(values(sheet(told.format("$4,627.97"))))


def test_a_range_in_a_box_of_two_short_lines_is_put_together(sheet):
    page = "Take-home pay      Pay date         Pay period\n$2,274.86          Nov 13, 2026     Oct 26 - Nov 8,\n"
    found = values(sheet(page + "                                    2026\n"))
    assert (found["period_start"], found["period_end"], found["pay_date"]) == ("2026-10-26", "2026-11-08", "2026-11-13")


def test_a_date_right_under_its_label_counts_whatever_stands_far_left_of_it(sheet):
    found = values(sheet("612 Elm St                   Pay day\nPortland                     Nov 13, 2026\n"))
    assert found["pay_date"] == "2026-11-13"


def test_from_and_to_before_dates_are_the_period(sheet):
    found = values(sheet("From: 11/02/26     To: 11/08/26     Pay date: 11/13/26\n"))
    assert (found["period_start"], found["period_end"]) == ("2026-11-02", "2026-11-08")


def test_a_word_before_a_date_is_its_label_unless_a_date_comes_before_it(sheet):
    found = values(
        sheet("From    10/18/26      Total gross     1,933.75\nThru    10/31/26      Total taxes       337.44\n")
    )
    assert (found["period_start"], found["period_end"]) == ("2026-10-18", "2026-10-31")
