"""Statements, letters and forms in ways that an earlier reading got wrong or not at all."""

from app.screening.facts.bank_statement import read_bank_statement
from app.screening.facts.classify import kind_of
from app.screening.facts.dates import find_dates
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.government_id import read_government_id
from app.screening.facts.lines import sheet_of
from app.screening.facts.tax_return import read_tax_return
from app.screening.reading.pages import Page, Word
from app.screening.verdict import DocumentType


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


COLUMNS = (
    "FIRST PRAIRIE STATE BANK                         Statement Date  10/30/26\n\n"
    "     Wendell P Achterberg\n"
    "     Route 2 Box 118\n"
    "     Beatrice NE 68310\n\n"
    "Previous Statement Balance as of 09/30/26          4,011.92\n"
    "Plus 3 Deposits and Other Credits                  5,902.40\n"
    "Less 6 Checks and Other Debits                     3,455.18\n"
    "Current Statement Balance as of 10/30/26           6,459.14\n\n"
    "DEPOSITS AND OTHER CREDITS\n"
    "Date    Description               Amount    Date    Description               Amount\n"
    "10/08   Co-Op Grain Direct Dep  2,451.20    10/15   Deposit                 1,000.00\n"
    "10/22   Co-Op Grain Direct Dep  2,451.20\n"
)


def test_a_table_printed_twice_side_by_side_is_read_in_both_halves(sheet):
    facts = read_bank_statement([sheet(COLUMNS)])
    rows = [(row["date"], row["amount"]) for row in facts["transactions"].value]
    assert rows == [("2026-10-08", "2451.20"), ("2026-10-15", "1000.00"), ("2026-10-22", "2451.20")]
    assert [row["date"] for row in facts["payroll_deposits"].value] == ["2026-10-08", "2026-10-22"]


def test_balances_with_their_days_give_the_period_and_counts_do_not_hide_totals(sheet):
    found = plain(read_bank_statement([sheet(COLUMNS)]))
    assert (found["statement_start"], found["statement_end"]) == ("2026-09-30", "2026-10-30")
    assert (found["deposits_total"], found["withdrawals_total"]) == ("5902.40", "3455.18")
    assert found["account_holder"] == "Wendell P Achterberg"


def test_a_summary_in_two_lists_side_by_side_adds_up(sheet):
    found = plain(
        read_bank_statement(
            [
                sheet(
                    "Beginning Balance        1,402.18    Average Collected Balance      1,311.09\n"
                    "Electronic Deposits      3,844.62    Interest Earned This Period        0.00\n"
                    "                                     Interest Paid Year-to-Date         0.00\n"
                    "Checks Paid              1,500.00    Annual Percentage Yield Earned     0.00\n"
                    "Electronic Payments      1,218.44    Days in Period                       31\n"
                    "Ending Balance           2,528.36\n"
                )
            ]
        )
    )
    assert (found["deposits_total"], found["withdrawals_total"]) == ("3844.62", "2718.44")


def test_a_printed_email_says_when_it_was_sent_and_whom_it_confirms(sheet):
    found = plain(
        read_employment_letter(
            [
                sheet(
                    "Re: Employment verification - Rosalía Quispe Mamani\n"
                    "Whitney Blackwood <wb@tidewater.example>       Tue, Nov 10, 2026 at 3:42 PM\n\n"
                    "Hi Jordan,\n"
                    "Confirming that Rosalía Quispe Mamani works for us at Tidewater Engineering Group as a Civil\n"
                    "Designer. She started with us on March 4, 2019.\n"
                )
            ]
        )
    )
    assert (found["letter_date"], found["start_date"]) == ("2026-11-10", "2019-03-04")
    assert found["employee_name"] == "Rosalía Quispe Mamani"


def test_an_offer_says_when_the_work_will_begin(sheet):
    text = "I am delighted to extend this offer of employment.\nYour employment will commence on November 16, 2026."
    assert plain(read_employment_letter([sheet(text)]))["start_date"] == "2026-11-16"


def test_an_office_is_not_the_employer_but_the_line_under_it_is(sheet):
    text = (
        "          OFFICE OF HUMAN RESOURCES\n          Delmarva State University\n\nDATE: November 5, 2026\n\n"
        "Employee Name: Leopold M. Anstruther\nTitle: Associate Registrar\n"
    )
    assert plain(read_employment_letter([sheet(text)]))["employer_name"] == "Delmarva State University"


def test_a_form_to_be_completed_by_the_employer_is_not_signed_there(sheet):
    found = plain(
        read_employment_letter(
            [
                sheet(
                    "Applicant/Tenant:     Imelda Satterfield\n"
                    "TO BE COMPLETED BY EMPLOYER\n"
                    "Date First Employed:  02/10/2020\n"
                    "Job Title:            MRI Technologist\n"
                )
            ]
        )
    )
    assert (found["employee_name"], found["job_title"]) == ("Imelda Satterfield", "MRI Technologist")
    assert found["start_date"] == "2020-02-10"


def test_a_nickname_in_quotes_is_not_part_of_the_name(sheet):
    text = 'To whom it may concern\n\nThis is to let you know that Bartholomew "Bart" Nguyen works for me at Nguyen Bros Tile.'
    assert plain(read_employment_letter([sheet(text)]))["employee_name"] == "Bartholomew Nguyen"


def test_a_contract_for_a_year_is_an_employment_letter(sheet):
    text = (
        "It is my pleasure to offer you a contract for the 2026-2027 academic year. Your annual salary will be\n"
        "$67,450. Your first day will be August 24, 2026."
    )
    assert kind_of(sheet(text)).document_type == DocumentType.employment_letter


def test_days_of_one_month_may_share_it():
    assert [str(day) for _, _, day in find_dates("1-30 SEP 26")] == ["2026-09-01", "2026-09-30"]


R_FORM = (
    "Form 1099-R   2025   Distributions From Pensions\n"
    "1 Gross distribution              2a Taxable amount\n"
    "  41,760.00                         41,004.00\n"
    "7 Distribution code(s)    8 Other\n"
    "  {code}\n"
)


def test_the_number_of_the_next_box_is_no_distribution_code(sheet):
    assert plain(read_tax_return([sheet(R_FORM.format(code="7"))]))["distribution_code"] == "7"
    assert "distribution_code" not in plain(read_tax_return([sheet(R_FORM.format(code=" "))]))


def test_what_stands_right_under_a_boxs_title_is_its_value_whatever_stands_beside_it(sheet):
    text = (
        "Form 1099-R   2025   Distributions\n"
        "3 Capital gain            4 Federal income tax withheld\n"
        "PAYER'S TIN               4,176.00                           Distributions From\n"
    )
    assert plain(read_tax_return([sheet(text)]))["federal_tax_withheld"] == "4176.00"


def test_a_name_ends_before_the_number_of_the_next_box(sheet):
    text = "Form 1099-NEC   2025\nRECIPIENT'S name\nEFRAIN SOLORZANO          5  State tax withheld\n"
    assert plain(read_tax_return([sheet(text)]))["person_name"] == "EFRAIN SOLORZANO"


def test_words_of_large_type_between_small_print_stay_together():
    small = [Word("Account", (300.0 + 24 * n, 42.0, 320.0 + 24 * n, 47.0), 1.0) for n in range(6)]
    large = [Word("EFRAIN", (40.0, 40.0, 76.0, 50.0), 1.0), Word("SOLORZANO", (83.0, 40.0, 137.0, 50.0), 1.0)]
    page = Page(1, 612.0, 792.0, (*large, *small), "text")
    assert next(cell.text for cell in sheet_of(page).cells[0]) == "EFRAIN SOLORZANO"


def test_a_raise_gives_the_new_salary_and_not_the_former_one(sheet):
    text = (
        "Anastasia Petrakis has been an employee of Beacon Hill Dental Partners since January 6, 2020. Effective\n"
        "October 1, 2026 her annual salary was increased from $68,000 to $73,500. She is a full-time Dental Hygienist."
    )
    found = plain(read_employment_letter([sheet(text)]))
    assert (found["annual_salary"], found["job_title"]) == ("73500.00", "Dental Hygienist")


def test_an_employer_keeps_its_number(sheet):
    text = "Sunnyside Unified School District No. 12\nHuman Resources\n2238 E Ginter Rd, Tucson AZ 85706\n\nHire Date: 08/01/2018"
    found = plain(read_employment_letter([sheet(text)]))
    assert found["employer_name"] == "Sunnyside Unified School District No. 12"


def test_counts_in_parentheses_do_not_hide_totals(sheet):
    text = (
        "Opening Balance            212.80\nDeposits/Credits (2)     1,604.00\nChecks/Debits (5)       (1,901.15)\n"
        "Service Charges            (36.00)\nClosing Balance           (120.35)\n"
    )
    found = plain(read_bank_statement([sheet(text)]))
    assert (found["deposits_total"], found["withdrawals_total"]) == ("1604.00", "1937.15")
    assert found["closing_balance"] == "-120.35"


def test_the_return_of_a_senior_is_a_1040_though_its_lines_name_the_w2(sheet):
    text = (
        "Form 1040-SR     U.S. Income Tax Return for Seniors     2025\n"
        "1a Total amount from Form(s) W-2, box 1                 1a\n"
        "11 This is your adjusted gross income                   11     42,728\n"
    )
    found = plain(read_tax_return([sheet(text)]))
    assert (found["form"], found["adjusted_gross_income"]) == ("1040", "42728.00")


def test_the_title_of_whoever_completes_a_form_is_not_the_employees(sheet):
    text = (
        "3. Position / Title: Forklift Operator\n\n"
        "Name of person completing form: Corazon Baptista     Title: Payroll Manager\n"
    )
    assert plain(read_employment_letter([sheet(text)]))["job_title"] == "Forklift Operator"


def test_a_letter_about_proof_of_income_names_the_person_in_its_subject(sheet):
    text = "RE: Proof of income - Kwabena Asante-Frimpong\n\nDear Leasing Agent:\n\nHe is employed by us."
    assert plain(read_employment_letter([sheet(text)]))["employee_name"] == "Kwabena Asante-Frimpong"


def test_the_ends_of_a_period_may_stand_at_labels_of_their_own(sheet):
    text = "Statement From: 10-01-26\nStatement To: 10-31-26\nBeginning Balance     118.40\nEnding Balance     848.13"
    found = plain(read_bank_statement([sheet(text)]))
    assert (found["statement_start"], found["statement_end"]) == ("2026-10-01", "2026-10-31")


def test_a_cards_name_over_two_lines_begins_with_the_surname(sheet):
    text = "DRIVER'S LICENSE\nName\nMÜLLER-ORTEGA\nANNIKA SOFÍA\nAddress\n4410 MONUMENT AVE"
    assert plain(read_government_id([sheet(text)]))["full_name"] == "ANNIKA SOFÍA MÜLLER-ORTEGA"
