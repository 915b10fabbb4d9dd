import pytest

from app.screening.checks import same_person
from app.screening.verdict import Outcome, Severity


@pytest.mark.parametrize("name", ["DOE, JANE", "Jane A. Doe", "JANE DOE"])
def test_order_initials_and_case_do_not_matter(papers, name):
    packet = papers.packet(papers.stub(employee_name=name))
    assert same_person.check(packet).outcome is Outcome.consistent


def test_a_document_of_somebody_else_is_review_and_the_words_name_nobody(papers):
    (signal,) = same_person.check(papers.packet(papers.stub(employee_name="Robert Okafor"))).signals
    assert (signal.severity, signal.code) == (Severity.review, "inconsistent_information")
    assert not any(name in signal.observation + signal.actual + signal.expected for name in ("Robert", "Jane"))


def test_a_name_that_was_not_read_clearly_says_nothing(papers):
    unsure = papers.document("paystub", confidence=0.5, employee_name="Jqne Dce")
    assert same_person.check(papers.packet(unsure, papers.document("paystub"))).outcome is Outcome.inconclusive


def test_one_of_two_holders_of_an_account_is_enough(papers):
    shared = papers.document("bank_statement", account_holder="Robert Okafor", joint_holder="Jane Doe")
    assert same_person.check(papers.packet(shared)).outcome is Outcome.consistent


def test_an_identity_document_must_agree_in_print_and_in_its_machine_readable_zone(papers):
    item = papers.document("government_id", full_name="Jane Doe", mrz_name="Robert Okafor")
    assert same_person.check(papers.packet(item)).outcome is Outcome.contradicted


@pytest.mark.parametrize(
    ("applicant", "printed"),
    [
        ("Ximena Vargas-Llosa", "XIMENASOFIA VARGAS LLOSA"),
        ("Wojciech Brzęczyszczykiewicz", "WOJCIECH BRZ CZYSZCZYKIEWICZ"),
        ("Al Wu", "WU, AL"),
    ],
)
def test_words_that_ran_together_and_lost_letters_are_nobody_else(papers, applicant, printed):
    item = papers.document("government_id", full_name=printed)
    assert same_person.check(papers.packet(item, name=applicant)).outcome is not Outcome.contradicted


def test_a_printed_given_name_that_was_not_read_is_vouched_for_by_the_zone(papers):
    fields = {"full_name": "SOFÍA VARGAS-LLOSA", "mrz_name": "XIMENA SOFIA VARGAS LLOSA"}
    item = papers.document("government_id", **fields)
    assert same_person.check(papers.packet(item, name="Ximena Vargas-Llosa")).outcome is Outcome.consistent
    other = papers.document("government_id", **{**fields, "mrz_name": "PETRA WHITFIELD"})
    assert same_person.check(papers.packet(other, name="Ximena Vargas-Llosa")).outcome is Outcome.contradicted


@pytest.mark.parametrize(("applicant", "printed"), [("Jane Doe", "June Doe"), ("Maria Lopez", "Mario Gomez")])
def test_another_given_or_family_name_is_never_taken_for_a_slip(papers, applicant, printed):
    item = papers.document("government_id", full_name=printed)
    assert same_person.check(papers.packet(item, name=applicant)).outcome is not Outcome.consistent


@pytest.mark.parametrize("name", ["Jane Doe-Ferris", "JANE DOE FERRIS", "Ferris Doe, Jane", "Jane Ferris Doe"])
def test_after_a_marriage_one_of_the_two_surnames_is_enough(papers, name):
    assert same_person.check(papers.packet(papers.stub(employee_name=name))).outcome is Outcome.consistent


def test_a_surname_changed_by_marriage_asks_for_a_proof_and_accuses_nobody(papers):
    (signal,) = same_person.check(papers.packet(papers.stub(employee_name="Jane Ferris"))).signals
    assert (signal.severity, signal.code) == (Severity.review, "inconsistent_information")
    assert "marriage" in signal.innocent_explanations[0] and "proof" in signal.next_step


def _faint(papers, printed, *words):
    """An ID whose name was read at three quarters, on a page with these words."""
    card = papers.document("government_id", confidence=0.77, full_name=printed)
    return same_person.check(
        papers.with_file(card, papers.reading(papers.page([(it, 100) for it in words], source="ocr")))
    )


@pytest.mark.parametrize("street", ["OAK", "JADE"])
def test_somebody_else_s_card_is_review_though_it_was_read_faintly(papers, street):
    # A street that is like one word of the applicant's name makes the card no more theirs.
    (signal,) = _faint(papers, "AMIR HADDAD", "DRIVER", "LICENSE", "HADDAD", "AMIR", street).signals
    assert signal.severity is Severity.review


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("DRIVER LICENSE", ["DRIVER", "LICENSE", "DOE", "JANE"]),
        ("JQNE DCE", ["JQNE", "DCE"]),
        ("HADDAD", ["HADDAD"]),
    ],
    ids=["a label taken for the name", "the applicant's name misread", "one word alone"],
)
def test_a_faint_name_says_nothing_where_it_may_be_misread(papers, printed, words):
    assert _faint(papers, printed, *words).signals == ()


def test_papers_in_one_other_name_are_one_disagreement_with_all_their_places(papers):
    card = papers.document("government_id", full_name="JANE MARIE STONE")
    banks = [papers.statement(account_holder="Jane M Stone") for _ in range(2)]
    stranger = papers.stub(employee_name="Robert Okafor")
    ours, theirs = same_person.check(papers.packet(card, *banks, stranger)).signals
    assert ours.observation.startswith("The government ID and the 2 bank statements are in another name")
    assert [place.file_id for place in ours.evidence] == [card.file_id, *(item.file_id for item in banks)]
    assert [place.file_id for place in theirs.evidence] == [stranger.file_id]


def _with_paper(papers, *text):
    """A card in the former name beside a paper with this text."""
    card = papers.document("government_id", full_name="Jane Marie Stone")
    paper = papers.document("other")
    page = papers.page([(word, 100) for word in " ".join(text).split()])
    packet = papers.packet(card, paper, readings={paper.file_id: papers.reading(page)})
    (signal,) = same_person.check(packet).signals
    return signal


@pytest.mark.parametrize(
    "text",
    [
        "CERTIFICATE OF MARRIAGE Jane Marie Stone and Amir Doe. Name after marriage: Jane Doe",
        "LEASE GUARANTY by Jane Marie Stone for the tenant Jane Doe",
        "CERTIFICATE OF MARRIAGE Jane Marie StoneSurname after marriage: Doe",
    ],
)
def test_a_certificate_or_a_guaranty_that_names_both_makes_it_a_note(papers, text):
    signal = _with_paper(papers, text)
    assert signal.severity is Severity.note and "A paper that names both is there too." in signal.observation


@pytest.mark.parametrize(
    "text",
    ["Certificate of marriage: Petra Stone and Amir Doe", "Jane Marie Stone, Jane Doe: a list of tenants", ""],
    ids=["of somebody else", "no certificate", "nothing"],
)
def test_any_other_paper_explains_no_name(papers, text):
    assert _with_paper(papers, text).severity is Severity.review


def test_another_person_s_card_beside_the_applicant_s_own_is_a_note(papers):
    own, other = (papers.document("government_id", full_name=name) for name in ("Jane Doe", "Robert Okafor"))
    (signal,) = same_person.check(papers.packet(own, other)).signals
    assert "An ID of the applicant's own is there too." in signal.observation
    assert signal.severity is Severity.note
    (signal, _) = same_person.check(papers.packet(own, other, papers.stub(employee_name="Petra Whitfield"))).signals
    assert signal.severity is Severity.note
    (signal,) = same_person.check(papers.packet(own, other, papers.stub(employee_name="Robert Okafor"))).signals
    assert signal.severity is Severity.review


@pytest.mark.parametrize(
    ("kind", "words", "severity"),
    [
        ("bank_statement", "Primary holder Joint Holder Jane A Doe 2023", Severity.note),
        ("bank_statement", "PAYROLL ACME JANE paid to DOE", Severity.review),
        ("bank_statement", "Robert Okafor", Severity.review),
        ("government_id", "1 NAME DOE 2 JANE", Severity.note),
        ("government_id", "1 NAME OKAFOR 2 ROBERT JANE", Severity.review),
    ],
)
def test_a_paper_on_which_the_applicant_s_name_stands_too_accuses_nobody(papers, kind, words, severity):
    field = {"bank_statement": "account_holder", "government_id": "full_name"}[kind]
    item = papers.document(kind, **{field: "Robert Okafor"})
    page = papers.page([(word, 100) for word in words.split()])
    (signal,) = same_person.check(papers.with_file(item, papers.reading(page))).signals
    assert signal.severity is severity


def test_a_paper_whose_name_holds_both_joins_them(papers):
    statement = papers.statement(account_holder="XIAOLING CHEN")
    joined = papers.stub(employee_name="CHEN, XIAOLING (JENNY)")
    (signal,) = same_person.check(papers.packet(statement, joined, name="Jenny Chen")).signals
    assert (signal.severity, "Another paper holds both names." in signal.observation) == (Severity.note, True)
    (signal,) = same_person.check(
        papers.packet(statement, papers.stub(employee_name="Jenny Chen"), name="Jenny Chen")
    ).signals
    assert signal.severity is Severity.review
