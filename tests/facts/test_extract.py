from app.screening.facts.extract import documents_in
from app.screening.reading.pages import Metadata, Page, ReadFile, Reading

STUB = (
    "Earnings Statement\nEmployee: Jane Doe    Pay Date: 11/0{n}/2026\n"
    "Gross Pay  3,000.00\nMedicare  43.50\nNet Pay  2,400.00"
)
STATEMENT = (
    "Statement Period: 10/01/2026 - 10/31/2026\nBeginning Balance   100.00\nEnding Balance   200.00\nMember FDIC"
)
REST = "Continued\n10/05  PURCHASE  5.00\nACH  DEBITS\nAccount number 000"


def reading(pages):
    numbered = tuple(
        Page(n, p.width, p.height, p.words, p.source, p.placement, p.picture_words)
        for n, p in enumerate(pages, start=1)
    )
    return Reading("0" * 64, "application/pdf", numbered, len(numbered), Metadata())


def found(page, *texts):
    documents = documents_in(ReadFile("f1", "packet.pdf", reading([page(text) for text in texts])))
    return [(d.document_type.value, d.page_from, d.page_to) for d in documents]


def test_a_packet_is_split_into_its_documents(page):
    texts = (STUB.format(n=6), STUB.format(n=7), STATEMENT, REST)
    assert found(page, *texts) == [("paystub", 1, 1), ("paystub", 2, 2), ("bank_statement", 3, 4)]


def test_printed_page_numbers_hold_a_document_together(page):
    assert found(page, STATEMENT + "\nPage 1 of 2", STATEMENT + "\nPage 2 of 2") == [("bank_statement", 1, 2)]
    assert len(found(page, STATEMENT + "\nPage 1 of 1", STATEMENT + "\nPage 1 of 1")) == 2


def test_two_statements_after_one_another_are_two(page):
    assert found(page, STATEMENT, STATEMENT) == [("bank_statement", 1, 1), ("bank_statement", 2, 2)]


def test_a_page_of_nothing_known_is_other(page):
    assert found(page, "Grandmother's apple pie\nTake six apples and sugar") == [("other", 1, 1)]


def test_a_declared_type_is_believed_only_when_the_words_say_nothing(page):
    plain = ReadFile("f1", "a.pdf", reading([page("hello there")]), declared_type="paystub")
    [document] = documents_in(plain)
    assert (document.document_type, document.confidence) == ("paystub", 0.6)
    wrong = ReadFile("f1", "a.pdf", reading([page(STUB.format(n=6))]), declared_type="bank_statement")
    assert documents_in(wrong)[0].document_type == "paystub"


def test_an_unreadable_file_is_one_document_with_a_sentence(page):
    [document] = documents_in(ReadFile("f1", "a.pdf", None, "This PDF is encrypted.", "paystub"))
    assert (document.readable, document.error, document.document_type) == (False, "This PDF is encrypted.", "paystub")
    [blank] = documents_in(ReadFile("f1", "a.pdf", reading([page("")])))
    assert not blank.readable
    assert blank.error


def test_boxes_are_placed_on_the_page_as_it_is_shown(page):
    upright = page("Gross Pay: $3,000.00\nNet Pay: $2,000.00\nPay Stub")
    turned = Page(1, upright.width, upright.height, upright.words, "text", (0.0, 1.0, -1.0, 0.0, 800.0, 0.0))
    [document] = documents_in(ReadFile("f1", "a.pdf", reading([turned])))
    assert document.fields["gross_pay"].box == (790.0, 66.0, 800.0, 120.0)
