"""The barcode on the back of a licence against its front: whoever edits the front seldom makes a new barcode."""

from __future__ import annotations

from rapidfuzz import fuzz

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.facts.people import compare_names
from app.screening.reading.pages import Barcode, Page
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Outcome, Severity, Signal

QUESTION = Question(
    check="id_barcode",
    family="picture",
    innocent=(
        "the card was renewed or its holder has another name since",
        "front and back belong to two cards of one household",
        "a temporary document without a barcode of its own",
    ),
    next_step="Look at both sides of the card itself.",
)
_SURE = 0.95
_SIDES = (DocumentType.government_id, DocumentType.other)
_ALIKE = 70
"""Names that are more alike than this, of 100, differ by misread letters or by what a barcode cuts off."""


def check(packet: Packet) -> CheckResult:
    """The barcode's expiry day and surname are those printed on the card, or on the only card of the packet that has no
    barcode, where the back was handed in by itself; what was not read surely says nothing.

    Sex, eye colour, height and weight, which the barcode holds too, were never read.
    """
    sides = [(item, page) for item in packet.of_type(*_SIDES) for page in packet.pages_of(item)]
    codes = [
        (front, item, page, code) for item, page in sides for code in page.barcodes for front in _front(packet, item)
    ]
    answers = [answer for found in codes if (answer := _of(packet, *found)) is not None]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "The card's barcode says what its front says.",
        "No card shows a barcode that could be read.",
    )


def _front(packet: Packet, back: Document) -> tuple[Document, ...]:
    """The card itself where it is printed on; else the only card without a barcode, whose back is a file of its own."""
    if "full_name" in back.fields or "expiry_date" in back.fields:
        return (back,)
    cards = [item for item in packet.of_type(DocumentType.government_id) if "full_name" in item.fields]
    fronts = [item for item in cards if not any(page.barcodes for page in packet.pages_of(item))]
    return tuple(fronts) if len(fronts) == 1 else ()


def _of(packet: Packet, card: Document, back: Document, page: Page, code: Barcode) -> Signal | bool | None:
    place = Evidence(back.file_id, back.file_name, page.number, page.place(code.box), "barcode")
    printed = card.fields.get("expiry_date")
    is_sure = printed is not None and printed.confidence >= _SURE
    if is_sure and printed is not None and code.expiry and printed.value != code.expiry:
        places = (*card.evidence("expiry_date"), place)
        observation = "The printed expiry date differs from the one in the barcode."
        return _signal(observation, code.expiry, str(printed.value), places, "expiry_date", code.expiry)
    name, coded = packet.text(card, "full_name"), f"{code.given} {code.surname}".strip()
    if name and coded and _is_other(name, coded, code.surname):
        places = (*card.evidence("full_name"), place)
        observation = "The barcode holds another name than the front."
        return _signal(observation, "the name in the barcode", "another name", places, "full_name", "")
    return True if (is_sure and code.expiry) or (name and coded) else None


def _is_other(name: str, coded: str, surname: str) -> bool:
    is_alike = fuzz.partial_ratio(surname.casefold(), name.casefold()) > _ALIKE
    return compare_names(coded, name) is Outcome.contradicted and not is_alike


def _signal(
    observation: str, expected: str, actual: str, places: tuple[Evidence, ...], field: str, implied: str
) -> Signal:
    return QUESTION.signal("forged_document", Severity.review, observation, expected, actual, places, field, implied)
