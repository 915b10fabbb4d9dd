"""From a file's pages to its documents with their facts: the one door of this package for what is read from paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.screening.facts.bank_statement import read_bank_statement
from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.classify import Kind, Part, kind_of, split
from app.screening.facts.copies import stubs_on
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.government_id import read_government_id
from app.screening.facts.lines import Sheet, sheet_of
from app.screening.facts.paystub import read_paystub
from app.screening.facts.tax_return import read_tax_return
from app.screening.facts.trusted import text_of
from app.screening.facts.year_gap import year_gap
from app.screening.reading.pages import ReadFile
from app.screening.verdict import Document, DocumentType, Fact

_READERS: dict[DocumentType, Callable[[list[Sheet]], dict[str, Fact]]] = {
    DocumentType.paystub: read_paystub,
    DocumentType.bank_statement: read_bank_statement,
    DocumentType.employment_letter: read_employment_letter,
    DocumentType.government_id: read_government_id,
    DocumentType.tax_return: read_tax_return,
}
_MAY_BE_AWARD = frozenset({DocumentType.other, DocumentType.employment_letter})
"""Types under which a letter about a pension or benefits may come in."""
_MAY_EXPLAIN = _MAY_BE_AWARD | {DocumentType.paystub}
"""Types that may say why a year to date is low."""
_TELLING = ("gross_pay", "net_pay", "ytd_gross", "pay_date", "period_start", "period_end")
"""What tells one stub from the next."""
_DECLARED = 0.6
"""Confidence of a type that only whoever uploaded the file claims."""


def documents_in(file: ReadFile) -> tuple[Document, ...]:
    """Every document of a file, in page order, with the facts that could be read.

    A file without a reading, or in which no page shows a word, gives one document with `readable=False` and a
    sentence in `error`.
    """
    reading = file.reading
    if reading is None or file.error:
        return (_unreadable(file, 0, file.error or "The file could not be read."),)
    sheets = [sheet_of(page) for page in reading.pages]
    if not any(sheet.lines for sheet in sheets):
        return (_unreadable(file, reading.page_count, "No text could be read in this file. Ask for a clearer copy."),)
    return tuple(document for part in _parts(file, sheets) for document in _documents(file, part))


def _parts(file: ReadFile, sheets: list[Sheet]) -> list[Part]:
    """The file's parts; where nothing in the words says a type, the declared one is believed, but not strongly."""
    parts = split(sheets)
    declared = DocumentType(file.declared_type) if file.declared_type in {kind.value for kind in DocumentType} else None
    if declared and all(part.kind.document_type == DocumentType.other for part in parts):
        return [Part(Kind(declared, _DECLARED, kind_of(sheets[0]).weight), tuple(sheets))]
    return parts


def _documents(file: ReadFile, part: Part) -> list[Document]:
    """A part's document; several stubs printed on one page are documents of their own, a second copy of one is not."""
    bands = stubs_on(part.sheets[0]) if part.kind.document_type == DocumentType.paystub else []
    if len(bands) < 2:
        return [_document(file, part)]
    last = Part(part.kind, (bands[-1], *part.sheets[1:]))
    found: list[Document] = []
    for document in (*(_document(file, Part(part.kind, (band,))) for band in bands[:-1]), _document(file, last)):
        twin = next((other for other in found if _is_copy(document, other)), None)
        if twin is None:
            found.append(document)
        else:
            found[found.index(twin)] = replace(twin, fields=document.fields | twin.fields)
    return found


def _is_copy(one: Document, other: Document) -> bool:
    """Whether nothing tells two stubs of a page apart: no amount or day that both were read with differs."""
    both = [(text_of(one, name), text_of(other, name)) for name in _TELLING]
    known = [(mine, theirs) for mine, theirs in both if mine and theirs]
    return len(known) >= 2 and all(mine == theirs for mine, theirs in known)


def _document(file: ReadFile, part: Part) -> Document:
    read = _READERS.get(part.kind.document_type)
    sheets = list(part.sheets)
    numbers = [sheet.page.number for sheet in sheets]
    fields = read(sheets) if read else {}
    if part.kind.document_type in _MAY_BE_AWARD and "annual_salary" not in fields:
        fields = benefit_facts(sheets) or fields
    if part.kind.document_type in _MAY_EXPLAIN:
        fields = fields | year_gap(sheets, part.kind.document_type)
    return Document(
        file_id=file.file_id,
        file_name=file.file_name,
        document_type=part.kind.document_type,
        confidence=part.kind.confidence,
        pages=len(part.sheets),
        page_from=numbers[0],
        page_to=numbers[-1],
        fields=fields,
    )


def _unreadable(file: ReadFile, pages: int, error: str) -> Document:
    kind = file.declared_type if file.declared_type in {kind.value for kind in DocumentType} else DocumentType.other
    return Document(
        file_id=file.file_id,
        file_name=file.file_name,
        document_type=DocumentType(kind or DocumentType.other),
        confidence=0.0,
        pages=pages,
        page_to=max(1, pages),
        readable=False,
        error=error,
    )
