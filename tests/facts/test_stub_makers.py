"""Pay stubs as stub makers and payroll programs of others lay them out: units, notes, heads in two lines."""

from app.screening.facts.label_cuts import label_cuts
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


def test_the_title_of_the_earnings_may_hold_their_sum(sheet):
    found = values(
        sheet(
            "                  Hours      Rate      Current    YTD Hours     YTD Amount\n"
            "Earnings                             $1,487.40                  $29,832.40\n"
            "Regular           71.75  $18.4000    $1,320.20      1571.50     $28,915.60\n"
            "Sunday Premium     8.00   $2.5000       $20.00       168.00        $420.00\n"
            "Vacation           8.00  $18.4000      $147.20        27.00        $496.80"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("1487.40", "29832.40")


def test_a_table_whose_lines_are_hours_rate_and_earnings(sheet):
    found = values(
        sheet(
            "              REG        OT    TRAVEL      GROSS    YTD GROSS\n"
            "HOURS       40.00      9.50\n"
            "RATE        33.00     49.50\n"
            "EARNINGS 1,320.00    470.25     85.00   1,875.25    75,255.26\n"
            "              FED        SS       MED  TOTAL DED      NET PAY\n"
            "AMOUNT     165.02    116.27    203.45     484.74     1,390.51"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("1875.25", "75255.26")
    assert (found["net_pay"], found["deductions_total"]) == ("1390.51", "484.74")


def test_a_column_that_adds_up_without_labels_of_its_own_is_gross_pay(sheet):
    found = values(
        sheet(
            "Earnings and Hours     Qty       Rate       Current     YTD Amount\n"
            "Hourly Rate          40:00      30.00      1,200.00      51,600.00\n"
            "Overtime (x1.5)\n"
            "                      3:30      45.00        157.50       2,205.00\n"
            "hourly\n"
            "                     43:30                 1,357.50      53,805.00"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("1357.50", "53805.00")


def test_titles_that_touch_the_headings_of_the_table_before_them_are_cut_off():
    assert label_cuts("YTD EARNINGS WITHHOLDINGS/DEDUCTIONS") == (13,)
    assert label_cuts("YTD $ DEDUCTION") == (6,)
    assert label_cuts("EARNING RATE") == (8,)
    assert label_cuts("Year to date deductions") == ()


def test_deductions_that_money_paid_back_makes_negative_are_not_all_of_them(sheet):
    found = values(
        sheet(
            "GROSS EARNINGS      1,763.20\n"
            "WITHHOLDINGS     THIS PERIOD\n"
            "FED WITHHOLDING       122.38\n"
            "SOCIAL SECURITY       215.31\n"
            "TOTAL WITHHOLDINGS    337.69\n"
            "DEDUCTIONS       THIS PERIOD\n"
            "HEALTH INS             61.18\n"
            "MILEAGE REIMB         -86.40\n"
            "TOTAL DEDUCTIONS      -25.22\n"
            "NET PAY             1,450.73"
        )
    )
    assert "deductions_total" not in found


def test_hourly_wages_with_their_amounts_are_no_rate(sheet):
    found = values(
        sheet(
            "                                          Current           YTD\n"
            "Gross earnings                          $2,377.36    $49,670.79\n"
            "Hourly wages  86.67 hrs at $27.43       $2,377.36    $49,670.79"
        )
    )
    assert found.get("rate") in (None, "27.43")


def test_headings_of_two_lines_in_a_strip_of_boxes_are_read_as_one(sheet):
    found = values(
        sheet(
            "  YTD         YTD       CURRENT      CURRENT        NET\n"
            " GROSS    DEDUCTIONS     TOTAL     DEDUCTIONS       PAY\n"
            "47637.75    8050.60     2394.00      405.78       1988.22"
        )
    )
    assert (found["net_pay"], found["ytd_gross"]) == ("1988.22", "47637.75")
    assert found.get("deductions_total") in (None, "405.78")


def test_days_whose_year_stands_on_the_next_line_of_their_cells(sheet):
    found = values(
        sheet(
            "Pay period: Nov 1, 2026 - Nov 15,      Pay Day: Nov 13,\n"
            "2026                                   2026\n"
            "Gross pay                                      4,375.00"
        )
    )
    assert (found["period_start"], found["period_end"]) == ("2026-11-01", "2026-11-15")
    assert found["pay_date"] == "2026-11-13"


def test_a_rate_behind_its_hours_is_no_number_of_hours(sheet):
    found = values(
        sheet(
            "Rate of pay: 18.40\n"
            "Earnings (hours × rate)            This period   Year to date\n"
            "Regular (66.4 × 18.40)                1,221.76      27,496.96\n"
            "Gross earnings                        1,221.76      27,496.96"
        )
    )
    assert found.get("hours") in (None, "66.40")


def test_the_name_that_a_stub_is_for_stands_under_those_words(sheet):
    found = values(
        sheet(
            "Ocean State Transit Authority     Pay Stub for         Pay Date\n"
            "                                  Marcus Delacroix     11/13/2026\n"
            "Gross Pay                  1,905.40     43,824.20"
        )
    )
    assert found["employee_name"] == "Marcus Delacroix"
    assert found["employer_name"] == "Ocean State Transit Authority"


def test_a_column_called_name_and_a_line_of_benefits_name_nobody(sheet):
    found = values(
        sheet(
            "Acme Foods, Inc.              Person Number: 2211874\n"
            "1 Main St                     Wendell Stoddard\n"
            "Mesa, AZ 85201                125 Second St\n"
            "                              Mesa, AZ 85202\n"
            "Name                   Current        YTD\n"
            "Union Dues                9.50     427.50\n"
            "Employer                173.60   3,578.25\n"
            "Automatic"
        )
    )
    assert (found["employee_name"], found["employer_name"]) == ("Wendell Stoddard", "Acme Foods, Inc.")
