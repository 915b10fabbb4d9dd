"""Tables of pay stubs that say less than usual: no title, a second copy, days beside the hours."""

from app.screening.facts.paystub import read_paystub


def facts_of(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items()}


DEDUCTIONS_FROM_GROSS = (
    "Deductions From Gross                Current         YTD\n"
    "Gross Pay                           2,188.00   48,108.65\n"
    "Federal Income Tax                    227.55    4,999.30\n"
    "Social Security                       135.66    2,982.74\n"
    "Medicare                               31.73      697.58\n"
)


def test_gross_pay_on_top_of_the_deductions_opens_their_table(sheet):
    found = facts_of(sheet(DEDUCTIONS_FROM_GROSS))
    assert [line["section"] for line in found["deduction_lines"]] == ["deductions"] * 3


def test_a_table_with_hours_and_a_rate_is_one_of_earnings_whatever_its_title(sheet):
    found = facts_of(
        sheet(
            "COMPENSATION DETAILS\n"
            "Description           Rate    Hours   Current Period   Year to Date\n"
            "Regular Salary       29.87   160.00         4,779.20      47,732.26\n"
        )
    )
    assert (found["hours"], found["earnings_lines"][0]["section"]) == ("160.00", "earnings")


def test_a_second_copy_of_a_stub_repeats_its_hours(sheet):
    copy = (
        "Earnings        Rate     Hours        Amount           YTD\n"
        "Regular        23.15     40.00        926.00     41,484.80\n"
        "\n"
        "Net Pay                               746.82\n"
        "\n"
    )
    found = facts_of(sheet(copy + copy))
    assert (found["hours"], len(found["earnings_lines"])) == ("40.00", 1)


def test_days_between_the_words_and_the_hours_of_a_line_are_passed_over(sheet):
    found = facts_of(
        sheet(
            "Earnings     Dates           Hours     Rate      Amount         YTD\n"
            "Regular      10/19–11/01     76.00    21.50    1,634.00   36,249.00\n"
            "Overtime     10/19–11/01      4.00    32.25      129.00    1,419.00\n"
        )
    )
    assert [line["hours"] for line in found["earnings_lines"]] == ["76.00", "4.00"]


def test_hours_of_overtime_alone_are_not_the_hours_of_the_period(sheet):
    found = facts_of(
        sheet(
            "Earnings       Hours     Rate      Amount\n"
            "Regular                                   860.00\n"
            "Overtime        3.00    32.25       96.75\n"
        )
    )
    assert "hours" not in found


def test_hours_in_a_clocks_form_that_are_no_round_number_leave_the_total_open(sheet):
    found = facts_of(
        sheet(
            "Earnings and Hours     Qty      Rate      Current    YTD Amount\n"
            "hourly               61:53     16.00       990.13     17,827.72\n"
            "STAT PAY              6:27     24.00       154.80        407.20\n"
        )
    )
    assert "hours" not in found


def test_a_title_over_headings_and_one_nameless_row_names_its_amounts(sheet):
    found = facts_of(sheet("Net Pay\nAmount          Year To Date Amount\n1,251.09        26,095.44\n"))
    assert (found["net_pay"], found["ytd_net"]) == ("1251.09", "26095.44")


def test_the_only_line_of_earnings_is_gross_pay_where_the_deductions_prove_it(sheet):
    found = facts_of(
        sheet(
            "Earnings     Hours     Rate      Current          YTD\n"
            "Regular      72.50    29.40     2,131.50    46,716.60\n"
            "\n"
            "DEDUCTIONS             Current          YTD\n"
            "Federal Income Tax      249.39     5,451.84\n"
            "Social Security         132.15     2,896.43\n"
            "\n"
            "Net Pay:   1,749.96     YTD:   38,368.33\n"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("2131.50", "46716.60")


def test_a_date_that_nothing_labels_soon_after_the_period_is_the_payday(sheet):
    text = "77 Depot St, Summerville SC 29483{}10/23/2026\nPay period 10/05/2026 - 10/18/2026\n"
    assert facts_of(sheet(text.format("          ")))["pay_date"] == "2026-10-23"
    assert facts_of(sheet("Paystub          10/23/2026\nNet Pay   881.04\n"))["pay_date"] == "2026-10-23"
    assert "pay_date" not in facts_of(sheet("Submitted by Ann     10/23/2026\nPay period 10/05/2026 - 10/18/2026\n"))


def test_a_start_date_beside_an_end_date_is_the_periods(sheet):
    found = facts_of(sheet("Start Date      End Date        Check Date\n11/02/2026      11/08/2026      11/13/2026\n"))
    assert (found["period_start"], found["period_end"]) == ("2026-11-02", "2026-11-08")
    assert facts_of(sheet("Start Date: 03/11/2022\n"))["hire_date"] == "2022-03-11"


def test_a_title_before_the_companys_name_is_no_part_of_it(sheet):
    found = facts_of(
        sheet("Earnings Statement - Alder Creek Orchards\n\nEmployee: Marta Quillfeather\nNet Pay  901.22\n")
    )
    assert (found["employer_name"], found["employee_name"]) == ("Alder Creek Orchards", "Marta Quillfeather")


def test_the_street_beside_an_employees_number_is_no_name(sheet):
    found = facts_of(
        sheet(
            "Marta Quillfeather\n41 Orchard Lane                Employee # 5521\nMesa AZ 85201\n\nNet Pay    901.22\n"
        )
    )
    assert found["employee_name"] == "Marta Quillfeather"


def test_a_line_that_is_the_sum_of_those_under_it_heads_them(sheet):
    found = facts_of(
        sheet(
            "Earning Statement\n\n"
            "                                            Current          YTD\n"
            "Earnings                    Hours   Rate  $2,077.02   $45,102.18\n"
            "Regular                     72.00   27.15 $1,954.80   $41,900.02\n"
            "Shift Premium               72.00    0.75    $54.00    $1,188.00\n"
            "Overtime                     1.67   40.85    $68.22    $2,014.16\n"
            "Pre-Tax Deductions                           $96.40    $2,120.80\n"
            "Dental                                       $96.40    $2,120.80\n"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("2077.02", "45102.18")
    assert [line["amount"] for line in found["earnings_lines"]] == ["1954.80", "54.00", "68.22"]


def test_the_rate_of_overtime_alone_is_not_the_rate(sheet):
    assert "rate" not in facts_of(
        sheet(
            "Earnings        Rate     Hours        Amount           YTD\n"
            "Overtime       36.00      6.00        216.00      2,268.00\n"
        )
    )


def test_a_label_in_two_lines_of_a_narrow_column_says_what_is_gross(sheet):
    found = facts_of(
        sheet(
            "                  DESCRIPTION      AMOUNT\n"
            "                  Hourly           700.00\n"
            "                  Weekend          984.75\n"
            "                  Gross\n"
            "                  Earnings        1684.75\n"
            "\n"
            "                  TOTAL            324.14\n"
            "                  NET PAY         1360.61\n"
        )
    )
    assert found["gross_pay"] == "1684.75"


def test_the_date_behind_both_ends_of_the_period_is_the_payday(sheet):
    found = facts_of(
        sheet(
            "SSN             PAY PERIOD              PERIOD DATE\n"
            "\n"
            "XXX-XX-6612     10/12/2026 - 10/25/2026  10/30/2026\n"
        )
    )
    assert found["pay_date"] == "2026-10-30"


def test_hours_under_the_years_heading_are_not_the_periods(sheet):
    found = facts_of(
        sheet(
            "EARNINGS       HRS/UNITS   THIS PERIOD ($)   YTD HOURS      YTD ($)\n"
            "Regular                            5150.00               102994.00\n"
            "Total Hours                                      32.00\n"
        )
    )
    assert "hours" not in found
