"""Names of people on a page: the applicant's, those that the local reading located, and whatever looks like one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from app.screening.evaluators.fields import PERSON_FIELDS
from app.screening.evaluators.spans import Personal, Span
from app.screening.facts.dates import find_dates
from app.screening.facts.labels import all_labels, squeeze
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import is_heading, is_person_name
from app.screening.verdict import Applicant, Document

_LETTERS = re.compile(r"[^\W\d_]+")
_HONORED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\b\.?(?:\s+[^\W\d_][\w.'’-]*){1,3}")
_SIGNED = re.compile(
    r"\b(?:attn|attention|signed|signature|prepared by|contact|supervisor|manager)\b:?\s+(?=[A-Z])", re.I
)
_FIRMS = ("employer_name", "bank_name")
_SHORTEST = 2


def name_words(applicant: Applicant, documents: Iterable[Document]) -> frozenset[str]:
    """The plain words of every name that is known: of the applicant, and of whoever the documents name."""
    names = [applicant.name]
    for document in documents:
        facts = (document.fields.get(field) for field in PERSON_FIELDS)
        names += [text for fact in facts if fact for text in (str(fact.value), fact.text)]
    return frozenset(word for name in names for word in plain_words(name) if len(word) >= _SHORTEST)


def firms(documents: Iterable[Document]) -> frozenset[str]:
    """The squeezed names of employers and banks, which are not names of people however they look."""
    facts = (document.fields.get(field) for document in documents for field in _FIRMS)
    return frozenset(squeeze(str(fact.value)) for fact in facts if fact)


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word.casefold() for word in _LETTERS.findall(plain)]


def people(sheet: Sheet, known: frozenset[str], companies: frozenset[str]) -> Iterator[Span]:
    """Every stretch of a page that names a person, or may."""
    for number, line in enumerate(sheet.lines):
        yield from _known(sheet, number, known)
        for found in (*_HONORED.finditer(line.text), *_SIGNED.finditer(line.text)):
            end = found.end() if found.re is _HONORED else _end_of_piece(line.text, found.end())
            yield Span(number, found.start(), end, Personal.name)
        for cell in sheet.cells[number]:
            if _may_be_person(cell, companies) and (span := _span_of(line.text, cell, number)):
                yield span


def _known(sheet: Sheet, number: int, known: frozenset[str]) -> Iterator[Span]:
    """Words of known names, except in labels and days, with the initials and particles between or beside them."""
    text = sheet.lines[number].text
    hits = _hits(sheet, number, known)
    gaps = ((end, start) for (_, end), (start, _) in pairwise(hits) if _joins(text[end:start]))
    for start, end in (*hits, *gaps, *(initial for hit in hits for initial in _initials(text, *hit))):
        yield Span(number, start, end, Personal.name)


def _hits(sheet: Sheet, number: int, known: frozenset[str]) -> list[tuple[int, int]]:
    line = sheet.lines[number]
    days = [(start, end) for start, end, _ in find_dates(line.text)]
    labels = [cell.box for cell in sheet.cells[number] if cell.kind == "text" and _is_wording(cell.text)]
    hits = []
    for word, at in zip(line.words, line.starts, strict=True):
        middle, end = (word.box[0] + word.box[2]) / 2, at + len(word.text)
        is_label = any(box[0] <= middle <= box[2] for box in labels) or any(a < end and at < b for a, b in days)
        if not is_label and _is_known(word.text, known):
            hits.append((at, end))
    return hits


def _joins(gap: str) -> bool:
    """Whether what stands between two known names belongs to the name: an initial, a particle."""
    return len(gap.split()) <= 2 and "\t" not in gap and len(gap) < 12


def _initials(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if before := re.search(r"\b[A-Z]\.?\s$", text[:start]):
        yield before.span()
    if after := re.compile(r"\s[A-Z]\.?(?!\w)").match(text, end):
        yield after.span()


def _is_known(text: str, known: frozenset[str]) -> bool:
    words = plain_words(text)
    whole = "".join(words)
    return any(word in known for word in words) or (
        len(whole) > 5 and sum(len(name) for name in known if len(name) > 2 and name in whole) >= len(whole)
    )


def _is_wording(text: str) -> bool:
    return squeeze(text) in all_labels() or is_heading(text)


def _may_be_person(cell: Cell, companies: frozenset[str]) -> bool:
    return (
        cell.kind == "text"
        and is_person_name(cell.text)
        and squeeze(cell.text) not in companies
        and not is_heading(cell.text)
    )


def _span_of(text: str, cell: Cell, number: int) -> Span | None:
    at = text.replace("\t", " ").find(cell.text)
    return Span(number, at, at + len(cell.text), Personal.name) if at >= 0 else None


def _end_of_piece(text: str, start: int) -> int:
    tab = text.find("\t", start)
    return tab if tab >= 0 else len(text)
