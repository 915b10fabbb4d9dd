"""Pay stubs in blocks: two tables side by side, cards, checks."""

from __future__ import annotations

import pytest


def two_tables_side_by_side(draw):
    d = draw()
    d.text(200, 40, "GREENFIELD UNIFIED SCHOOL DISTRICT", 11)
    d.text(200, 54, "PAYROLL STATEMENT", 9)
    d.row(80, (40, "EMPLOYEE NAME"), (220, "EMPLOYEE NO"), (320, "PAY PERIOD"), (480, "PAY DATE"), size=7)
    d.row(90, (40, "Thomas A. Becker"), (220, "00981"), (320, "10/01/2026 - 10/31/2026"), (480, "10/30/2026"))
    d.row(
        120,
        (40, "EARNINGS"),
        (200, "CURRENT", "r"),
        (280, "YTD", "r"),
        (320, "DEDUCTIONS"),
        (480, "CURRENT", "r"),
        (570, "YTD", "r"),
        size=8,
    )
    d.row(
        134,
        (40, "Contract Salary"),
        (200, "5,416.67", "r"),
        (280, "54,166.70", "r"),
        (320, "Federal Tax"),
        (480, "512.00", "r"),
        (570, "5,120.00", "r"),
        size=8,
    )
    d.row(
        147,
        (40, "Stipend"),
        (200, "150.00", "r"),
        (280, "900.00", "r"),
        (320, "Medicare"),
        (480, "80.72", "r"),
        (570, "798.47", "r"),
        size=8,
    )
    d.row(160, (320, "STRS Retirement"), (480, "570.58", "r"), (570, "5,643.82", "r"), size=8)
    d.row(
        180,
        (40, "GROSS"),
        (200, "5,566.67", "r"),
        (280, "55,066.70", "r"),
        (320, "TOTAL DEDUCTIONS"),
        (480, "1,163.30", "r"),
        (570, "11,562.29", "r"),
        size=8,
    )
    d.row(200, (320, "NET PAY"), (480, "4,403.37", "r"), (570, "43,504.41", "r"), size=8)
    return d.done(), {
        "employee_name": "Thomas A. Becker",
        "employer_name": "GREENFIELD UNIFIED SCHOOL DISTRICT",
        "pay_date": "2026-10-30",
        "period_start": "2026-10-01",
        "period_end": "2026-10-31",
        "gross_pay": "5566.67",
        "ytd_gross": "55066.70",
        "net_pay": "4403.37",
        "deductions_total": "1163.30",
    }


def titles_above_values(draw):
    d = draw()
    d.text(40, 50, "Fernwood Studio LLC", 14)
    d.text(40, 66, "Pay stub for Aisha Rahman", 10)
    d.row(100, (40, "Gross pay"), (180, "Taxes"), (300, "Deductions"), (430, "Net pay"), size=8)
    d.row(116, (40, "$2,884.62"), (180, "$614.22"), (300, "$120.00"), (430, "$2,150.40"), size=14)
    d.row(150, (40, "Pay date"), (180, "Pay period"), (430, "Pay frequency"), size=8)
    d.row(164, (40, "Nov 13, 2026"), (180, "Oct 26 - Nov 8, 2026"), (430, "Every two weeks"), size=10)
    d.row(200, (40, "Employee"), (180, "Employer"), size=8)
    d.row(214, (40, "Aisha Rahman"), (180, "Fernwood Studio LLC"), size=10)
    d.row(240, (40, "Year to date"), size=11)
    d.row(256, (40, "Gross pay"), (180, "Taxes"), (430, "Net pay"), size=8)
    d.row(272, (40, "$66,346.26"), (180, "$14,127.06"), (430, "$49,459.20"), size=14)
    return d.done(), {
        "employee_name": "Aisha Rahman",
        "employer_name": "Fernwood Studio LLC",
        "pay_date": "2026-11-13",
        "period_start": "2026-10-26",
        "period_end": "2026-11-08",
        "pay_frequency": "biweekly",
        "gross_pay": "2884.62",
        "net_pay": "2150.40",
        "ytd_gross": "66346.26",
    }


def check_with_stub(draw):
    d = draw()
    d.text(40, 40, "Old Mill Restaurant Group LLC", 10)
    d.text(40, 52, "3 Mill St, Bend OR 97701", 8)
    d.row(40, (430, "Check No."), (500, "10442"))
    d.row(52, (430, "Check Date"), (500, "11/13/2026"))
    d.text(40, 80, "PAY   One Thousand Two Hundred Four and 18/100 Dollars")
    d.row(80, (500, "$****1,204.18"))
    d.text(40, 100, "TO THE ORDER OF", 7)
    d.text(130, 100, "Nadia Kowalski")
    d.text(130, 112, "44 Juniper Loop")
    d.text(130, 124, "Bend, OR 97702")
    d.text(40, 160, "- - - - - - detach here - - - - - -", 8)
    d.row(180, (40, "Nadia Kowalski"), (200, "Emp #: 31"), (300, "Pay Period 10/25/2026 - 11/07/2026"), size=8)
    d.row(
        200,
        (40, "Earnings"),
        (150, "Hrs", "r"),
        (200, "Rate", "r"),
        (260, "Amount", "r"),
        (320, "YTD Amt", "r"),
        (350, "Deductions"),
        (500, "Amount", "r"),
        (570, "YTD Amt", "r"),
        size=7,
    )
    d.row(
        212,
        (40, "Hourly"),
        (150, "71.50", "r"),
        (200, "16.00", "r"),
        (260, "1,144.00", "r"),
        (320, "24,310.00", "r"),
        (350, "FED WH"),
        (500, "92.10", "r"),
        (570, "1,900.00", "r"),
        size=7,
    )
    d.row(
        223,
        (40, "Tips Reported"),
        (260, "301.00", "r"),
        (320, "6,020.00", "r"),
        (350, "SOC SEC"),
        (500, "89.59", "r"),
        (570, "1,880.46", "r"),
        size=7,
    )
    d.row(234, (350, "MEDICARE"), (500, "20.95", "r"), (570, "439.79", "r"), size=7)
    d.row(245, (350, "OR TAX"), (500, "38.18", "r"), (570, "801.00", "r"), size=7)
    d.row(
        265,
        (40, "Gross Pay"),
        (150, "71.50", "r"),
        (260, "1,445.00", "r"),
        (320, "30,330.00", "r"),
        (350, "Total Deductions"),
        (500, "240.82", "r"),
        (570, "5,021.25", "r"),
        size=7,
    )
    d.row(280, (350, "Net Check"), (500, "1,204.18", "r"), size=7)
    return d.done(), {
        "employee_name": "Nadia Kowalski",
        "employer_name": "Old Mill Restaurant Group LLC",
        "pay_date": "2026-11-13",
        "period_start": "2026-10-25",
        "period_end": "2026-11-07",
        "gross_pay": "1445.00",
        "ytd_gross": "30330.00",
        "net_pay": "1204.18",
        "deductions_total": "240.82",
        "rate": "16.00",
        "hours": "71.50",
        "fica_social_security": "89.59",
    }


@pytest.mark.parametrize("layout", [two_tables_side_by_side, titles_above_values, check_with_stub])
def test_every_value_of_a_layout_is_read_and_none_is_wrong(layout, drawing, assert_stub_is_read):
    assert_stub_is_read(*layout(drawing))
