"""What an evaluation rests on, as a list to walk through: each item with its places, each place with its mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from app.evaluations.correct_fields import Kind, kind_of, not_read, shown_value

EARLIER = "earlier: "
"""How the check of recovered revisions begins the text of a place in an earlier state of the file."""
Numbers = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page that an item points to. `mark` is the id of its box there, empty where it has none."""

    file_id: str
    file_name: str
    page: int
    text: str
    mark: str
    query: str


@dataclass(slots=True)
class Mark:
    """A box on a page, and what was read there: `says` for people, `item` the id of the first item that uses it."""

    id: str
    file_id: str
    page: int
    box: Numbers
    is_earlier: bool
    item: str
    severity: str = ""
    says: list[str] = field(default_factory=list)
    query: str = ""


@dataclass(frozen=True, slots=True)
class FactItem:
    """A fact of a document. `value` is None for a contract's field that was not read and that a person added."""

    id: str
    position: int
    field: str
    kind: Kind
    value: str | None
    shown: str
    confidence: float
    place: Place | None

    @property
    def is_unsure(self) -> bool:
        return self.value is not None and self.confidence < 0.8

    @property
    def key(self) -> str:
        """Names the fact in an address: "0.gross_pay"."""
        return f"{self.position}.{self.field}"


@dataclass(frozen=True, slots=True)
class DocumentItem:
    position: int
    document: Mapping[str, Any]
    facts: list[FactItem]
    not_read: list[str]


@dataclass(slots=True)
class Evidence:
    """Everything on the left of the page, and the marks for its right by file and page."""

    evaluation_id: str
    signals: list[tuple[str, Mapping[str, Any], list[Place]]] = field(default_factory=list)
    notes: list[tuple[str, Mapping[str, Any], list[Place]]] = field(default_factory=list)
    factors: list[tuple[str, Mapping[str, Any], list[Place]]] = field(default_factory=list)
    documents: list[DocumentItem] = field(default_factory=list)
    marks: dict[tuple[str, int, Numbers, bool], Mark] = field(default_factory=dict)

    def on(self, file_id: str, page: int, *, is_earlier: bool = False) -> list[Mark]:
        """The marks of a page, the large ones first, so that a small one inside a large one can be chosen."""
        here = (it for it in self.marks.values() if (it.file_id, it.page, it.is_earlier) == (file_id, page, is_earlier))
        return sorted(here, key=lambda it: -(it.box[2] - it.box[0]) * (it.box[3] - it.box[1]))

    def at(self, file_id: str, page: int, box: Numbers | None) -> list[Mark]:
        """The marks at this place: the same box may be marked in an earlier state too."""
        here = (it for it in self.marks.values() if box and (it.file_id, it.page) == (file_id, page))
        return [it for it in here if all(abs(a - b) < 0.02 for a, b in zip(it.box, box or (), strict=True))]

    @property
    def pages(self) -> set[tuple[str, int]]:
        """The pages on which there is a mark."""
        return {(mark.file_id, mark.page) for mark in self.marks.values()}


def evidence_of(evaluation_id: str, verdict: Mapping[str, Any]) -> Evidence:
    """The items in the order in which they are shown: signals, factors, the facts of each document, notes."""
    found = Evidence(evaluation_id)
    ranked = sorted(verdict["signals"], key=lambda it: ("strong", "review", "note").index(it["severity"]))
    for number, signal in enumerate(ranked):
        item = f"signal-{number}"
        said = str(signal["observation"])
        severity = "" if signal["severity"] == "note" else str(signal["severity"])
        entry = (item, signal, list(_places(found, item, signal["evidence"], said, severity)))
        (found.signals if severity else found.notes).append(entry)
    for document in enumerate(verdict["documents"]):
        found.documents.append(_document(found, *document))
    for factor in verdict["factors"]:
        item = f"factor-{factor['name']}"
        said = str(factor["name"]).replace("_", " ").capitalize()
        found.factors.append((item, factor, list(_places(found, item, factor["evidence"], said))))
    return found


def place_query(evaluation_id: str, file_id: str, page: int, box: Iterable[float] | None) -> str:
    """The part of an address that names a place: `evaluation=…&file=…&page=1&box=72,300.5,130.2,312`."""
    named = {"evaluation": evaluation_id, "file": file_id, "page": page}
    return urlencode({**named, **({"box": box_words(box)} if box else {})}, safe=",")


def box_words(box: Iterable[float]) -> str:
    """A box as an address has it: `72,300.5,130.2,312`, two places at most."""
    return ",".join(f"{float(number):.2f}".rstrip("0").rstrip(".") for number in box)


def _document(found: Evidence, position: int, document: Mapping[str, Any]) -> DocumentItem:
    facts = []
    for name, fact in document["fields"].items():
        kind = kind_of(document["document_type"], name, fact["value"])
        shown, item = shown_value(kind, fact["value"]), f"fact-{position}-{name}"
        where = {**fact, "file_id": document["file_id"], "file_name": document["file_name"]}
        said = f"{name.replace('_', ' ').capitalize()}: {shown}"
        place = next(iter(_places(found, item, [where], said)), None)
        value = fact["value"] if isinstance(fact["value"], str) else None
        facts.append(FactItem(item, position, name, kind, value, shown, float(fact["confidence"]), place))
    return DocumentItem(position, document, facts, not_read(document) if document["readable"] else [])


def _places(
    found: Evidence, item: str, evidence: Iterable[Mapping[str, Any]], said: str, severity: str = ""
) -> Iterable[Place]:
    for place in evidence:
        text = str(place["text"])
        is_earlier = text.startswith(EARLIER)
        query = place_query(found.evaluation_id, place["file_id"], place["page"], place["box"])
        mark = ""
        if place["box"]:
            words = f"In the earlier state: {text.removeprefix(EARLIER)}" if is_earlier else said
            words = f"{words}: {text}" if item.startswith("factor-") and not is_earlier else words
            mark = _mark(found, item, place, words, severity, query, is_earlier).id
        yield Place(place["file_id"], str(place.get("file_name", "")), place["page"], text, mark, query)


def _mark(
    found: Evidence, item: str, place: Mapping[str, Any], said: str, severity: str, query: str, is_earlier: bool
) -> Mark:
    x0, y0, x1, y1 = (float(number) for number in place["box"])
    key = (str(place["file_id"]), int(place["page"]), (x0, y0, x1, y1), is_earlier)
    if key not in found.marks:
        number = f"mark-{len(found.marks) + 1}"
        found.marks[key] = Mark(number, key[0], key[1], key[2], is_earlier, item, severity, query=query)
    mark = found.marks[key]
    is_fact = item.startswith("fact-")
    if is_fact and not mark.item.startswith("fact-"):
        mark.item = item
    if said not in mark.says:
        mark.says.insert(0 if is_fact else len(mark.says), said)
    return mark
