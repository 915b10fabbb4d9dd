"""Pay stubs whose gross pay stands in unusual places."""

from __future__ import annotations

import pytest


def rows_current_and_ytd(draw):
    d = draw(792, 612)
    d.text(300, 40, "Northline Health System, Inc.", 12)
    y = 70
    d.row(
        y,
        (40, "Name"),
        (160, "Company"),
        (330, "Employee ID"),
        (430, "Pay Period Begin"),
        (530, "Pay Period End"),
        (640, "Check Date"),
        size=8,
    )
    d.row(
        y + 12,
        (40, "Priya Nair"),
        (160, "Northline Health System, Inc."),
        (330, "100234"),
        (430, "10/25/2026"),
        (530, "11/07/2026"),
        (640, "11/13/2026"),
        size=8,
    )
    y = 110
    d.row(
        y,
        (140, "Hours Worked", "r"),
        (240, "Gross Pay", "r"),
        (350, "Pre Tax Deductions", "r"),
        (450, "Employee Taxes", "r"),
        (570, "Post Tax Deductions", "r"),
        (660, "Net Pay", "r"),
        size=8,
    )
    d.row(
        y + 12,
        (40, "Current"),
        (140, "80.00", "r"),
        (240, "3,461.54", "r"),
        (350, "242.31", "r"),
        (450, "812.40", "r"),
        (570, "15.00", "r"),
        (660, "2,391.83", "r"),
        size=8,
    )
    d.row(
        y + 24,
        (40, "YTD"),
        (140, "1,840.00", "r"),
        (240, "79,615.42", "r"),
        (350, "5,573.13", "r"),
        (450, "18,685.20", "r"),
        (570, "345.00", "r"),
        (660, "55,012.09", "r"),
        size=8,
    )
    y = 160
    d.text(40, y, "Earnings", 9)
    d.text(420, y, "Employee Taxes", 9)
    d.row(
        y + 12,
        (40, "Description"),
        (170, "Dates"),
        (250, "Hours", "r"),
        (290, "Rate", "r"),
        (340, "Amount", "r"),
        (400, "YTD", "r"),
        size=8,
    )
    d.row(
        y + 24,
        (40, "Regular Salary"),
        (150, "10/25/2026-11/07/2026"),
        (250, "80", "r"),
        (290, "0", "r"),
        (340, "3,461.54", "r"),
        (400, "79,615.42", "r"),
        size=8,
    )
    d.row(y + 36, (40, "Earnings"), (340, "3,461.54", "r"), (400, "79,615.42", "r"), size=8)
    d.row(y + 12, (420, "Description"), (600, "Amount", "r"), (680, "YTD", "r"), size=8)
    d.row(y + 24, (420, "OASDI"), (600, "199.59", "r"), (680, "4,590.57", "r"), size=8)
    d.row(y + 36, (420, "Medicare"), (600, "46.68", "r"), (680, "1,073.64", "r"), size=8)
    d.row(y + 48, (420, "Federal Withholding"), (600, "566.13", "r"), (680, "13,020.99", "r"), size=8)
    return d.done(), {
        "employer_name": "Northline Health System, Inc.",
        "employee_name": "Priya Nair",
        "pay_date": "2026-11-13",
        "period_start": "2026-10-25",
        "period_end": "2026-11-07",
        "gross_pay": "3461.54",
        "ytd_gross": "79615.42",
        "net_pay": "2391.83",
        "fica_social_security": "199.59",
        "fica_medicare": "46.68",
    }


def total_without_a_name(draw):
    d = draw()
    d.text(40, 50, "Copper Kettle Brewing Co.")
    d.text(40, 62, "88 Foundry St, Boise, ID 83702")
    d.row(80, (40, "Employee"), (330, "SSN"), (420, "Status (Fed/State)"), (520, "Allowances/Extra"), size=7)
    d.row(
        90,
        (40, "Ana Sofia Delgado, 10 Bluff Rd, Boise, ID 83704"),
        (330, "***-**-1212"),
        (420, "Single/Withhold"),
        (520, "Fed-0/0"),
        size=8,
    )
    d.row(104, (330, "Pay Period: 10/19/2026 - 11/01/2026"), (500, "Pay Date: 11/06/2026"), size=8)
    d.row(
        130,
        (40, "Earnings and Hours"),
        (180, "Qty", "r"),
        (230, "Rate", "r"),
        (290, "Current", "r"),
        (350, "YTD Amount", "r"),
        size=8,
    )
    d.row(
        142,
        (40, "Hourly Rate"),
        (180, "80:00", "r"),
        (230, "21.00", "r"),
        (290, "1,680.00", "r"),
        (350, "36,960.00", "r"),
        size=8,
    )
    d.row(154, (180, "80:00", "r"), (290, "1,680.00", "r"), (350, "36,960.00", "r"), size=8)
    d.row(175, (40, "Taxes"), (290, "Current", "r"), (350, "YTD Amount", "r"), size=8)
    d.row(187, (40, "Federal Withholding"), (290, "-130.00", "r"), (350, "-2,860.00", "r"), size=8)
    d.row(199, (40, "Social Security Employee"), (290, "-104.16", "r"), (350, "-2,291.52", "r"), size=8)
    d.row(211, (40, "Medicare Employee"), (290, "-24.36", "r"), (350, "-535.92", "r"), size=8)
    d.row(223, (290, "-258.52", "r"), (350, "-5,687.44", "r"), size=8)
    d.row(245, (40, "Net Pay"), (290, "1,421.48", "r"), (350, "31,272.56", "r"), size=8)
    return d.done(), {
        "employer_name": "Copper Kettle Brewing Co.",
        "employee_name": "Ana Sofia Delgado",
        "pay_date": "2026-11-06",
        "period_start": "2026-10-19",
        "period_end": "2026-11-01",
        "net_pay": "1421.48",
        "rate": "21.00",
        "hours": "80.00",
        "fica_medicare": "24.36",
    }


def year_before_period(draw):
    d = draw()
    d.text(40, 40, "Summit Ridge Outfitters, Inc.", 12)
    d.row(60, (40, "Employee:"), (110, "Chen, Wei-Ling"), (300, "Pay Date"), (400, "2026-11-13"))
    d.row(74, (40, "Dept:"), (110, "Sales"), (300, "Period"), (400, "2026-10-26 to 2026-11-08"))
    d.row(110, (40, "Description"), (220, "YTD", "r"), (300, "Current", "r"), (360, "Hours", "r"), (420, "Rate", "r"))
    d.row(
        124,
        (40, "Regular Pay"),
        (220, "36,000.00", "r"),
        (300, "1,600.00", "r"),
        (360, "80.00", "r"),
        (420, "20.00", "r"),
    )
    d.row(138, (40, "Total Gross"), (220, "36,000.00", "r"), (300, "1,600.00", "r"))
    d.row(160, (40, "FICA - Social Security"), (220, "2,232.00", "r"), (300, "99.20", "r"))
    d.row(174, (40, "FICA - Medicare"), (220, "522.00", "r"), (300, "23.20", "r"))
    d.row(188, (40, "Federal Withholding"), (220, "2,700.00", "r"), (300, "120.00", "r"))
    d.row(202, (40, "Total Deductions"), (220, "5,454.00", "r"), (300, "242.40", "r"))
    d.row(222, (40, "Net Pay"), (220, "30,546.00", "r"), (300, "1,357.60", "r"))
    return d.done(), {
        "employee_name": "Chen, Wei-Ling",
        "employer_name": "Summit Ridge Outfitters, Inc.",
        "pay_date": "2026-11-13",
        "period_start": "2026-10-26",
        "period_end": "2026-11-08",
        "gross_pay": "1600.00",
        "ytd_gross": "36000.00",
        "net_pay": "1357.60",
        "deductions_total": "242.40",
        "rate": "20.00",
        "hours": "80.00",
    }


@pytest.mark.parametrize("layout", [rows_current_and_ytd, total_without_a_name, year_before_period])
def test_every_value_of_a_layout_is_read_and_none_is_wrong(layout, drawing, assert_stub_is_read):
    assert_stub_is_read(*layout(drawing))
