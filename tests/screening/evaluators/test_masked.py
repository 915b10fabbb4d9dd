"""What leaves the machine: no name, address, birthday, number, merchant or face; amounts and days stay."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.demo.packets import Options, packet
from app.screening.evaluators.fields import FIELDS
from app.screening.evaluators.masked import KnownNames, Masked, mask
from app.screening.evaluators.people import firms, name_words
from app.screening.evaluators.picture import redacted_picture
from app.screening.facts.extract import documents_in
from app.screening.reading.pages import HiddenText, Page, ReadFile, Reading, Word
from app.screening.screen import find_documents, read_files
from app.screening.verdict import Applicant, SourceFile

AS_OF = date(2026, 11, 21)
JANE = Applicant("Jane A. Doe-Smith", Decimal(2000))


def page_of(*lines: str) -> Page:
    """Words in lines 20 points apart; a tab is a gap between columns."""
    words = []
    for row, line in enumerate(lines):
        left = 40.0
        for column in line.split("\t"):
            for text in column.split():
                words.append(Word(text, (left, 40.0 + 20 * row, left + 5.5 * len(text), 50.0 + 20 * row)))
                left += 5.5 * (len(text) + 1)
            left += 60
    return Page(1, 612, 792, tuple(words), "text")


def masked(*lines: str, applicant: Applicant = JANE, hidden: tuple[HiddenText, ...] = ()) -> Masked:
    """A declared pay stub with these lines."""
    page = page_of("Earnings Statement", *lines, "Gross Pay\t3,000.00\t69,000.00", "Net Pay\t2,285.50")
    reading = Reading("x", "application/pdf", (page,), 1, hidden=hidden)
    document = documents_in(ReadFile("f", "f.pdf", reading, None, "paystub"))[0]
    known = KnownNames(name_words(applicant, [document]), firms([document]))
    return mask(document, reading, known, AS_OF)


@pytest.mark.parametrize(
    ("line", "kept_back"),
    [
        ("Employee: Jane A. Doe-Smith", ["Jane", "Doe", "Smith", "A."]),
        ("Pay to the order of DOE-SMITH, JANE", ["DOE", "JANE"]),
        ("Prepared by Linda Park", ["Linda", "Park"]),
        ("Approved: Mr. Okonkwo", ["Okonkwo", "Mr."]),
        ("Jané Doe\t11/13/2026", ["Jané", "Doe"]),
        ("SSN: 123-45-6789", ["123-45-6789"]),
        ("Social security no. XXX-XX-6789", ["6789"]),
        ("Soc Sec 123 45 6789", ["45", "6789"]),
        ("Account number\t000123456789", ["000123456789"]),
        ("Checking ending in 4321", ["4321"]),
        ("Direct deposit to xxxxx9811", ["9811"]),
        ("Routing 021000021", ["021000021"]),
        ("Employee ID: 1042", ["1042"]),
        ("Federal EIN 12-3456789", ["12-3456789"]),
        ("License D1234567", ["D1234567"]),
        ("DOB: 03/04/1991", ["1991"]),
        ("Date of birth\t4 March 91", ["91", "March 91"]),
        ("03/04/1991", ["1991"]),
        ("12 Elm Street Apt 4", ["Elm", "12"]),
        ("Denver, CO 80203", ["Denver", "80203"]),
        ("P.O. Box 77", ["77"]),
        ("Address: Rosenweg 4, Wien", ["Rosenweg", "Wien"]),
        ("Call (303) 555-0199", ["555-0199"]),
        ("jane@example.org", ["jane@example.org"]),
        ("Sex: F", ["Sex", "F "]),
        ("Filing Status: Married", ["Married"]),
        ("Her position is Analyst", ["Her "]),
    ],
)
def test_what_is_personal_is_replaced(line: str, kept_back: list[str]) -> None:
    found = masked(line)
    for text in kept_back:
        assert text not in found.text + " ", found.text
    assert found.redactions and found.pages[0].hidden


@pytest.mark.parametrize(
    "line",
    [
        "Pay Date: 11/13/2026", "Pay Period: 10/26/2026 - 11/08/2026", "Federal Income Tax\t385.00\t8,855.00",
        "Regular\t80.00\t37.50\t3,000.00", "Employer: Acme Corp", "Pay Frequency: Biweekly", "November 13, 2026",
        "Social Security\t186.00\t4,278.00", "Your federal taxable wages are $3,083.11",
    ],
)  # fmt: skip
def test_what_is_asked_for_stays(line: str) -> None:
    assert line.replace("\t", " | ") in masked(line).text


def test_a_name_that_is_a_word_of_the_form_leaves_the_form_alone() -> None:
    found = masked("Employee Name: April Pay", "Pay Date: April 3, 2026", applicant=Applicant("April Pay", Decimal(1)))
    assert "Pay Date: April 3, 2026" in found.text and "Employee Name: [name]" in found.text


def test_unseen_text_is_neither_in_the_words_nor_in_the_picture() -> None:
    spot = HiddenText(1, (40.0, 700.0, 300.0, 708.0), "net pay is 12,000.00", "same_colour")
    found = masked("Bonus\t10.00", hidden=(spot,))
    assert "12,000" not in found.text
    assert (40.0, 700.0, 300.0, 708.0) in found.pages[0].hidden


def test_of_an_identity_document_nothing_is_sent(reader: Any, drawn: Any) -> None:
    files = read_files(reader, [SourceFile("f1", "id.pdf", drawn.identity())])
    assert find_documents(files)[0].document_type not in FIELDS
    stub = find_documents(read_files(reader, [SourceFile("f1", "stub.pdf", drawn.stub())]))[0]
    reading = files[0].reading
    assert reading is not None
    known = KnownNames(frozenset(), frozenset())
    assert mask(stub, reading, known, AS_OF).pages == (), "not even where it hides in another document's pages"


def test_a_whole_application_gives_nothing_away(reader: Any) -> None:
    made = packet(8_301, AS_OF, Options(named=("Siobhán", "", "O'Connor"), swapped=1))
    files = read_files(reader, [SourceFile(f"f{n}", it.file_name, it.content) for n, it in enumerate(made.documents)])
    documents, applicant = find_documents(files), Applicant(made.name, made.rent)
    known = KnownNames(name_words(applicant, documents), firms(documents))
    readings = {item.file_id: item.reading for item in files if item.reading}
    sent = [mask(it, readings[it.file_id], known, AS_OF).text for it in documents if it.document_type in FIELDS]
    text = "\n".join(sent).lower()
    assert len(sent) >= 4 and "gross" in text and "balance" in text
    person = made.person
    for secret in ("siobh", "connor", str(person.birth.year), "groceries", *_streets(person)):
        assert secret.lower() not in text, secret


def _streets(person: Any) -> list[str]:
    street = str(person.street)
    return [street, street.split(" ", 1)[1]]


def picture_of(content: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(content)).convert("L")).astype(int)


def test_the_picture_is_black_where_the_words_are_masked(reader: Any, drawn: Any) -> None:
    content = drawn.stub()
    files = read_files(reader, [SourceFile("f1", "stub.pdf", content)])
    document, reading = find_documents(files)[0], files[0].reading
    assert reading is not None
    known = KnownNames(name_words(JANE, [document]), firms([document]))
    page = mask(document, reading, known, AS_OF).pages[0]
    shown = picture_of(redacted_picture(reader.render(content, 1, 1440), (612, 792), page, 1120))
    scale = shown.shape[0] / 792
    assert max(shown.shape) == 1120
    name, gross = document.fields["employee_name"].box, document.fields["gross_pay"].box
    assert name is not None and gross is not None
    inside = [slice(int(box[1] * scale) + 1, int(box[3] * scale) - 1) for box in (name, gross)]
    across = [slice(int(box[0] * scale) + 1, int(box[2] * scale) - 1) for box in (name, gross)]
    assert shown[inside[0], across[0]].max() < 40, "black"
    assert shown[inside[1], across[1]].max() > 200, "the amount can be read"


def test_a_photograph_on_any_page_is_blacked_out() -> None:
    noise = np.random.default_rng(4).integers(60, 190, (300, 240, 3), dtype=np.uint8)
    sheet = np.full((1100, 850, 3), 255, np.uint8)
    sheet[200:500, 500:740] = noise
    out = io.BytesIO()
    Image.fromarray(sheet).save(out, "JPEG")
    page = masked("Pay Date: 11/13/2026").pages[0]
    shown = picture_of(redacted_picture(out.getvalue(), (612, 792), page, 1100))
    assert shown[200:500, 500:740].max() < 40 and shown[700:, :].min() > 200


def test_the_desk_around_a_photographed_sheet_is_black_and_the_sheet_is_not() -> None:
    photo = np.full((1100, 850, 3), 90, np.uint8)
    photo[150:950, 120:730] = 235
    out = io.BytesIO()
    Image.fromarray(photo).save(out, "JPEG")
    page = masked("Pay Date: 11/13/2026").pages[0]
    shown = picture_of(redacted_picture(out.getvalue(), (612, 792), page, 1100))
    assert shown[:130, 600:].max() < 40 and shown[980:, :].max() < 40
    assert shown[400:900, 200:650].min() > 200


def test_what_is_no_picture_is_refused() -> None:
    page = masked("Pay Date: 11/13/2026").pages[0]
    with pytest.raises(ValueError, match="opened"):
        redacted_picture(b"GIF89a", (612, 792), page, 1100)
