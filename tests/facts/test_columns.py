"""The traps of pay stubs: the year's amount is never the period's, and a doubt is no value."""

from app.screening.facts.paystub import read_paystub
from app.screening.reading.pages import Word


def values(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items() if isinstance(fact.value, str)}


def test_two_amounts_without_headings_give_no_gross_pay(sheet):
    assert "gross_pay" not in values(
        sheet("Gross Pay      3,000.00     36,000.00\nNet Pay        2,400.00     28,800.00")
    )


def test_a_lone_amount_under_the_year_column_is_not_the_gross_pay(sheet):
    found = values(
        sheet(
            "Earnings          Current         YTD\n"
            "Regular          3,000.00   36,000.00\nGross Pay                   36,000.00"
        )
    )
    assert "gross_pay" not in found


def test_a_heading_over_both_columns_is_a_doubt(sheet):
    found = values(sheet("             Current YTD\nGross Pay    3,000.00"))
    assert found.get("ytd_gross") is None


def test_labels_may_say_the_column_themselves(sheet):
    found = values(sheet("YTD Gross:   36,000.00\nCurrent Gross:   3,000.00\nNet Pay YTD   28,800.00"))
    assert found["gross_pay"] == "3000.00"
    assert found["ytd_gross"] == "36000.00"
    assert "net_pay" not in found


def test_glued_words_of_a_scan_are_still_label_and_value(sheet):
    found = values(sheet("GrossPay:$3,000.00      NetPay:$2,4OO.00\nPayDate:01/15/2026", source="ocr"))
    assert (found["gross_pay"], found["net_pay"], found["pay_date"]) == ("3000.00", "2400.00", "2026-01-15")


def test_two_different_gross_pays_give_none(sheet):
    assert "gross_pay" not in values(sheet("Gross Pay   3,000.00\n\n\nGross Pay   3,100.00"))


def test_taxable_wages_are_not_gross_pay(sheet):
    found = values(
        sheet(
            "Fed Taxable Gross   2,800.00\nFederal Taxable Wages   2,800.00\nYour federal wages this period are $2,800.00"
        )
    )
    assert "gross_pay" not in found


def test_a_two_line_heading_is_one_heading(sheet):
    text = "                  This        Year to\nEarnings         Period          Date\nGross Pay      3,000.00     36,000.00"
    found = values(sheet(text))
    assert (found["gross_pay"], found["ytd_gross"]) == ("3000.00", "36000.00")


def test_headings_that_span_hours_and_amount_are_told_apart(sheet):
    text = (
        "                    Current                 Year to date\n"
        "Earnings       Hours       Amount       Hours       Amount\n"
        "Regular        80.00     2,000.00      800.00    20,000.00\n"
        "Gross Pay      80.00     2,000.00      800.00    20,000.00"
    )
    found = values(sheet(text))
    assert (found["gross_pay"], found["ytd_gross"]) == ("2000.00", "20000.00")


def test_hours_with_several_lines_and_no_total_are_not_reported(sheet):
    text = (
        "Earnings       Hours       Rate      Current         YTD\n"
        "Regular        80.00      20.00     1,600.00   16,000.00\n"
        "Overtime        5.00      30.00       150.00      900.00\n"
        "Gross Pay                           1,750.00   16,900.00"
    )
    facts = read_paystub([sheet(text)])
    assert "hours" not in facts
    assert facts["regular_hours"].value == "80.00"
    assert [line["description"] for line in facts["earnings_lines"].value] == ["Regular", "Overtime"]


def test_a_period_that_ends_before_it_starts_is_not_reported(sheet):
    assert "period_start" not in values(sheet("Pay Period: 01/15/2026 - 01/01/2026"))


def test_bimonthly_means_two_things_and_is_not_taken(sheet):
    assert "pay_frequency" not in values(sheet("Pay Frequency: Bimonthly"))
    assert values(sheet("Pay Frequency: Bi-Weekly"))["pay_frequency"] == "biweekly"


def test_a_payroll_service_is_not_the_employer(sheet):
    assert "employer_name" not in values(sheet("Company:  ADP, Inc\nGross Pay   3,000.00"))


def test_a_value_that_the_picture_contradicts_is_doubted(sheet):
    shown = (Word("$5,000.00", (60.0, 0.0, 120.0, 10.0), 0.99),)
    same = (Word("$3,000.00", (60.0, 0.0, 120.0, 10.0), 0.99),)
    assert read_paystub([sheet("Gross Pay $3,000.00", picture=shown)])["gross_pay"].confidence < 0.5
    assert read_paystub([sheet("Gross Pay $3,000.00", picture=same)])["gross_pay"].confidence > 0.9


def test_a_fact_tells_where_it_stands_and_what_stood_there(sheet):
    fact = read_paystub([sheet("Gross Pay: $3,000.00")])["gross_pay"]
    assert fact.text == "$3,000.00"
    assert fact.box == (66.0, 0.0, 120.0, 10.0)
    assert fact.page == 1
