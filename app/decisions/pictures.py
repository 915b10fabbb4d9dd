"""Pictures of the places that a result stands on: page regions with the boxes framed, few and small."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from app.documents.preview import page_picture, viewer_pages
from app.documents.refusals import DocumentRefused
from app.documents.tables import LeadDocument
from app.errors import NotFound
from app.screening.reading.reader import Reader
from app.screening.verdict import DocumentType
from app.storage import DocumentStore, ObjectMissing, StorageError

MOST_PICTURES = 8
RENDER_WIDTH = 1440
MOST_PIXELS_WIDE = 1000
AROUND = 0.06
"""Of the page's width, left around the boxes so that one sees where they stand."""
LEAST_WIDTH = 0.6
ALL_SECONDS = 20.0
QUALITY = 78


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a file with the boxes on it that the result names, in the page's own units."""

    file_id: str
    file_name: str
    page: int
    boxes: tuple[tuple[float, float, float, float], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG, or None where the page is no longer kept or was left out."""

    place: Place
    jpeg: bytes | None
    width: int = 0
    height: int = 0


def evidence_places(verdict: dict[str, Any]) -> list[Place]:
    """Pages with evidence, those of strong and review signals first. Pages of an ID are left out, its photo too."""
    ids = _id_pages(verdict["documents"])
    pages: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for item in _evidence(verdict):
        key = (item["file_id"], item["page"])
        if item["box"] and key not in ids:
            pages.setdefault(key, []).append(item)
    return [
        Place(
            file_id, items[0]["file_name"], page,
            tuple(dict.fromkeys(tuple(item["box"]) for item in items)),
            tuple(dict.fromkeys(item["text"] for item in items)),
        )
        for (file_id, page), items in pages.items()
    ]  # fmt: skip


async def draw_places(
    site_id: str, lead_id: str, places: Sequence[Place], store: DocumentStore, reader: Reader
) -> list[Picture]:
    """The pictures of the first MOST_PICTURES places, drawn by the sandboxed reader; what takes too long has none."""
    wanted = places[:MOST_PICTURES]
    live = LeadDocument.deleted_at.is_null() & (LeadDocument.site_id == site_id) & (LeadDocument.lead_id == lead_id)
    ids = [place.file_id for place in wanted] or [""]
    documents = {item.id: item for item in await LeadDocument.objects().where(live, LeadDocument.id.is_in(ids))}
    pictures: list[Picture] = []
    try:
        async with asyncio.timeout(ALL_SECONDS):
            for place in wanted:
                pictures.append(await _draw(place, documents.get(place.file_id), store, reader))
    except TimeoutError:
        pictures += [Picture(place, None) for place in wanted[len(pictures) :]]
    return pictures


async def _draw(place: Place, document: LeadDocument | None, store: DocumentStore, reader: Reader) -> Picture:
    if document is None or document.document_type == DocumentType.government_id:
        return Picture(place, None)
    try:
        pages = await viewer_pages(document, store=store, reader=reader)
        page = next((item for item in pages if item.number == place.page), None)
        content = await page_picture(document, place.page, RENDER_WIDTH, store=store, reader=reader)
    except (NotFound, DocumentRefused, ObjectMissing, StorageError):
        return Picture(place, None)
    if page is None:
        return Picture(place, None)
    return await asyncio.to_thread(_cropped, place, content, page.width, page.height)


def _cropped(place: Place, content: bytes, width: float, height: float) -> Picture:
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    across, down = picture.width / width, picture.height / height
    boxes = [(x0 * across, y0 * down, x1 * across, y1 * down) for x0, y0, x1, y1 in place.boxes]
    pen = ImageDraw.Draw(picture)
    for x0, y0, x1, y1 in boxes:
        frame = (min(x0, x1) - 4, min(y0, y1) - 4, max(x0, x1) + 4, max(y0, y1) + 4)
        pen.rectangle(frame, outline=(180, 83, 9), width=3)
    region = picture.crop(_region(boxes, picture.width, picture.height))
    region.thumbnail((MOST_PIXELS_WIDE, MOST_PIXELS_WIDE))
    ImageDraw.Draw(region).rectangle((0, 0, region.width - 1, region.height - 1), outline=(190, 196, 206))
    out = io.BytesIO()
    region.save(out, "JPEG", quality=QUALITY)
    return Picture(place, out.getvalue(), region.width, region.height)


def _region(boxes: Sequence[tuple[float, float, float, float]], width: int, height: int) -> tuple[int, int, int, int]:
    """What to cut out, in pixels: the boxes with room around them, never narrower than a good part of the page."""
    around = AROUND * width
    left, right = min(box[0] for box in boxes) - around, max(box[2] for box in boxes) + around
    short = max(0.0, LEAST_WIDTH * width - (right - left)) / 2
    top, bottom = min(box[1] for box in boxes) - around, max(box[3] for box in boxes) + around
    x0, y0 = int(max(0, min(left - short, width - 40))), int(max(0, min(top, height - 40)))
    return x0, y0, int(max(x0 + 40, min(right + short, width))), int(max(y0 + 40, min(bottom, height)))


def _evidence(verdict: dict[str, Any]) -> Iterator[dict[str, Any]]:
    rank = {"strong": 0, "review": 1}
    for signal in sorted(verdict["signals"], key=lambda item: rank.get(item["severity"], 2)):
        if signal["severity"] in rank:
            yield from signal["evidence"]
    for factor in verdict["factors"]:
        yield from factor["evidence"]


def _id_pages(documents: Sequence[dict[str, Any]]) -> set[tuple[str, int]]:
    cards = [item for item in documents if item["document_type"] == DocumentType.government_id]
    return {(item["file_id"], page) for item in cards for page in range(item["page_from"], item["page_to"] + 1)}
