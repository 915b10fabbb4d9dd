"""What every check looks at: one applicant's files and documents, and how far a value can be relied on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from app.screening.policy import Policy
from app.screening.reading.pages import CoveredText, Page, ReadFile, Reading, Word
from app.screening.verdict import Applicant, Box, Document, DocumentType, Evidence, Fact


@dataclass(frozen=True, slots=True)
class Packet:
    """One applicant's files and the documents read from them, on the day `as_of`."""

    applicant: Applicant
    files: tuple[ReadFile, ...]
    documents: tuple[Document, ...]
    policy: Policy
    as_of: date

    def of_type(self, *kinds: DocumentType) -> tuple[Document, ...]:
        return tuple(item for item in self.documents if item.readable and item.document_type in kinds)

    def read(self) -> tuple[tuple[ReadFile, Reading], ...]:
        """The files that could be read, with their readings."""
        return tuple((item, item.reading) for item in self.files if item.reading is not None)

    def pages_of(self, document: Document) -> tuple[Page, ...]:
        """The pages that a document covers."""
        return tuple(
            page
            for item, reading in self.read()
            if item.file_id == document.file_id
            for page in reading.pages
            if document.page_from <= page.number <= document.page_to
        )

    def document_at(self, file_id: str, page: int) -> Document | None:
        """The document that covers this page of the file."""
        here = [item for item in self.documents if item.file_id == file_id]
        return next((item for item in here if item.page_from <= page <= item.page_to), here[0] if here else None)

    def covered_on(self, document: Document) -> tuple[CoveredText, ...]:
        """What lies beneath something on the document's pages and was therefore not read, as a viewer shows it."""
        return tuple(
            replace(spot, box=place_on(reading, spot.page, spot.box))
            for item, reading in self.read()
            if item.file_id == document.file_id
            for spot in reading.covered
            if document.page_from <= spot.page <= document.page_to
        )

    def sure(self, document: Document, name: str) -> Fact | None:
        """The fact, if it was read with enough confidence for a check to rely on it."""
        fact = document.fields.get(name)
        return fact if fact and fact.confidence >= float(self.policy.checks.field_confidence) else None

    def amount(self, document: Document, name: str) -> Decimal | None:
        fact = self.sure(document, name)
        return as_amount(fact.value) if fact else None

    def day(self, document: Document, name: str) -> date | None:
        fact = self.sure(document, name)
        return as_day(fact.value) if fact else None

    def text(self, document: Document, name: str) -> str:
        fact = self.sure(document, name)
        return fact.value.strip() if fact and isinstance(fact.value, str) else ""


def as_amount(value: object) -> Decimal | None:
    """A decimal string in the contract's form as a number."""
    try:
        return Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None


def as_day(value: object) -> date | None:
    """An ISO date string as a date."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def place_on(reading: Reading, page: int, box: Box) -> Box:
    """A box of the reading as a viewer shows it on that page."""
    here = next((item for item in reading.pages if item.number == page), None)
    return here.place(box) if here else box


def overlap(first: Box, second: Box) -> float:
    """The shared area as a share of the smaller box, 0 to 1."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return width * height / min(areas) if width > 0 and height > 0 and min(areas) > 0 else 0.0


def word_evidence(item: ReadFile, page: Page, word: Word) -> Evidence:
    """The place of a word, as a viewer shows the page."""
    return Evidence(item.file_id, item.file_name, page.number, page.place(word.box), word.text)
