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
