"""Pay stubs whose sums, boxes and names stand beside the columns and labels that usually explain them."""

from dataclasses import replace

from app.screening.facts.lines import sheet_of
from app.screening.facts.pay_base import pay_of_job
from app.screening.facts.paystub import read_paystub
from app.screening.reading.pages import Page, Word
from app.screening.verdict import Document, DocumentType


def values(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items() if isinstance(fact.value, str)}


TABLE = (
    "Earnings        Rate     Hours        Amount           YTD\n"
    "Regular        24.75     80.00      1,980.00     43,120.00\n"
    "Commission                            640.25     11,204.90\n"
)


def test_net_pay_in_a_row_of_its_own_is_neither_a_rate_nor_hours(sheet):
    found = values(sheet(TABLE + "\nNet Pay     1,958.49                              41,808.52"))
    assert (found["net_pay"], found["ytd_net"]) == ("1958.49", "41808.52")


def test_net_pay_before_the_year_of_it_is_the_periods(sheet):
    found = values(sheet(TABLE + "\nNet Pay     2,499.78     YTD Net Pay     47,526.14"))
    assert (found["net_pay"], found["ytd_net"]) == ("2499.78", "47526.14")


def test_two_amounts_without_a_heading_are_period_and_year_as_elsewhere_on_the_page(sheet):
    found = values(
        sheet("Taxes        Current      YTD       Net Pay       679.26     27,097.69\nMedicare       11.97   477.92")
    )
    assert (found["net_pay"], found["ytd_net"]) == ("679.26", "27097.69")


def test_a_larger_amount_before_a_smaller_one_is_left_out(sheet):
    assert "net_pay" not in values(sheet("Taxes      Current      YTD      Net Pay     27,097.69     679.26"))


def test_gross_pay_out_of_its_columns_is_proved_by_its_sum(sheet):
    found = values(sheet(TABLE + "GROSS EARNINGS  80.00   2,620.25   1,824.00        54,324.90"))
    assert (found["gross_pay"], found["ytd_gross"]) == ("2620.25", "54324.90")


def test_two_headings_far_from_their_columns_still_head_them(sheet):
    found = values(
        sheet(
            "             CURRENT                        YEAR TO DATE\nGROSS PAY            3349.60            73691.20"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("3349.60", "73691.20")


def test_numbered_boxes_are_labels(sheet):
    found = values(
        sheet(
            "EARNINGS STATEMENT\n"
            "1. Pay Period End      2. Pay Date      3. Name\n"
            "10/31/26               11/06/26         ABERNATHY, ROSALIND T\n"
        )
    )
    assert (found["period_end"], found["pay_date"]) == ("2026-10-31", "2026-11-06")
    assert found["employee_name"] == "ABERNATHY, ROSALIND T"


def test_a_name_in_wide_gaps_is_put_together_and_a_heading_tells_its_surname(sheet):
    found = values(
        sheet(
            "NAME (LAST, FIRST, MI)        GRADE    YRS SVC    PERIOD COVERED\n"
            "VASQUEZ   MARIBEL   A         E5       09         1-30 SEP 26\n"
        )
    )
    assert found["employee_name"] == "VASQUEZ, MARIBEL A"
    assert (found["period_start"], found["period_end"]) == ("2026-09-01", "2026-09-30")


def test_a_shortened_word_of_a_form_is_nobodys_name(sheet):
    assert "employee_name" not in values(sheet("EMP NO 118 YRS SVC\n11/06/26"))


def test_a_weekday_may_stand_between_label_and_date(sheet):
    assert values(sheet("Pay Date     Fri, Nov 13, 2026\nGross Pay     $1,120.00"))["pay_date"] == "2026-11-13"


def test_the_employer_stands_before_its_address_on_one_line(sheet):
    found = values(
        sheet(
            "Blue Heron Landscaping, 2210 Bayou Rd, Lafayette, LA 70508\n"
            "Employee                        SSN\n"
            "Denzel Broussard, 14 Cypress Ln, Lafayette, LA 70503      ***-**-3301\n"
        )
    )
    assert found["employer_name"] == "Blue Heron Landscaping"


def test_a_person_beside_a_company_over_its_city_are_employee_and_employer(sheet):
    found = values(
        sheet(
            "Take home pay                        Paid on Nov 6, 2026\n\n"
            "Elena Nørgaard                       Westmark Insurance Agency\n"
            "Registered Nurse                     Raleigh, NC 27601\n\n"
            "                     Current          YTD\n"
            "Gross earnings      $2,769.23   $63,692.29\n"
        )
    )
    assert (found["employee_name"], found["employer_name"]) == ("Elena Nørgaard", "Westmark Insurance Agency")


def test_an_address_block_beside_other_lines_still_names_the_employee(page):
    block = page(
        "Company Code\nPalouse Grain Handlers Inc\n\nLeilani Kealoha\n1800 Terre View Dr #14\nPullman, WA 99163\n"
    )
    beside = tuple(Word("Single", (400.0, top, 436.0, top + 10), 1.0) for top in (49.0, 63.0))
    assert values(sheet_of(replace(block, words=block.words + beside)))["employee_name"] == "Leilani Kealoha"


def test_a_rate_run_together_with_a_period_is_two_headings(sheet):
    found = values(
        sheet(
            "Earnings        Hours    Rate This Period ($)       YTD ($)\n"
            "Hourly          84.67    27.51     2,329.27       47,273.15\n"
            "Gross Earnings                     2,329.27       47,273.15\n"
        )
    )
    assert found["gross_pay"] == "2329.27"


def scanned(*words):
    """A recognised page: words as `(text, left, top)`, six units a letter and ten high."""
    boxes = ((text, (x, y, x + 6.0 * len(text), y + 10.0)) for text, x, y in words)
    return sheet_of(Page(1, 612.0, 792.0, tuple(Word(text, box, 0.97) for text, box in boxes), "ocr"))


def test_zeros_in_recognised_names_are_letters():
    sheet = scanned(("Name:", 40.0, 40.0), ("Brendan", 76.0, 40.0), ("0'Shaughnessy", 124.0, 40.0))
    assert values(sheet)["employee_name"] == "Brendan O'Shaughnessy"


def test_zeros_in_numbers_stay_zeros():
    assert scanned(("Check", 40.0, 40.0), ("B0047", 76.0, 40.0)).text == "Check B0047"


def test_a_title_run_together_with_a_name_is_no_employer(sheet):
    assert "employer_name" not in values(sheet("DEPARTMENT OF DEFENSE EARNINGS STATEMENT\n\nGross Pay     3349.60"))


def test_pay_that_comes_once_is_no_regular_income(sheet):
    stub = (
        "Pay Date: 11/15/2026      Pay Period: 11/01/2026 - 11/15/2026\n"
        "Earnings                        Current            YTD\n"
        "Salary                         5,208.33     109,375.00\n"
        "{extra}                            0.00       2,400.00\n"
        "Gross Pay                      5,208.33     111,775.00\n"
    )

    def monthly(extra):
        fields = read_paystub([sheet(stub.format(extra=extra))])
        pay = pay_of_job([Document("f1", "stub.pdf", DocumentType.paystub, 0.9, 1, fields=fields)], None)
        return f"{pay.monthly:.2f}" if pay else ""

    assert monthly("Stock Option Exercise") == "10416.66"
    assert monthly("Commission") > "10416.66"


def test_the_next_label_run_into_a_name_is_no_part_of_it(sheet):
    found = values(sheet("Employee: GUADALUPE R CASTANEDA ID 882\nGross Pay     1,369.50"))
    assert found["employee_name"] == "GUADALUPE R CASTANEDA"


def test_headings_closer_than_other_columns_are_still_two(sheet):
    words = [("EARNINGS", 40, 84), ("HOURS", 142, 173), ("CURRENT", 182, 224), ("YTD", 280, 298)]
    rows = [("REGULAR", 40, 84), ("80.00", 149, 173), ("2,614.31", 188, 224), ("57,514.82", 258, 298)]
    more = [("SHIFT", 40, 66), ("42.10", 200, 224), ("810.20", 268, 298)]
    placed = [(row, 40.0 + 12 * number) for number, row in enumerate((words, rows, more))]
    page = Page(
        1,
        612.0,
        792.0,
        tuple(Word(text, (float(x0), y, float(x1), y + 9), 1.0) for row, y in placed for text, x0, x1 in row),
        "text",
    )
    found = read_paystub([sheet_of(page)])
    assert found["hours"].value == "80.00"
    assert [row["amount"] for row in found["earnings_lines"].value] == ["2614.31", "42.10"]


def test_not_applicable_is_no_employer(sheet):
    assert "employer_name" not in values(sheet("Tax Status:      Single N/A\n\nGross Pay     2,349.73"))


def test_a_portal_says_it_in_its_own_words(sheet):
    found = values(
        sheet("                 This paycheck     So far in 2026\nGross pay           $1,908.00         $40,982.40")
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("1908.00", "40982.40")


def test_an_amount_that_recognition_cut_behind_its_comma_is_one():
    sheet = scanned(("Net", 40.0, 40.0), ("Pay:", 64.0, 40.0), ("$1,", 120.0, 40.0), ("200.00", 140.0, 40.0))
    assert values(sheet)["net_pay"] == "1200.00"


def between_headings(amount):
    heads = {"EARNINGS": (36, 80), "HOURS": (235, 269), "RATE": (318, 343), "AMOUNT": (383, 419), "YTD": (478, 497)}
    regular = {"REGULAR": (36, 76), "40": (304, 317), "58.25": (357, 380), amount: (443, 476), "68,851.50": (536, 573)}
    total = {"GROSS": (36, 60), "PAY": (62, 82), "40": (303, 316), amount: (443, 476), "69,201.00": (535, 574)}
    words = [
        Word(text, (left, top, right, top + 10))
        for top, row in ((72, heads), (83, regular), (95, total))
        for text, (left, right) in row.items()
    ]
    return read_paystub([sheet_of(Page(1, 612, 792, tuple(words), "text"))])


def test_hours_and_a_rate_that_stand_between_their_headings_are_told_by_their_order_and_product():
    facts = between_headings("2,330.00")
    assert (facts["regular_hours"].value, facts["rate"].value) == ("40.00", "58.25")


def test_hours_and_a_rate_between_their_headings_that_do_not_make_the_amount_are_left_out():
    assert {"hours", "rate", "regular_hours"} & set(between_headings("2,360.00")) == set()
