"""What kind of document each page is, and where one document of a file ends and the next begins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.screening.facts.bank_pages import goes_on, is_ledger
from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.blank_forms import is_another_card, is_another_person, is_closed, says_nothing
from app.screening.facts.labels import names, squeeze
from app.screening.facts.lines import Sheet
from app.screening.facts.mrz import read_mrz
from app.screening.facts.tax_return import starts_another
from app.screening.verdict import DocumentType

_DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text("utf-8"))
_SURE = 14
"""The weight from which a page alone leaves no doubt about its kind."""
_TELLING = 14
"""Letters from which a label is not a part of other words."""
_PAGE_OF = re.compile(r"\bpage\s*:?\s*(?P<n>\d{1,2})\s*(?:of|/)\s*(?P<m>\d{1,2})\b", re.I)
_ONE_PAGE_KINDS = frozenset({DocumentType.paystub})


@dataclass(frozen=True, slots=True)
class Kind:
    """A document type with its confidence, and the weight of words behind it."""

    document_type: DocumentType
    confidence: float
    weight: int
    is_named: bool = False
    """Whether the words say of a page that is `other` what else it is: such a page belongs to no other document."""


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one document of a file."""

    kind: Kind
    sheets: tuple[Sheet, ...]


def kind_of(sheet: Sheet) -> Kind:
    """The kind of a page by its words; `other`, with the confidence of that, when no kind has enough of them."""
    weights = {kind: _weight(sheet, kind) for kind in _phrases() if kind != DocumentType.other}
    if read_mrz(sheet):
        weights[DocumentType.government_id] += 12
    (best, weight), (_, second) = sorted(weights.items(), key=lambda item: -item[1])[:2]
    if weight < _DATA["enough"] or weight == second:
        else_what = _weight(sheet, DocumentType.other)
        if weight < _DATA["enough"] and not else_what and is_ledger(sheet):
            return Kind(DocumentType.bank_statement, 0.7, _DATA["enough"])
        return Kind(DocumentType.other, 0.6 if weight else 0.9, weight, else_what >= _DATA["named"])
    if _weight(sheet, DocumentType.other) >= weight:
        return Kind(DocumentType.other, 0.8, weight, is_named=True)
    if says_nothing(best, sheet):
        return Kind(DocumentType.other, 0.7, weight)
    margin = (weight - second) / weight
    return Kind(best, round(min(0.99, 0.5 + 0.3 * min(1.0, weight / _SURE) + 0.25 * margin), 2), weight)


def split(sheets: list[Sheet]) -> list[Part]:
    """The documents of a file in page order; pages that go on with a document stay with it."""
    parts: list[Part] = []
    for sheet in sheets:
        kind = kind_of(sheet)
        if parts and _continues(parts[-1], sheet, kind):
            stronger = max(parts[-1].kind, kind, key=lambda k: (k.document_type != DocumentType.other, k.weight))
            parts[-1] = Part(stronger, (*parts[-1].sheets, sheet))
        else:
            parts.append(Part(kind, (sheet,)))
    return parts


def _continues(part: Part, sheet: Sheet, kind: Kind) -> bool:
    """Whether a page goes on with the document before it.

    A printed page number decides where there is one. Else a page of the same kind goes on unless it opens a document of
    its own (a stub has one page; a statement opens with its balances), and a page of no kind goes on with one of any.
    """
    before, number = _page_of(part.sheets[-1]), _page_of(sheet)
    same = kind.document_type in (part.kind.document_type, DocumentType.other)
    if number and before:
        return number[0] == before[0] + 1 and number[1] == before[1]
    if number and number[0] == 1:
        return False
    if number and number[0] > 1 and same:
        return True
    if kind.document_type == DocumentType.other:
        return _belongs(part, sheet, kind)
    if kind.document_type != part.kind.document_type:
        return kind.weight < _DATA["enough"] + 2 and part.kind.weight > 3 * kind.weight
    return not _opens(kind.document_type, part, sheet)


def _belongs(part: Part, sheet: Sheet, kind: Kind) -> bool:
    """Whether a page of no kind goes on with the pages before it, which are none of ours either (award letters are
    documents of their own) or of a kind of several pages."""
    if part.kind.document_type == DocumentType.other:
        return not benefit_facts([sheet]) and not benefit_facts(list(part.sheets[-1:]))
    is_own = kind.is_named or bool(benefit_facts([sheet])) or is_closed(part.kind.document_type, part.sheets[-1])
    return part.kind.document_type not in _ONE_PAGE_KINDS and bool(sheet.lines) and not is_own


def _opens(kind: DocumentType, part: Part, sheet: Sheet) -> bool:
    text = squeeze(sheet.text)
    if kind == DocumentType.bank_statement:
        return any(word in text for word in _opening_balances()) and not goes_on(part.sheets, sheet)
    if kind == DocumentType.government_id and is_another_card(list(part.sheets), sheet):
        return True
    if kind == DocumentType.employment_letter:
        if is_closed(kind, part.sheets[-1]) or is_another_person(list(part.sheets), sheet):
            return True
        return any(
            word in text
            for word in ("towhomitmayconcern", "dear", "employmentverification", "verificationofemployment")
        )
    if kind == DocumentType.tax_return:
        return starts_another(list(part.sheets), sheet)
    return kind in _ONE_PAGE_KINDS or (kind == DocumentType.government_id and len(part.sheets) >= 2)


@cache
def _opening_balances() -> frozenset[str]:
    """What only the first page of a statement says; balances are brought forward on any page."""
    labels = names("bank_statement", "amount")["opening_balance"]
    return frozenset(word for word in labels if len(word) >= _TELLING and "forward" not in word)


def _page_of(sheet: Sheet) -> tuple[int, int] | None:
    found = {(int(m["n"]), int(m["m"])) for m in _PAGE_OF.finditer(sheet.text)}
    one = found.pop() if len(found) == 1 else None
    return one if one and 1 <= one[0] <= one[1] else None


def _weight(sheet: Sheet, kind: DocumentType) -> int:
    runs = [squeeze(run) for line in sheet.text.split("\n") for run in line.split("\t")]
    whole, edges = squeeze(sheet.text), set(runs) | {squeeze(word) for word in re.split(r"[\s:/]+", sheet.text)}
    said = sum(
        weight
        for phrase, weight in _phrases()[kind].items()
        if (phrase in edges if len(phrase) < 7 else phrase in whole)
    )
    return said + sum(weight for heading, weight in _headings()[kind].items() if heading in runs)


@cache
def _phrases() -> dict[DocumentType, dict[str, int]]:
    return {kind: {squeeze(text): weight for text, weight in _listed(kind) if text[0] != "="} for kind in DocumentType}


@cache
def _headings() -> dict[DocumentType, dict[str, int]]:
    return {kind: {squeeze(text): weight for text, weight in _listed(kind) if text[0] == "="} for kind in DocumentType}


def _listed(kind: DocumentType) -> Iterator[tuple[str, int]]:
    return ((text, int(weight)) for weight, phrases in _DATA[kind.value].items() for text in phrases)
