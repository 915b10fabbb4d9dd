"""Pictures of pages for the viewer, drawn once for each width and then kept in the document store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.documents.refusals import refusal
from app.documents.tables import LeadDocument
from app.errors import NotFound
from app.screening.reading.reader import Reader, ReadingError
from app.screening.reading.revision_pages import RevisionPages
from app.storage import DocumentStore, ObjectMissing

WIDTHS = (480, 960, 1440, 1920)
PICTURE_TYPE = "image/jpeg"
MOST_STATES, MOST_PAGES = 20, 200
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ViewerPage:
    """A page with its size in the units of evidence boxes: PDF points, or pixels for pictures."""

    number: int
    width: float
    height: float


def nearest_width(wanted: int) -> int:
    """The smallest of WIDTHS that is not narrower than wanted, else the widest: few widths, so few pictures to keep."""
    return next((width for width in WIDTHS if width >= wanted), WIDTHS[-1])


async def page_picture(document: LeadDocument, page: int, width: int, *, store: DocumentStore, reader: Reader) -> bytes:
    """Page `page` (from 1) as a JPEG at the nearest width.

    Raises NotFound for a page that is not there, UnreadableDocument, ObjectMissing and StorageError.
    """
    if not 1 <= page <= document.pages:
        raise NotFound("This document has no such page.")
    width = nearest_width(width)
    key = f"preview-{document.sha256}-{page}-{width}"
    try:
        return await store.open(key)
    except ObjectMissing:
        content = await store.open(document.storage_key)
    picture = await _read(document, lambda: reader.render(content, page, width))
    await store.put(key, picture, PICTURE_TYPE)
    return picture


async def earlier_picture(
    document: LeadDocument, state: tuple[int, int], page: int, width: int, *, store: DocumentStore, pages: RevisionPages
) -> bytes:
    """As `page_picture`, of an earlier state: `state` is its number (from 1, the oldest) and how many there are.

    Raises NotFound for a state that cannot be there, UnreadableDocument, ObjectMissing and StorageError.
    """
    number, count = state
    if not (1 <= number <= count <= MOST_STATES and 1 <= page <= MOST_PAGES):
        raise NotFound("This document has no such earlier state.")
    width = nearest_width(width)
    key = f"preview-{document.sha256}-state{number}of{count}-{page}-{width}"
    try:
        return await store.open(key)
    except ObjectMissing:
        content = await store.open(document.storage_key)
    picture = await _read(document, lambda: pages.render(content, number, count, page, width))
    await store.put(key, picture, PICTURE_TYPE)
    return picture


async def viewer_pages(document: LeadDocument, *, store: DocumentStore, reader: Reader) -> list[ViewerPage]:
    """Every page with its size. Raises UnreadableDocument, ObjectMissing and StorageError."""
    key = f"sizes-{document.sha256}"
    try:
        sizes = json.loads(await store.open(key))
    except ObjectMissing:
        content = await store.open(document.storage_key)
        sizes = await _read(document, lambda: reader.measure(content))
        await store.put(key, json.dumps(sizes).encode(), "application/json")
    return [ViewerPage(number, float(width), float(height)) for number, (width, height) in enumerate(sizes, 1)]


async def _read(document: LeadDocument, work: Callable[[], Result]) -> Result:
    try:
        return await asyncio.to_thread(work)
    except ReadingError as error:
        raise refusal(document.file_name, error) from error
