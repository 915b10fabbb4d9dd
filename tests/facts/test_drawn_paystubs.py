"""Pay stubs with one earnings table and rows for the deductions."""

from __future__ import annotations

import pytest


def rate_before_hours(draw):
    d = draw()
    d.text(40, 50, "Brightwater Logistics LLC", 12)
    d.text(40, 64, "400 Harbor Way")
    d.text(40, 76, "Tacoma, WA 98402")
    d.text(400, 50, "Earnings Statement", 14)
    d.row(80, (400, "Period Beginning:"), (500, "10/18/2026"))
    d.row(92, (400, "Period Ending:"), (500, "10/31/2026"))
    d.row(104, (400, "Pay Date:"), (500, "11/06/2026"))
    d.text(400, 130, "Maria T. Gonzalez-Ruiz")
    d.text(400, 142, "77 Pine Street Apt 4")
    d.text(400, 154, "Tacoma, WA 98405")
    y = 200
    d.row(
        y,
        (40, "Earnings"),
        (150, "rate", "r"),
        (200, "hours", "r"),
        (270, "this period", "r"),
        (340, "year to date", "r"),
    )
    d.row(
        y + 14,
        (40, "Regular"),
        (150, "26.5000", "r"),
        (200, "80.00", "r"),
        (270, "2,120.00", "r"),
        (340, "46,640.00", "r"),
    )
    d.row(
        y + 28,
        (40, "Overtime"),
        (150, "39.7500", "r"),
        (200, "4.00", "r"),
        (270, "159.00", "r"),
        (340, "1,908.00", "r"),
    )
    d.row(y + 44, (60, "Gross Pay"), (270, "$2,279.00", "r"), (340, "48,548.00", "r"))
    y = 280
    d.row(y, (40, "Deductions"), (100, "Statutory"))
    d.row(y + 14, (100, "Federal Income Tax"), (270, "-210.40", "r"), (340, "4,310.00", "r"))
    d.row(y + 28, (100, "Social Security Tax"), (270, "-141.30", "r"), (340, "3,009.98", "r"))
    d.row(y + 42, (100, "Medicare Tax"), (270, "-33.05", "r"), (340, "703.95", "r"))
    d.row(y + 56, (100, "Other"))
    d.row(y + 70, (100, "401(K)"), (270, "-91.16*", "r"), (340, "1,941.92", "r"))
    d.row(y + 90, (100, "Net Pay"), (270, "$1,803.09", "r"))
    d.text(40, 420, "Your federal taxable wages this period are $2,187.84")
    d.row(440, (400, "Vacation balance"), (520, "24.00"))
    return d.done(), {
        "employer_name": "Brightwater Logistics LLC",
        "employee_name": "Maria T. Gonzalez-Ruiz",
        "pay_date": "2026-11-06",
        "period_start": "2026-10-18",
        "period_end": "2026-10-31",
        "gross_pay": "2279.00",
        "ytd_gross": "48548.00",
        "net_pay": "1803.09",
        "rate": "26.50",
        "regular_hours": "80.00",
    }


def sections_beside_a_column_of_names(draw):
    d = draw()
    d.text(40, 40, "Harmon & Sons Plumbing Inc", 10)
    d.text(40, 52, "Org1:100  Dept 2", 8)
    d.text(300, 40, "EE ID: 21   DD", 8)
    d.text(300, 80, "DARNELL K WASHINGTON", 9)
    d.text(300, 92, "918 ELM CT")
    d.text(300, 104, "DAYTON OH 45402")
    d.text(40, 140, "PERSONAL AND CHECK INFORMATION", 8)
    d.text(40, 152, "Darnell K Washington", 8)
    d.text(40, 164, "Soc Sec #: xxx-xx-4321", 8)
    d.text(40, 176, "Hire Date: 04/12/2022", 8)
    d.text(40, 190, "Pay Period: 10/26/26 to 11/08/26", 8)
    d.text(40, 202, "Check Date: 11/13/26     Check #: 5521", 8)
    d.row(
        140,
        (250, "EARNINGS"),
        (330, "DESCRIPTION"),
        (400, "HRS/UNITS"),
        (450, "RATE"),
        (500, "THIS PERIOD ($)"),
        size=6.5,
    )
    d.row(140, (570, "YTD ($)"), size=6.5)
    d.row(
        152,
        (330, "Hourly"),
        (428, "80.00", "r"),
        (470, "24.0000", "r"),
        (545, "1920.00", "r"),
        (595, "42240.00", "r"),
        size=8,
    )
    d.row(170, (330, "Total Hours"), (428, "80.00", "r"), size=8)
    d.row(182, (330, "Gross Earnings"), (545, "1920.00", "r"), (595, "42240.00", "r"), size=8)
    d.row(194, (330, "Total Hrs Worked"), (428, "80.00", "r"), size=8)
    d.row(215, (250, "WITHHOLDINGS"), (330, "DESCRIPTION"), (500, "THIS PERIOD ($)"), (570, "YTD ($)"), size=6.5)
    d.row(227, (330, "Social Security"), (545, "119.04", "r"), (595, "2618.88", "r"), size=8)
    d.row(239, (330, "Medicare"), (545, "27.84", "r"), (595, "612.48", "r"), size=8)
    d.row(251, (330, "Fed Income Tax"), (545, "143.20", "r"), (595, "3150.40", "r"), size=8)
    d.row(265, (330, "TOTAL"), (545, "290.08", "r"), (595, "6381.76", "r"), size=8)
    d.row(300, (250, "NET PAY"), (500, "THIS PERIOD ($)"), (570, "YTD ($)"), size=8)
    d.row(314, (545, "1629.92", "r"), (595, "35858.24", "r"), size=9)
    d.text(40, 330, "Payrolls by Paychex, Inc.", 7)
    return d.done(), {
        "employer_name": "Harmon & Sons Plumbing Inc",
        "employee_name": "DARNELL K WASHINGTON",
        "pay_date": "2026-11-13",
        "period_start": "2026-10-26",
        "period_end": "2026-11-08",
        "gross_pay": "1920.00",
        "ytd_gross": "42240.00",
        "net_pay": "1629.92",
        "rate": "24.00",
        "hours": "80.00",
        "hire_date": "2022-04-12",
        "deductions_total": "290.08",
    }


def summary_at_the_end(draw):
    d = draw()
    d.text(50, 60, "Riverside Bakery", 16)
    d.text(50, 80, "12 Mill Lane, Portland, OR 97201", 8)
    d.text(50, 110, "Earnings statement", 11)
    d.text(50, 125, "Jordan Lee")
    d.text(50, 137, "Pay period: Oct 16, 2026 - Oct 31, 2026")
    d.text(50, 149, "Pay day: Nov 5, 2026")
    d.row(
        180,
        (50, "Employee Gross Earnings"),
        (330, "Rate", "r"),
        (400, "Hours", "r"),
        (480, "Current", "r"),
        (560, "Year-to-date", "r"),
    )
    d.row(
        196,
        (50, "Regular Hours | Salary"),
        (330, "$72,000.00 /yr", "r"),
        (400, "86.67", "r"),
        (480, "$3,000.00", "r"),
        (560, "$60,000.00", "r"),
    )
    d.row(230, (50, "Employee Taxes Withheld"), (480, "Current", "r"), (560, "Year-to-date", "r"))
    d.row(246, (50, "Federal Income Tax"), (480, "$310.00", "r"), (560, "$6,200.00", "r"))
    d.row(260, (50, "Social Security"), (480, "$186.00", "r"), (560, "$3,720.00", "r"))
    d.row(274, (50, "Medicare"), (480, "$43.50", "r"), (560, "$870.00", "r"))
    d.row(310, (50, "Summary"), (480, "Current", "r"), (560, "Year-to-date", "r"))
    d.row(326, (50, "Gross Earnings"), (480, "$3,000.00", "r"), (560, "$60,000.00", "r"))
    d.row(340, (50, "Pre-Tax Deductions/Contributions"), (480, "$0.00", "r"), (560, "$0.00", "r"))
    d.row(354, (50, "Taxes"), (480, "$539.50", "r"), (560, "$10,790.00", "r"))
    d.row(368, (50, "Net Pay"), (480, "$2,460.50", "r"), (560, "$49,210.00", "r"))
    d.row(382, (50, "Total Reimbursements"), (480, "$0.00", "r"), (560, "$0.00", "r"))
    d.row(396, (50, "Check Amount"), (480, "$2,460.50", "r"), (560, "$49,210.00", "r"))
    return d.done(), {
        "employer_name": "Riverside Bakery",
        "employee_name": "Jordan Lee",
        "pay_date": "2026-11-05",
        "period_start": "2026-10-16",
        "period_end": "2026-10-31",
        "gross_pay": "3000.00",
        "ytd_gross": "60000.00",
        "net_pay": "2460.50",
        "taxes": "539.50",
    }


@pytest.mark.parametrize("layout", [rate_before_hours, sections_beside_a_column_of_names, summary_at_the_end])
def test_every_value_of_a_layout_is_read_and_none_is_wrong(layout, drawing, assert_stub_is_read):
    assert_stub_is_read(*layout(drawing))
