"""The pages of a lead's documents as the evidence page shows them, with the marks that belong on each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.documents.evidence import TIGHT, Frame, box_numbers, evidence_frame, frame_around
from app.documents.preview import ViewerPage, viewer_pages
from app.documents.refusals import UnreadableDocument
from app.documents.revision_marks import TwoStates, two_states
from app.documents.tables import LeadDocument
from app.evaluations.evidence_items import Evidence, Mark
from app.evaluations.readings import Readings
from app.screening.reading.pages import Reading
from app.screening.reading.reader import Reader
from app.screening.verdict import Box
from app.storage import ObjectMissing, StorageError

MOST_SHEETS = 60
"""Beyond, a long file shows only the pages that matter: its first, those with evidence and the one asked for."""
AT_ONCE = 4
REMOVED = "This file was removed from the lead, so its pages are no longer shown. What was read stays."
ERASED = "This file has been erased, so its pages can no longer be shown. What was read stays."
MISSING = "The file is no longer in the document store. Upload it again."
STORE_DOWN = "The document store did not answer. Reload the page in a moment."


@dataclass(frozen=True, slots=True)
class Chosen:
    """The place that the address names; `box` as it was written, empty when only a file or page is named."""

    file_id: str = ""
    page: int = 0
    box: str = ""

    @property
    def numbers(self) -> Box | None:
        return box_numbers(self.box)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page. `marks` with their frames; `frame` where the address names a place that no item has.

    `earlier` is what it showed before, known where `has_earlier` and the file's reading is still kept.
    """

    page: ViewerPage
    marks: list[tuple[Mark, Frame]]
    frame: Frame | None
    earlier: TwoStates | None = None
    earlier_marks: list[tuple[Mark, Frame]] = field(default_factory=list)
    is_chosen: bool = False
    has_earlier: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file with its sheets, or with the sentence that says why there are none. `version` names its content."""

    id: str
    name: str
    kinds: list[str]
    sheets: list[Sheet]
    page_count: int = 0
    version: str = ""
    sentence: str = ""
    is_live: bool = True
    is_evaluated: bool = True

    @property
    def left_out(self) -> int:
        """How many pages are not shown here."""
        return self.page_count - len(self.sheets)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A file of the page before its pages are known."""

    id: str
    name: str
    kinds: list[str]
    row: LeadDocument | None
    is_evaluated: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the pages come from."""

    readings: Readings
    reader: Reader


async def list_files(
    lead_id: str, verdict: Mapping[str, Any] | None, evidence: Evidence, chosen: Chosen, desk: Desk
) -> list[File]:
    """The evaluation's files in its order, then what was uploaded since. One query; the rest comes from the store."""
    slots = await _slots(lead_id, verdict)
    room = asyncio.Semaphore(AT_ONCE)

    async def pages(slot: _Slot) -> tuple[list[ViewerPage], str]:
        async with room:
            return await _pages(slot.row, desk)

    measured = await asyncio.gather(*(pages(slot) for slot in slots))
    is_long = sum(len(found) for found, _ in measured) > MOST_SHEETS
    files = []
    for slot, (found, sentence) in zip(slots, measured, strict=True):
        shown = _shown(slot.id, found, evidence, chosen) if is_long else found
        sheets = await _sheets(slot, shown, evidence, chosen, desk.readings)
        version = slot.row.sha256[:16] if slot.row else ""
        is_live = slot.row is not None and slot.row.deleted_at is None
        files.append(
            File(slot.id, slot.name, slot.kinds, sheets, len(found), version, sentence, is_live, slot.is_evaluated)
        )
    return files


async def _slots(lead_id: str, verdict: Mapping[str, Any] | None) -> list[_Slot]:
    query = LeadDocument.objects().where(LeadDocument.lead_id == lead_id).order_by(LeadDocument.uploaded_at)
    rows = {row.id: row for row in await query}
    kinds: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for document in verdict["documents"] if verdict else ():
        kinds.setdefault(document["file_id"], []).append(document["document_type"])
        names[document["file_id"]] = document["file_name"]
    evaluated = [_Slot(key, names[key], list(dict.fromkeys(kinds[key])), rows.get(key), True) for key in kinds]
    since = [row for row in rows.values() if row.id not in kinds and row.deleted_at is None]
    later = [_Slot(row.id, row.file_name, [row.document_type or ""], row, False) for row in since]
    return [*evaluated, *later]


async def _pages(row: LeadDocument | None, desk: Desk) -> tuple[list[ViewerPage], str]:
    if row is None:
        return [], ERASED
    if row.deleted_at is not None:
        return [], REMOVED
    try:
        return await viewer_pages(row, store=desk.readings.store, reader=desk.reader), ""
    except UnreadableDocument as error:
        return [], error.message
    except ObjectMissing:
        return [], MISSING
    except StorageError:
        return [], STORE_DOWN


def _shown(file_id: str, pages: Sequence[ViewerPage], evidence: Evidence, chosen: Chosen) -> list[ViewerPage]:
    if file_id == chosen.file_id:
        return list(pages)
    return [page for page in pages if page.number == 1 or (file_id, page.number) in evidence.pages]


async def _sheets(
    slot: _Slot, pages: Sequence[ViewerPage], evidence: Evidence, chosen: Chosen, readings: Readings
) -> list[Sheet]:
    is_revised = any(evidence.on(slot.id, page.number, is_earlier=True) for page in pages)
    reading = await readings.kept(slot.row) if is_revised and slot.row else None
    return [_sheet(slot.id, page, evidence, chosen, reading) for page in pages]


def _sheet(file_id: str, page: ViewerPage, evidence: Evidence, chosen: Chosen, reading: Reading | None) -> Sheet:
    marks = evidence.on(file_id, page.number)
    before = evidence.on(file_id, page.number, is_earlier=True)
    states = two_states(reading, page.number) if reading and before else []
    earlier = states[0] if states else None
    is_chosen = (file_id, page.number) == (chosen.file_id, chosen.page)
    is_known = bool(evidence.at(file_id, page.number, chosen.numbers))
    frame = evidence_frame(chosen.box, page.number, [page]) if is_chosen and not is_known else None
    earlier_marks = _framed(before, earlier.sheet) if earlier else []
    return Sheet(page, _framed(marks, page), frame, earlier, earlier_marks, is_chosen, bool(before))


def _framed(marks: Sequence[Mark], page: ViewerPage) -> list[tuple[Mark, Frame]]:
    framed = ((mark, frame_around(mark.box, page, TIGHT)) for mark in marks)
    return [(mark, frame) for mark, frame in framed if frame is not None]
