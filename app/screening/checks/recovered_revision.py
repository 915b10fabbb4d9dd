"""An earlier state still inside the PDF: when it shows another amount, name or date, the change itself is evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.screening.checks.answers import Question, altered
from app.screening.checks.fields import DECISIVE, NAMES, words_for
from app.screening.checks.packet import Packet, overlap
from app.screening.checks.rows import as_money
from app.screening.facts.extract import documents_in
from app.screening.reading.pages import ReadFile, Reading, Revision
from app.screening.verdict import CheckResult, Document, Evidence, Fact, Severity, Signal

QUESTION = Question(
    check="recovered_revision",
    family="structure",
    innocent=(
        "the issuer corrected a mistake and saved the file again",
        "a form was filled in a second time",
        "a template was saved with sample values first",
    ),
    next_step="Open both states side by side, then ask for the original from the issuer's portal.",
)


_EMPTY = "0.00"
"""What a form shows before it is filled in."""


@dataclass(frozen=True, slots=True)
class _Change:
    document: Document
    field: str
    before: Fact
    after: Fact
    read_from: str
    """What the earlier value was read from: "text" or "ocr"."""


def check(packet: Packet) -> CheckResult:
    """Every earlier revision is read like the file itself, and its money, name and date fields are compared.

    Another value in such a field is strong, a change among the other amounts review. In fillable forms, where
    changing a value is ordinary, and in scans, where digits are misread, the change is review at most.
    """
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        for revision in reading.revisions:
            looked += 1
            changes = _changes(packet, item, reading, revision)
            found = (
                _field_signal(item, reading, changes) if changes else _amount_signal(packet, item, reading, revision)
            )
            signals.extend([found] if found else [])
    return QUESTION.answer(
        _once_per_file(signals),
        looked,
        "The earlier states inside the files show the same amounts, names and dates.",
        "The files contain no earlier state.",
    )


def _changes(packet: Packet, item: ReadFile, reading: Reading, revision: Revision) -> list[_Change]:
    earlier = documents_in(
        replace(item, reading=replace(reading, pages=revision.pages, revisions=(), covered=(), hidden=()))
    )
    before = {(document.document_type, document.page_from): document for document in earlier}
    sources = {page.number: page.source for page in revision.pages}
    changes = []
    for document in packet.documents:
        old = before.get((document.document_type, document.page_from)) if document.file_id == item.file_id else None
        if old is None:
            continue
        for field in sorted(DECISIVE & set(document.fields)):
            was, now = packet.sure(old, field), packet.sure(document, field)
            if was and now and _differs(field, was, now):
                changes.append(_Change(document, field, was, now, sources.get(was.page, "none")))
    return changes


def _differs(field: str, was: Fact, now: Fact) -> bool:
    if isinstance(was.value, str) or isinstance(now.value, str):
        if field in NAMES:
            return _letters(str(was.value)) != _letters(str(now.value))
        return was.value != now.value and was.value != _EMPTY
    # Tables: a row more or less is how they were read; another amount on the same day is a change.
    pairs = {(row.get("date"), row.get("description")): row.get("amount") for row in was.value}
    return any(
        key in pairs and pairs[key] != row.get("amount")
        for row in now.value
        for key in [(row.get("date"), row.get("description"))]
    )


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _field_signal(item: ReadFile, reading: Reading, changes: list[_Change]) -> Signal:
    first = changes[0]
    names = ", ".join(dict.fromkeys(words_for(change.field) for change in changes))
    is_name = first.field in NAMES
    evidence = tuple(place for change in changes for place in _places(item, change))
    return QUESTION.signal(
        altered(first.document.document_type),
        Severity.strong if _is_printed_text(reading, changes) else Severity.review,
        f"An earlier state inside the file shows another {names}.",
        "another name" if is_name else first.before.text,
        "the name shown" if is_name else first.after.text,
        evidence,
        first.field,
        first.before.value if isinstance(first.before.value, str) and not is_name else "",
    )


def _is_printed_text(reading: Reading, changes: list[_Change]) -> bool:
    """No form, whose values are meant to be changed, and no picture, whose digits may have been misread."""
    pages = {page.number: page.source for page in reading.pages}
    return not reading.metadata.has_form and all(
        change.read_from == "text" and pages.get(change.after.page) == "text" for change in changes
    )


def _places(item: ReadFile, change: _Change) -> tuple[Evidence, Evidence]:
    now, was = change.after, change.before
    return (
        Evidence(item.file_id, item.file_name, now.page, now.box, now.text),
        Evidence(item.file_id, item.file_name, was.page, was.box, f"earlier: {was.text}"),
    )


def _amount_signal(packet: Packet, item: ReadFile, reading: Reading, revision: Revision) -> Signal | None:
    """Other amounts at the same place, outside the fields that were read."""
    places: list[Evidence] = []
    for old, new in zip(revision.pages, reading.pages, strict=False):
        was = [(word, value) for word in old.words if (value := as_money(word.text)) is not None]
        now = [(word, value) for word in new.words if (value := as_money(word.text)) is not None]
        for word, value in was:
            here = [(other, shown) for other, shown in now if overlap(word.box, other.box) > 0.5]
            if value and here and all(shown != value for _, shown in here):
                place = new.place(word.box)
                places += [
                    Evidence(item.file_id, item.file_name, new.number, place, here[0][0].text),
                    Evidence(item.file_id, item.file_name, new.number, place, f"earlier: {word.text}"),
                ]
    if not places:
        return None
    document = packet.document_at(item.file_id, places[0].page)
    return QUESTION.signal(
        altered(document.document_type if document else None),
        Severity.note if reading.metadata.has_form else Severity.review,
        "An earlier state inside the file shows other amounts at the same places.",
        places[1].text.removeprefix("earlier: "),
        places[0].text,
        tuple(places[:12]),
    )


def _once_per_file(signals: list[Signal]) -> list[Signal]:
    """The strongest signal of each file: several revisions of one change are one observation."""
    order = [Severity.strong, Severity.review, Severity.note]
    best: dict[str, Signal] = {}
    for signal in signals:
        key = signal.evidence[0].file_id
        if key not in best or order.index(signal.severity) < order.index(best[key].severity):
            best[key] = signal
    return list(best.values())
