"""Labels broken by narrow cells, headings without room between them, and sums that only arithmetic names."""

import pytest

from app.screening.facts.classify import kind_of
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.lines import sheet_of
from app.screening.facts.paystub import read_paystub
from app.screening.reading.pages import Page, Word
from app.screening.verdict import DocumentType

SIZE, LINE = 10.0, 12.0
WIDTHS = {"I": 3.0, "i": 2.5, "l": 2.5, "W": 9.0, "M": 8.5, "m": 8.0, "A": 7.0, "T": 5.5, "N": 7.5}


def words_at(x, y, text, gaps=()):
    """Words in a proportional type, a space of 2.8 points between them; `gaps` are wider ones by the word before."""
    found = []
    for part in text.split():
        width = sum(WIDTHS.get(letter, 6.0) for letter in part)
        found.append(Word(part, (x, y, x + width, y + SIZE), 1.0, "Sans", SIZE))
        x += width + dict(gaps).get(part, 2.8)
    return found


def page_of(*rows):
    return Page(1, 612.0, 792.0, tuple(word for row in rows for word in words_at(*row)), "text")


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


def test_a_label_broken_around_the_height_of_its_value_is_read():
    page = page_of(
        (40, 100, "Pay Begin"), (40, 112, "Date:"), (120, 106, "10/01/2026"), (300, 106, "Location: Main"),
        (40, 126, "Pay End"), (40, 138, "Date:"), (120, 132, "10/31/2026"),
    )  # fmt: skip
    found = plain(read_paystub([sheet_of(page)]))
    assert (found["period_start"], found["period_end"]) == ("2026-10-01", "2026-10-31")


def test_two_blocks_with_lines_at_different_heights_are_not_mixed():
    page = page_of((40, 100, "2025"), (40, 112, "Name:"), (300, 106, "Box 1"), (120, 112, "Jane Doe"))
    assert not any("2025 Name" in line.text for line in sheet_of(page).lines)


def test_headings_without_room_between_them_are_two_by_the_spaces_of_their_line():
    page = page_of((40, 100, "PAY DATE ADVICE NO", [("DATE", 6.6)]), (40, 114, "10/30/2026"), (100, 114, "A7712"))
    assert [cell.text for cell in sheet_of(page).cells[0]] == ["PAY DATE", "ADVICE NO"]
    assert plain(read_paystub([sheet_of(page)]))["pay_date"] == "2026-10-30"


def test_a_heading_of_two_words_stays_one():
    page = page_of((40, 100, "Current Hours"), (200, 100, "Year To Date"))
    assert [cell.text for cell in sheet_of(page).cells[0]] == ["Current Hours", "Year To Date"]


STUB = (
    "Earnings      Hours    Rate     Current        YTD\n"
    "Regular       80.00   14.00    1,120.00   22,400.00\n"
    "Total earnings                 1,120.00   22,400.00\n"
    "Total deductions                 220.00    4,400.00\n"
)


def test_net_pay_in_a_sentence_is_read_when_the_sums_prove_it(sheet):
    proven = plain(
        read_paystub([sheet(STUB + "\n\nYour net pay of   $900.00   was deposited to account ending 8841.\n")])
    )
    assert proven["net_pay"] == "900.00"
    other = plain(
        read_paystub([sheet(STUB + "\n\nYour net pay of   $901.00   was deposited to account ending 8841.\n")])
    )
    assert "net_pay" not in other


def test_hours_of_one_line_among_several_are_not_the_hours(sheet):
    found = plain(
        read_paystub(
            [
                sheet(
                    "           Hours    Rate    This check    Year to date\n"
                    "Hourly     40.00   28.00      1,120.00       49,280.00\n"
                    "Overtime    3.00   42.00        126.00        3,780.00\n"
                    "Gross wages                   1,246.00       53,060.00\n"
                )
            ]
        )
    )
    assert "hours" not in found
    assert (found["gross_pay"], found["rate"]) == ("1246.00", "28.00")


def test_the_period_and_the_year_side_by_side_under_titles(sheet):
    found = plain(
        read_paystub(
            [
                sheet(
                    "This Period                        Year to Date\n"
                    "Gross Earnings       2,644.80      Gross Earnings      56,863.20\n"
                    "Taxes                  512.40      Taxes               11,016.60\n"
                    "Net Pay              2,132.40      Net Pay             45,846.60\n"
                )
            ]
        )
    )
    assert (found["gross_pay"], found["ytd_gross"], found["net_pay"]) == ("2644.80", "56863.20", "2132.40")


def test_a_title_year_to_date_ends_the_table_above_it(sheet):
    found = plain(
        read_paystub(
            [
                sheet(
                    "Earnings      Hours    Rate     Current\n"
                    "Regular       52.50   18.00      945.00\n"
                    "Gross                            945.00\n\n"
                    "Year to date\n"
                    "Gross                         29,114.85\n"
                )
            ]
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("945.00", "29114.85")


def test_gross_wages_as_one_of_two_lines_with_rates_is_not_gross_pay(sheet):
    text = (
        "INCOME          RATE     HOURS    CURRENT\n"
        "GROSS WAGES    21.00     80.00   1,680.00\n"
        "OVERTIME       31.50      6.00     189.00\n"
    )
    assert "gross_pay" not in plain(read_paystub([sheet(text)]))


def test_the_label_below_another_in_a_form_is_no_employer(sheet):
    text = "Employer          Brightwater Logistics Group Inc\nHeadquarters      Memphis Tennessee Area\n"
    assert plain(read_employment_letter([sheet(text)]))["employer_name"] == "Brightwater Logistics Group Inc"


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("Your first day of employment will be Monday, October 12, 2026.", "start_date", "2026-10-12"),
        ("Ms. Ada Strand has been employed by Vale Architects, P.C. since the 3rd of May, 2018.", "start_date", "2018-05-03"),
        ("Ada Strand was employed with Vale Care Inc. from May 3, 2018 through July 1, 2026.", "start_date", "2018-05-03"),
        ("Her annual salary is Sixty-Two Thousand Four Hundred Dollars ($62,400.00).", "annual_salary", "62400.00"),
    ],
)  # fmt: skip
def test_days_and_salaries_in_other_words(sheet, said, field, value):
    assert plain(read_employment_letter([sheet(said)]))[field] == value


def test_the_documents_own_title_behind_a_dash_is_not_the_employers_name(sheet):
    text = "Helioscope Labs, Inc. — Paystub\n\nPaid to: Ada Strand\nPay date: 11/13/2026\n"
    assert plain(read_paystub([sheet(text)]))["employer_name"] == "Helioscope Labs, Inc."


def test_a_dotted_headline_of_names_and_days_is_parted_at_its_dots(sheet):
    text = "Pay summary\nQuartz Labs LLC · Paid Oct 30, 2026\n\nGross pay      4,583.33\nNet pay        3,190.82\n"
    assert plain(read_paystub([sheet(text)]))["pay_date"] == "2026-10-30"


def test_a_short_register_is_a_stub_with_its_period(sheet):
    text = (
        "NAME                CHECK DT    PER BEG     PER END        GROSS      DEDS       NET\n"
        "RUFUS THIBODEAUX    11/13/26    11/01/26    11/07/26      978.50    214.02    764.48\n\n"
        "YTD GROSS  42,610.25\n"
    )
    assert kind_of(sheet(text)).document_type == DocumentType.paystub
    found = plain(read_paystub([sheet(text)]))
    assert (found["period_start"], found["period_end"]) == ("2026-11-01", "2026-11-07")
    assert (found["gross_pay"], found["net_pay"], found["ytd_gross"]) == ("978.50", "764.48", "42610.25")


def test_a_week_of_work_with_its_days_named_is_the_period(sheet):
    text = "Pay Date: 11/06/2026\nWeek of: Sunday, October 25, 2026 - Saturday, October 31, 2026\nNet Pay  10.00\n"
    found = plain(read_paystub([sheet(text)]))
    assert (found["period_start"], found["period_end"]) == ("2026-10-25", "2026-10-31")


def test_a_letter_in_few_words_names_the_employee_and_a_title_without_the_next_label(sheet):
    text = "This confirms Ada Strand's employment. Employer: Summit School District 7.\nPosition: Aide. Contract: 185 days\n"
    found = plain(read_employment_letter([sheet(text)]))
    assert (found["employee_name"], found["job_title"]) == ("Ada Strand", "Aide")


def test_two_checks_compared_above_the_year_so_far(sheet):
    text = (
        "                 This check     Last check       Change\n"
        "Gross pay          1,302.00       1,344.00       -42.00\n"
        "Take-home          1,023.17       1,057.90       -34.73\n\n"
        "2026 so far\n"
        "Gross             29,210.00\n"
        "Take-home         23,000.88\n"
    )
    found = plain(read_paystub([sheet(text)]))
    assert (found["gross_pay"], found["net_pay"]) == ("1302.00", "1023.17")
    assert (found["ytd_gross"], found["ytd_net"]) == ("29210.00", "23000.88")


def test_a_bare_total_is_gross_pay_when_net_pay_and_deductions_make_it(sheet):
    text = (
        "TYPE              HRS      RATE       AMOUNT\n"
        "ST              40.00     52.15     2,086.00\n"
        "SUBSISTENCE                            80.00\n"
        "TOTAL           40.00               2,166.00\n\n"
        "TOT DED            897.38\n"
        "NET PAY          1,268.62\n"
    )
    assert plain(read_paystub([sheet(text)]))["gross_pay"] == "2166.00"
    assert "gross_pay" not in plain(read_paystub([sheet(text.replace("2,166.00", "2,167.00"))]))


def test_a_name_that_no_gap_parts_from_its_label(sheet):
    text = "Ravenswood Security Corp\nName Persephone Quill      Check Date 11/06/2026\nNet Pay    10.00\n"
    assert plain(read_paystub([sheet(text)]))["employee_name"] == "Persephone Quill"


def test_the_total_of_the_withholdings_is_no_gross_pay(sheet):
    text = "EARNINGS     AMOUNT\n\nWAGES\nTOTAL         324.14\n\nNET PAY     1,360.61\n"
    assert "gross_pay" not in plain(read_paystub([sheet(text)]))


def test_a_years_net_pay_under_the_heading_of_the_period_is_not_taken(sheet):
    text = (
        "Deductions               Current         YTD\n"
        "Federal                   135.00    5,350.00\n\n"
        "Net Pay     1,013.26   40,089.30\n"
    )
    assert plain(read_paystub([sheet(text)])).get("net_pay") in (None, "1013.26")


def test_an_employers_name_cut_short_by_its_cell_is_the_letterheads(sheet):
    text = "Cobalt Ridge Analytics, Inc.\n\nEmployee: Ada Strand\nCompany: Cobalt Ridge\nNet Pay  10.00\n"
    assert plain(read_paystub([sheet(text)]))["employer_name"] == "Cobalt Ridge Analytics, Inc."


def test_net_pay_under_the_rate_is_in_columns_of_its_own(sheet):
    text = (
        "Earnings       Qty       Rate       Current   YTD Amount\n"
        "Hourly        40:00     30.00      1,200.00    51,600.00\n"
        "Net Pay              1,013.26     40,089.30\n"
    )
    assert plain(read_paystub([sheet(text)])).get("net_pay") in (None, "1013.26")
    under_hours = text.replace("Net Pay              1,013.26", "Net Pay    1,013.26          ")
    assert plain(read_paystub([sheet(under_hours)])).get("net_pay") in (None, "1013.26")
