"""Pay stubs as other programs lay them out: each page here is one that an earlier reading got wrong or not at all."""

from app.screening.facts.extract import documents_in
from app.screening.facts.paystub import read_paystub
from app.screening.reading.pages import Metadata, ReadFile, Reading


def values(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items() if isinstance(fact.value, str)}


def documents(page):
    return documents_in(ReadFile("f1", "stub.pdf", Reading("0" * 64, "application/pdf", (page,), 1, Metadata())))


def stub(day, gross, ytd):
    return (
        f"Northgate Dental Group                                   Check Date: {day}\n"
        "Employee: Leticia Moreau\n\n"
        "Earnings        Hours      Rate      Current          YTD\n"
        f"Regular         80.00     31.00     {gross}    {ytd}\n"
        f"Gross Pay                           {gross}    {ytd}\n\n"
        "Taxes                               Current          YTD\n"
        "Federal                               210.00     4,830.00\n"
        "Medicare                               35.96       827.08\n\n"
        "Net Pay                             1,973.28    45,385.44\n\n\n"
    )


def test_two_stubs_on_one_page_are_two_documents(page):
    first, second = documents(
        page(stub("11/13/2026", "2,480.00", "57,040.00") + stub("10/30/2026", "2,480.00", "54,560.00"))
    )
    assert (first.page_from, second.page_from) == (1, 1)
    assert [d.fields["pay_date"].value for d in (first, second)] == ["2026-11-13", "2026-10-30"]
    assert [d.fields["ytd_gross"].value for d in (first, second)] == ["57040.00", "54560.00"]
    assert {d.fields["employer_name"].value for d in (first, second)} == {"Northgate Dental Group"}


def test_a_second_copy_on_the_page_is_no_second_stub(page):
    [only] = documents(page(stub("11/13/2026", "2,480.00", "57,040.00") * 2))
    assert (only.fields["gross_pay"].value, only.fields["rate"].value) == ("2480.00", "31.00")


def test_whole_dollars_keep_the_period_apart_from_the_year(sheet):
    found = values(
        sheet(
            "                     This Pay       Year-to-Date\n"
            "Gross Pay               2,500             50,000\n"
            "Federal tax               215              4,300\n"
            "Total withheld            500             10,005\n"
            "NET PAY                 2,000             39,995"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("2500.00", "50000.00")
    assert (found["deductions_total"], found["ytd_deductions"]) == ("500.00", "10005.00")


def test_total_withheld_is_only_the_taxes_where_deductions_have_their_own_table(sheet):
    found = values(
        sheet(
            "Withholdings            This Period         YTD\nMedicare                      45.31      998.71\n"
            "Total Withholdings           720.01   15,884.03\n\n"
            "Deductions              This Period         YTD\n401K                         158.37    3,490.62"
        )
    )
    assert found["taxes"] == "720.01"
    assert "deductions_total" not in found


def test_the_year_of_another_amount_is_not_taken_for_the_net_pay(sheet):
    found = values(
        sheet(
            "  GROSS PAY   TOTAL DEDUCTIONS      NET PAY    YTD GROSS      YTD NET\n"
            "   2,428.00             749.55     1,678.45    52,255.00    37,481.98"
        )
    )
    assert (found["net_pay"], found["gross_pay"], found["ytd_gross"]) == ("1678.45", "2428.00", "52255.00")
    assert found["ytd_net"] == "37481.98"


def test_a_bare_row_above_the_year_is_the_period(sheet):
    found = values(
        sheet(
            "          GROSS       FED W/H     TOTAL DED          NET\n"
            "       1,944.25       231.00-       535.27-     1,408.98\n"
            "YTD   81,033.40     9,615.10-    22,296.79-    58,736.61"
        )
    )
    assert (found["gross_pay"], found["net_pay"], found["deductions_total"]) == ("1944.25", "1408.98", "535.27")
    assert found["ytd_gross"] == "81033.40"


def test_sentences_of_a_portal_tell_the_days(sheet):
    found = values(
        sheet("You were paid $2,218.76 on Friday, November 13, 2026 for the pay period October 26\n– November 8, 2026.")
    )
    assert (found["pay_date"], found["period_start"], found["period_end"]) == ("2026-11-13", "2026-10-26", "2026-11-08")


def test_a_date_under_the_next_heading_does_not_make_a_range(sheet):
    found = values(
        sheet(
            "Check Date        Pay Period\nNov 06, 2026      Oct 26, 2026 - Nov 01, 2026",
        )
    )
    assert (found["pay_date"], found["period_end"]) == ("2026-11-06", "2026-11-01")


def test_the_year_under_an_amount_of_a_card_is_read_with_it(sheet):
    found = values(sheet("Gross pay\n$2,884.62\nYear to date: $66,346.26"))
    assert (found["gross_pay"], found["ytd_gross"]) == ("2884.62", "66346.26")


def test_a_rate_is_proven_by_its_product(sheet):
    text = "INCOME              RATE    HOURS    CURRENT TOTAL\nGROSS INCOME       10.00       20           {}"
    assert values(sheet(text.format("200.00")))["rate"] == "10.00"
    assert "rate" not in values(sheet(text.format("250.00")))


def test_a_rate_of_six_places_is_a_rate(sheet):
    found = values(
        sheet(
            "Earnings        Rate      Hours      Current        YTD\n"
            "Regular    70.810000      47.10     3,335.15  74,092.42\nTotal Hours 47.10"
        )
    )
    assert found["rate"] == "70.81"


def test_a_name_over_an_address_without_a_state_is_the_employees(sheet):
    found = values(sheet("Earnings Statement\nJANE HARPER\n101 MAIN STREET\nANYTOWN, USA 12345"))
    assert found["employee_name"] == "JANE HARPER"


def test_a_name_beside_the_employees_number_is_the_employees(sheet):
    text = "EMP# 2217  SAMUEL T. OKONKWO    SS# XXX-XX-5120\nGROSS   100.00"
    assert values(sheet(text))["employee_name"] == "SAMUEL T. OKONKWO"


def test_an_amount_glued_to_the_next_label_on_a_scan_is_cut_off(sheet):
    found = values(sheet("NET PAY      4,746.52YTD NET        45,097.72", source="ocr"))
    assert found["net_pay"] == "4746.52"


def test_a_customer_in_a_row_of_hours_is_not_the_employer(sheet):
    text = (
        "Voucher Date: 10/23/2026\nCustomer             Hours    Rate     Gross\n"
        "Rocky Mtn Freight Inc    14.00   22.25    311.50\nNet Pay   300.00\n" + "\n" * 40 + "x"
    )
    assert "employer_name" not in values(sheet(text))


def test_a_city_beside_the_employees_number_is_nobodys_name(sheet):
    for city in ("ANYTOWN USA", "ANYTOWN, USA", "ALBANY NY"):
        text = f"ABC COMPANY\n123 MAIN STREET\n{city} 12345    4410 Bramble Ct    Employee ID: 10\nGROSS   100.00"
        assert "employee_name" not in values(sheet(text))
