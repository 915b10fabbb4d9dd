"""Pay stubs as stub makers and payroll programs of others lay them out: units, notes, heads in two lines."""

from app.screening.facts.paystub import read_paystub


def values(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items() if isinstance(fact.value, str)}


def test_the_unit_behind_a_value_heads_no_column(sheet):
    found = values(
        sheet(
            "Hourly Rate:                                  $15.00 /hr\n"
            "Hours Worked:                                    60 hours\n"
            "Gross Pay:                                       $900.00\n"
            "Total Deductions:                               -$177.75"
        )
    )
    assert (found["gross_pay"], found["deductions_total"]) == ("900.00", "177.75")


def test_the_rate_of_regular_pay_is_told_among_phrases_of_overtime(sheet):
    found = values(
        sheet(
            "EARNINGS\n"
            "Regular Pay (80 hrs @ $29.40/hr)             $2,352.00\n"
            "Overtime (6 hrs @ $44.10/hr)                   $264.60\n"
            "Gross Pay                                    $2,616.60"
        )
    )
    assert (found["gross_pay"], found["rate"]) == ("2616.60", "29.40")
    assert "hours" not in found


def test_a_title_with_a_note_still_says_that_its_table_is_the_years(sheet):
    found = values(
        sheet(
            "Description                                     Amount\n"
            "GROSS PAY                                       962.00\n"
            "NET PAY                                         783.55\n"
            "Year to date (calendar 2026)\n"
            "Description                                     Amount\n"
            "Gross pay                                    34,937.25\n"
            "Net pay                                      28,487.39"
        )
    )
    assert (found["gross_pay"], found["net_pay"]) == ("962.00", "783.55")
    assert (found["ytd_gross"], found["ytd_net"]) == ("34937.25", "28487.39")


def test_a_heading_of_two_lines_keeps_its_period(sheet):
    found = values(
        sheet(
            "   YTD          YTD            CURRENT TOTAL     NET PAY\n"
            "  GROSS      DEDUCTIONS\n"
            "$41,040.00    $5,718.08          $1,968.00      $1,693.46"
        )
    )
    assert found.get("gross_pay") in (None, "1968.00")
    assert found["ytd_gross"] == "41040.00"


def test_the_rate_of_the_only_line_that_is_no_overtime(sheet):
    found = values(
        sheet(
            "Earnings        Rate     Hours        Amount           YTD\n"
            "Salary         17.80     40.00        712.00     32,004.40\n"
            "Overtime       26.70      5.25        140.18      2,670.00"
        )
    )
    assert found["rate"] == "17.80"


def test_hours_of_a_summary_with_the_years_beside_them(sheet):
    found = values(
        sheet(
            "Description                 Current      Year-To-Date\n"
            "Gross Earnings              $950.00        $38,400.00\n"
            "Hours Worked                  45.00          1,866.00"
        )
    )
    assert found["hours"] == "45.00"


def test_the_frequency_may_stand_in_parentheses_behind_the_period(sheet):
    found = values(sheet("Pay period: 2026-10-26 to 2026-11-01   (Weekly)   Payroll run: PE-2026-0044"))
    assert found["pay_frequency"] == "weekly"


def test_a_comma_at_the_end_of_a_line_may_have_run_the_city_into_the_name(sheet):
    found = values(
        sheet(
            "Employee Name / Address          Reporting Period              Pay Date\n"
            "Amrit Dhaliwal Surrey,\n"
            "10422 King George Blvd,          10/12/2026 - 10/25/2026       10/30/2026"
        )
    )
    assert "employee_name" not in found
