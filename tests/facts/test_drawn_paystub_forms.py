"""Pay stubs of typewriters, word processors and portals."""

from __future__ import annotations

import pytest


def pay_summary(draw):
    d = draw()
    d.text(40, 40, "Pay Statement", 14)
    d.text(40, 60, "Blue Mesa Manufacturing Corporation", 10)
    d.text(40, 72, "900 Industrial Pkwy")
    d.text(40, 84, "Tulsa, OK 74101")
    d.row(60, (330, "Period Start Date"), (450, "10/19/2026"))
    d.row(72, (330, "Period End Date"), (450, "11/01/2026"))
    d.row(84, (330, "Pay Date"), (450, "11/06/2026"))
    d.row(96, (330, "Document"), (450, "123456"))
    d.row(108, (330, "Net Pay"), (450, "$1,512.25"))
    d.text(40, 130, "Pay Details", 11)
    d.row(
        146,
        (40, "Luis Hernandez Soto"),
        (200, "Employee Number"),
        (300, "000778"),
        (380, "Pay Group"),
        (450, "Bi-Weekly Hourly"),
    )
    d.row(158, (40, "18 Cedar Ave"), (200, "SSN"), (300, "XXX-XX-XXXX"), (380, "Pay Rate"), (450, "$24.5000"))
    d.row(170, (40, "Tulsa, OK 74104"), (380, "Pay Frequency"), (450, "Bi-Weekly"))
    d.text(40, 196, "Earnings", 11)
    d.row(
        210,
        (40, "Pay Type"),
        (200, "Hours", "r"),
        (270, "Pay Rate", "r"),
        (350, "Current", "r"),
        (430, "YTD", "r"),
        size=8,
    )
    d.row(
        222,
        (40, "Regular"),
        (200, "80.0000", "r"),
        (270, "$24.5000", "r"),
        (350, "$1,960.00", "r"),
        (430, "$43,120.00", "r"),
        size=8,
    )
    d.row(234, (40, "Total Hours"), (200, "80.0000"), size=8)
    d.text(40, 262, "Taxes", 11)
    d.row(276, (40, "Tax"), (200, "Based On", "r"), (350, "Current", "r"), (430, "YTD", "r"), size=8)
    d.row(
        288, (40, "Federal Income Tax"), (200, "$1,960.00", "r"), (350, "$160.31", "r"), (430, "$3,526.82", "r"), size=8
    )
    d.row(300, (40, "Employee Medicare"), (200, "$1,960.00", "r"), (350, "$28.42", "r"), (430, "$625.24", "r"), size=8)
    d.row(
        312,
        (40, "Social Security Employee Tax"),
        (200, "$1,960.00", "r"),
        (350, "$121.52", "r"),
        (430, "$2,673.44", "r"),
        size=8,
    )
    d.text(40, 340, "Pay Summary", 11)
    d.row(
        354,
        (120, "Gross", "r"),
        (230, "FIT Taxable Wages", "r"),
        (310, "Taxes", "r"),
        (400, "Deductions", "r"),
        (480, "Net Pay", "r"),
        size=8,
    )
    d.row(
        366,
        (40, "Current"),
        (120, "$1,960.00", "r"),
        (230, "$1,960.00", "r"),
        (310, "$447.75", "r"),
        (400, "$0.00", "r"),
        (480, "$1,512.25", "r"),
        size=8,
    )
    d.row(
        378,
        (40, "YTD"),
        (120, "$43,120.00", "r"),
        (230, "$43,120.00", "r"),
        (310, "$9,850.50", "r"),
        (400, "$0.00", "r"),
        (480, "$33,269.50", "r"),
        size=8,
    )
    return d.done(), {
        "employee_name": "Luis Hernandez Soto",
        "employer_name": "Blue Mesa Manufacturing Corporation",
        "pay_date": "2026-11-06",
        "period_start": "2026-10-19",
        "period_end": "2026-11-01",
        "pay_frequency": "biweekly",
        "gross_pay": "1960.00",
        "ytd_gross": "43120.00",
        "net_pay": "1512.25",
        "rate": "24.50",
        "fica_medicare": "28.42",
    }


def typewriter(draw):
    d = draw()
    f = "Courier"
    L = [
        "                    ACME FREIGHT CORP                    STATEMENT OF EARNINGS",
        "                    PO BOX 11  MEMPHIS TN 38101",
        "",
        "EMPLOYEE: WALLACE, TERRENCE J      EMP ID: 55120      CHECK DATE: 11/06/2026",
        "PERIOD BEGIN: 10/19/2026           PERIOD END: 11/01/2026",
        "",
        "EARNINGS        HOURS     RATE     CURRENT         YTD",
        "REGULAR         80.00    28.75    2,300.00   50,600.00",
        "OVERTIME         6.00   43.125      258.75    3,105.00",
        "GROSS PAY       86.00             2,558.75   53,705.00",
        "",
        "DEDUCTIONS                         CURRENT         YTD",
        "FEDERAL TAX                         281.46    5,907.55",
        "SOCIAL SECURITY                     158.64    3,329.71",
        "MEDICARE                             37.10      778.72",
        "TOTAL DEDUCTIONS                    477.20   10,015.98",
        "",
        "NET PAY                           2,081.55   43,689.02",
    ]
    for i, line in enumerate(L):
        d.text(40, 60 + i * 12, line, 9, font=f)
    return d.done(), {
        "employee_name": "WALLACE, TERRENCE J",
        "employer_name": "ACME FREIGHT CORP",
        "pay_date": "2026-11-06",
        "period_start": "2026-10-19",
        "period_end": "2026-11-01",
        "gross_pay": "2558.75",
        "ytd_gross": "53705.00",
        "net_pay": "2081.55",
        "deductions_total": "477.20",
        "rate": "28.75",
        "hours": "86.00",
        "fica_medicare": "37.10",
    }


def word_processor(draw):
    d = draw()
    d.text(200, 50, "PAY STUB", 16)
    for i, (a, b, c, e) in enumerate(
        [
            ("Company:", "Lakeshore Dental", "Employee:", "Sam O'Brien"),
            ("Address:", "5 Lake Rd", "Employee ID:", "0042"),
            ("Pay Date:", "November 13, 2026", "Pay Period:", "11/01/2026 - 11/13/2026"),
            ("Pay Frequency:", "Semi-Monthly", "Status:", "Single"),
        ]
    ):
        d.row(80 + i * 16, (60, a), (140, b), (330, c), (420, e), size=11)
    d.row(170, (60, "Earnings"), (330, "Deductions"), size=11)
    d.row(186, (60, "Salary"), (290, "$2,750.00", "r"), (330, "Federal Tax"), (540, "$275.00", "r"), size=11)
    d.row(202, (60, "Bonus"), (290, "$0.00", "r"), (330, "Social Security"), (540, "$170.50", "r"), size=11)
    d.row(218, (330, "Medicare"), (540, "$39.88", "r"), size=11)
    d.row(240, (60, "Gross Pay:"), (290, "$2,750.00", "r"), (330, "Total Deductions:"), (540, "$485.38", "r"), size=11)
    d.row(270, (60, "Net Pay:"), (290, "$2,264.62", "r"), size=12)
    d.row(290, (60, "YTD Gross:"), (290, "$57,750.00", "r"), (330, "YTD Net:"), (540, "$47,557.02", "r"), size=11)
    return d.done(), {
        "employer_name": "Lakeshore Dental",
        "employee_name": "Sam O'Brien",
        "pay_date": "2026-11-13",
        "period_start": "2026-11-01",
        "period_end": "2026-11-13",
        "gross_pay": "2750.00",
        "ytd_gross": "57750.00",
        "net_pay": "2264.62",
        "pay_frequency": "semimonthly",
        "deductions_total": "485.38",
    }


@pytest.mark.parametrize("layout", [pay_summary, typewriter, word_processor])
def test_every_value_of_a_layout_is_read_and_none_is_wrong(layout, drawing, assert_stub_is_read):
    assert_stub_is_read(*layout(drawing))
