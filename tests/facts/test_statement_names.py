"""Holders and banks where no label and no whole address names them."""

import pytest

from app.screening.facts.bank_statement import read_bank_statement
from app.screening.facts.lines import sheet_of
from app.screening.facts.people import compare_names

SUMMARY = "\n\nBeginning balance      $94.00\nEnding balance      $749.90\n"


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


@pytest.mark.parametrize(
    "head",
    [
        "Account Statement - (@Caspian-Holloway-3)\nCaspian Holloway\nOctober 1, 2026 - October 31, 2026",
        "Cash App\nCaspian Holloway\n$caspianholl",
        "venmo\nCaspian Holloway (@caspian-holloway)",
        "PayPal\nCaspian Holloway\ncholloway@example.com",
        "Welcome back, Caspian Holloway      Log out",
        "Heartland Trust\nCaspian Holloway      Statement Period\n412 Birch Lane      10/01/2026 - 10/31/2026",
    ],
)
def test_a_name_is_the_holders_by_its_user_name_a_greeting_or_its_street(sheet, head):
    assert plain(read_bank_statement([sheet(head + SUMMARY)]))["account_holder"] == "Caspian Holloway"


@pytest.mark.parametrize(
    "head",
    [
        "Old Harbor Savings\nEveryday Value\nOctober 1, 2026 - October 31, 2026",
        "Virtual Wallet Spend\nMarble Valley\nquestions@example.com",
    ],
)
def test_other_capitalised_words_are_nobodys_name(sheet, head):
    assert "account_holder" not in plain(read_bank_statement([sheet(head + SUMMARY)]))


def test_the_branch_and_the_banks_town_are_not_the_holder(sheet):
    text = (
        "Regions Bank\nMobile Main Office\n11 North Water St\nMobile AL 36602\n\n"
        "REMY BOUDREAUX\n3120 OLD SHELL RD\nMOBILE AL 36607\n"
    )
    facts = plain(read_bank_statement([sheet(text + SUMMARY)]))
    assert facts["account_holder"] == "REMY BOUDREAUX"
    assert "joint_holder" not in facts


def test_a_town_over_the_holders_address_is_not_the_holder(sheet):
    text = (
        "FARMERS BANK OF GREENE COUNTY\nWAYNESBURG PA 15370      STATEMENT OF ACCOUNT\n\n"
        "LEROY T SHADDUCK\nRR 2 BOX 118\nWAYNESBURG PA 15370\n"
    )
    assert plain(read_bank_statement([sheet(text + SUMMARY)]))["account_holder"] == "LEROY T SHADDUCK"


def test_words_that_all_banks_share_take_their_name_from_the_line_above(sheet):
    text = "NAVY FEDERAL\nCredit Union\nPO Box 3000 Merrifield VA" + SUMMARY
    assert plain(read_bank_statement([sheet(text)]))["bank_name"] == "NAVY FEDERAL Credit Union"


def test_the_name_of_an_account_ends_the_banks_name(sheet):
    text = "Schwab Bank Investor Checking™\nAccount Number: 4400 1188" + SUMMARY
    assert plain(read_bank_statement([sheet(text)])).get("bank_name") != "Schwab Bank Investor Checking™"


def test_a_service_that_is_no_bank_says_its_name_at_the_foot(sheet):
    text = "Spend Account" + SUMMARY + "Bluebird is a financial technology company, not a bank.\n"
    assert plain(read_bank_statement([sheet(text)]))["bank_name"] == "Bluebird"


def test_a_logo_over_the_holders_address_is_the_bank_and_not_the_holder(reader, drawing):
    page = drawing()
    page.text(40, 50, "Liberty Bell", 18)
    page.text(140, 50, "360", 18)
    for number, line in enumerate(("HANNAH ROSE GOLDSTEIN", "2204 SPRUCE ST", "PHILADELPHIA, PA 19103")):
        page.text(40, 90 + 11 * number, line)
    page.row(160, (40, "Opening Balance"), (300, "$94.00", "r"))
    page.row(172, (40, "Closing Balance"), (300, "$749.90", "r"))
    [read] = reader.read(page.done()).pages
    facts = plain(read_bank_statement([sheet_of(read)]))
    assert (facts["account_holder"], facts["bank_name"]) == ("HANNAH ROSE GOLDSTEIN", "Liberty Bell 360")
    assert "joint_holder" not in facts


def test_what_the_bank_calls_an_account_is_not_its_holder(sheet):
    text = "Account Name      Account Number\nCashback Debit      xxxx2214" + SUMMARY
    assert "account_holder" not in plain(read_bank_statement([sheet(text)]))


def test_the_holder_stands_before_the_accounts_name(sheet):
    text = "Bank of America - Account Activity Export\nAccount Name: MARCUS STOVALL - Adv SafeBalance Banking" + SUMMARY
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["account_holder"], facts["bank_name"]) == ("MARCUS STOVALL", "Bank of America")


def test_a_rank_before_a_name_belongs_to_it(sheet):
    text = "USAA\n\nCPT HELENA J STROUD\n5510 PERSHING DR\nKILLEEN TX 76549\n" + SUMMARY
    assert plain(read_bank_statement([sheet(text)]))["account_holder"] == "CPT HELENA J STROUD"
    assert compare_names("Helena Stroud", "CPT HELENA J STROUD") == "consistent"


def test_a_savings_institution_on_the_first_line_is_the_bank(sheet):
    text = "HUDSON HIGHLANDS SAVINGS      STATEMENT DATE 09/30/26\nMEMBER FDIC" + SUMMARY
    assert plain(read_bank_statement([sheet(text)]))["bank_name"] == "HUDSON HIGHLANDS SAVINGS"


@pytest.mark.parametrize(
    ("line", "bank"),
    [
        ("Great Lakes Bank Everyday Checking", "Great Lakes Bank"),
        ("Windy City Bank Online | Welcome, J. Doe", "Windy City Bank"),
    ],
)
def test_the_banks_name_ends_before_its_product(sheet, line, bank):
    assert plain(read_bank_statement([sheet(line + SUMMARY)]))["bank_name"] == bank


def test_of_two_writings_of_a_bank_on_one_line_the_longer_counts(sheet):
    assert plain(read_bank_statement([sheet("BMO          BMO Bank N.A." + SUMMARY)]))["bank_name"] == "BMO Bank N.A."


@pytest.mark.parametrize(
    ("head", "holder"),
    [
        (
            "Primary Account Holder    Joint Holder    Member since\nJosé Luis Marte           —               2023\n",
            "José Luis Marte",
        ),
        ("eStatement for Wendell T Brubaker\n", "Wendell T Brubaker"),
        ("Cash App\nTyrese Maddox    $oglesby44\n", "Tyrese Maddox"),
        ("Free Checking ..2207    Zanele Mokoena\n", "Zanele Mokoena"),
    ],
)
def test_holders_as_services_and_apps_print_them(sheet, head, holder):
    assert plain(read_bank_statement([sheet(head + SUMMARY)]))["account_holder"] == holder


@pytest.mark.parametrize(
    ("text", "bank"),
    [
        ("varo Varo Bank, N.A. Member FDIC\n" + SUMMARY, "Varo Bank, N.A."),
        ("DISC ● VER Bank\n" + SUMMARY + "Discover Bank, Member FDIC\n", "Discover Bank"),
    ],
)
def test_a_drawn_logo_is_no_part_of_the_banks_name(sheet, text, bank):
    assert plain(read_bank_statement([sheet(text)]))["bank_name"] == bank
