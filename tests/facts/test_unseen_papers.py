"""Forms, award letters and cards of offices that no other test draws: each way of printing once."""

from app.screening.facts.classify import kind_of
from app.screening.facts.dates import find_dates
from app.screening.facts.government_id import read_government_id
from app.screening.facts.tax_return import read_tax_return
from app.screening.verdict import DocumentType


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


def test_a_title_of_another_box_does_not_end_the_box_of_a_name(sheet):
    text = (
        "Form 1099-R          2025\n"
        "RECIPIENT'S name                                4 Federal income tax withheld\n"
        "                              Employee contributions\n"
        "CONSUELO BARRERA                                  3,100.00\n"
    )
    assert plain(read_tax_return([sheet(text)]))["person_name"] == "CONSUELO BARRERA"


def test_a_card_of_the_forces_has_its_surname_with_a_comma_and_a_date_without_spaces(sheet):
    text = (
        "United States Army\n"
        "                    ARMED FORCES OF THE\n"
        "                    UNITED STATES\n"
        "                    KOWALCZYK,\n"
        "                    BRONISLAW JAN\n"
        "Expiration Date\n"
        "2028NOV14\n"
    )
    card = sheet(text)
    assert kind_of(card).document_type == DocumentType.government_id
    facts = plain(read_government_id([card]))
    assert facts["full_name"] == "BRONISLAW JAN KOWALCZYK"
    assert (facts["expiry_date"], facts["document_subtype"]) == ("2028-11-14", "military_id")
    assert [day.isoformat() for _, _, day in find_dates("2028NOV14")] == ["2028-11-14"]


def test_a_letter_about_a_pension_is_no_letter_of_an_employer(sheet):
    text = (
        "OHIO PUBLIC EMPLOYEES RETIREMENT SYSTEM\n"
        "RE: Pension Income Verification\n"
        "Dear Mr. Hargreave:\n"
        "This letter verifies that you receive a retirement benefit.\n"
        "Your current gross monthly benefit is $2,914.37.\n"
        "Sincerely,\n"
    )
    assert kind_of(sheet(text)).document_type == DocumentType.other


def test_a_filer_pays_a_payee(sheet):
    text = (
        "FILER'S name\n"
        "STRIPE, INC.\n"
        "\n\n\n"
        "PAYEE'S name\n"
        "MAGNOLIA YANCEY\n"
        "\n"
        "Form 1099-K   Payment Card and Third Party Network Transactions   2025\n"
    )
    facts = plain(read_tax_return([sheet(text)]))
    assert (facts["form"], facts["person_name"]) == ("1099-K", "MAGNOLIA YANCEY")


def test_a_corrected_form_with_two_amounts_a_box_tells_none(sheet):
    text = (
        "h Employee's first name and initial    Last name\n"
        "Quentin R                              Abernathy\n"
        "Previously reported                      Correct information\n"
        "1 Wages, tips, other compensation        1 Wages, tips, other compensation\n"
        "   31,200.00                                33,700.00\n"
        "Form W-2c   Corrected Wage and Tax Statement\n"
    )
    facts = plain(read_tax_return([sheet(text)]))
    assert facts["person_name"] == "Quentin R Abernathy"
    assert "wages" not in facts


def test_an_identification_license_is_a_state_id(sheet):
    facts = plain(read_government_id([sheet("TENNESSEE\nIDENTIFICATION LICENSE\n4b EXP N/A\n3 DOB 01/08/1941\n")]))
    assert facts["document_subtype"] == "state_id"
    assert "expiry_date" not in facts


def test_the_pairs_of_a_w2_portal_need_no_colon(sheet):
    text = (
        "Form W-2 Wage and Tax Statement\n"
        "Tax Year          2025\n"
        "Employer          Cascade Orchard Cooperative\n"
        "Employee          Tobias Lindqvist\n"
    )
    facts = plain(read_tax_return([sheet(text)]))
    assert (facts["employer_name"], facts["person_name"]) == ("Cascade Orchard Cooperative", "Tobias Lindqvist")


def test_a_page_of_dividends_and_interest_is_the_form_that_it_names_first(sheet):
    text = "2025 TAX REPORTING STATEMENT\nForm 1099-DIV  2025\n1a Total Ordinary Dividends  1,402.18\nForm 1099-INT  2025\n"
    assert plain(read_tax_return([sheet(text)]))["form"] == "1099-DIV"
