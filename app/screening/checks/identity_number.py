"""The last four digits of a person's number on stubs and tax forms: another person's paper keeps another number."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet, word_evidence
from app.screening.checks.rows import rows, text_of
from app.screening.checks.stubs import yearly_pay
from app.screening.facts.people import compare_names
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Outcome, Severity, Signal

QUESTION = Question(
    check="identity_number",
    family="across",
    innocent=(
        "a number that was issued anew, or an ITIN before it",
        "the other digits are of an employee or a card number that is masked in the same way",
        "a slip of the employer, corrected since",
    ),
    next_step="Ask for the Social Security card, or for a corrected paper from the employer.",
)
_NUMBER = re.compile(r"(?<![\w*-])(?:[x*•#]{3}|\d{3})[- ](?:[x*•#]{2}|\d{2})[- ](\d{4})(?![\d-])", re.I)
_NAMES = {DocumentType.paystub: "employee_name", DocumentType.tax_return: "person_name"}
_SURE = 0.95
_HIGHER = Decimal("1.25")
Known = tuple[Document, str, Evidence]


def check(packet: Packet) -> CheckResult:
    """A note where a stub and another stub or a W-2 in one name show the last digits of two numbers; review where the
    wages of that W-2 are also more than a quarter above the stub's pay of a year.

    The digits are compared and never told. A paper that shows several numbers, as a joint return does, says nothing.
    """
    papers = [item for item in packet.of_type(*_NAMES) if packet.text(item, _NAMES[item.document_type])]
    known = [(item, found[0], found[1]) for item in papers if (found := _number(packet, item))]
    pairs = [
        (one, other)
        for one, other in combinations(known, 2)
        if DocumentType.paystub in (one[0].document_type, other[0].document_type)
        and _is_one_name(packet, one[0], other[0])
    ]
    apart = [pair for pair in pairs if pair[0][1] != pair[1][1]]
    return QUESTION.answer(
        [_signal(packet, one, other) for one, other in apart[:1]],
        len(pairs),
        "Stubs and tax forms show the same last digits of the person's number.",
        "There are no two papers in one name that show it.",
    )


def _is_one_name(packet: Packet, one: Document, other: Document) -> bool:
    names = (packet.text(item, _NAMES[item.document_type]) for item in (one, other))
    return compare_names(*names) is Outcome.consistent


def _number(packet: Packet, item: Document) -> tuple[str, Evidence] | None:
    """The only such number of a paper, read surely, with its place; the evidence repeats no digit."""
    file = next(it for it, _ in packet.read() if it.file_id == item.file_id)
    found: dict[str, Evidence] = {}
    for page in packet.pages_of(item):
        for row in rows(page):
            if min(word.confidence for word in row) < _SURE:
                continue
            for match in _NUMBER.finditer(text_of(row)):
                word = next((it for it in row if it.text.rstrip(",;.").endswith(match[1])), row[0])
                place = word_evidence(file, page, word)
                found.setdefault(match[1], Evidence(place.file_id, place.file_name, place.page, place.box, "number"))
    return next(iter(found.items())) if len(found) == 1 else None


def _is_other_pay(packet: Packet, *papers: Document) -> bool:
    wages = [value for it in papers if (value := packet.amount(it, "wages"))]
    paid = [value for it in papers if it.document_type is DocumentType.paystub and (value := yearly_pay(packet, it))]
    return bool(wages and paid) and wages[0] > _HIGHER * paid[0]


def _signal(packet: Packet, one: Known, other: Known) -> Signal:
    is_serious = _is_other_pay(packet, one[0], other[0])
    return QUESTION.signal(
        "inconsistent_information" if is_serious else "identity_number",
        Severity.review if is_serious else Severity.note,
        "Two papers in one name end in different digits of the person's number.",
        "one number",
        "two numbers",
        (one[2], other[2]),
    )
