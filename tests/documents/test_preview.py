"""Page pictures and the place of evidence on them."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from app.documents.evidence import evidence_frame
from app.documents.preview import ViewerPage, nearest_width, page_picture, viewer_pages
from app.documents.refusals import UnreadableDocument
from app.documents.tables import LeadDocument
from app.errors import NotFound
from app.screening.reading.reader import Reader
from app.storage import LocalStore, ObjectMissing
from tests.documents.files import pdf, picture, turned_pdf

PAGES = [ViewerPage(1, 612, 792), ViewerPage(2, 792, 612)]


def document(key: str = "obj_one", pages: int = 1) -> LeadDocument:
    digest = hashlib.sha256(key.encode()).hexdigest()
    return LeadDocument(file_name="stub.pdf", storage_key=key, sha256=digest, pages=pages, _ignore_missing=True)


@pytest.mark.parametrize(("wanted", "width"), [(0, 480), (480, 480), (481, 960), (1440, 1440), (99_999, 1920)])
def test_pictures_come_in_few_widths(wanted: int, width: int) -> None:
    assert nearest_width(wanted) == width


async def test_a_page_is_drawn_once_and_then_comes_from_the_store(store: LocalStore, reader: Reader) -> None:
    await store.put("obj_one", pdf(pages=2), "application/pdf")
    drawn = await page_picture(document(pages=2), 2, 400, store=store, reader=reader)
    assert Image.open(io.BytesIO(drawn)).size == (480, 622)
    await store.delete("obj_one")
    assert await page_picture(document(pages=2), 2, 300, store=store, reader=reader) == drawn
    with pytest.raises(ObjectMissing):
        await page_picture(document(pages=2), 1, 300, store=store, reader=reader)


async def test_a_page_that_is_not_there_is_not_found(store: LocalStore, reader: Reader) -> None:
    for page in (0, 2, -1):
        with pytest.raises(NotFound):
            await page_picture(document(), page, 480, store=store, reader=reader)


async def test_bytes_that_no_longer_open_are_a_sentence(store: LocalStore, reader: Reader) -> None:
    await store.put("obj_one", b"%PDF-1.7 torn", "application/pdf")
    with pytest.raises(UnreadableDocument):
        await page_picture(document(), 1, 480, store=store, reader=reader)


async def test_sizes_are_points_for_a_pdf_and_pixels_for_a_picture(store: LocalStore, reader: Reader) -> None:
    await store.put("obj_one", pdf(pages=2, size=(500, 300)), "application/pdf")
    await store.put("obj_two", picture(size=(300, 200)), "image/png")
    expected = [ViewerPage(1, 500, 300), ViewerPage(2, 500, 300)]
    assert await viewer_pages(document(pages=2), store=store, reader=reader) == expected
    assert await viewer_pages(document("obj_two"), store=store, reader=reader) == [ViewerPage(1, 300, 200)]
    await store.delete("obj_one")
    assert await viewer_pages(document(pages=2), store=store, reader=reader) == expected


async def test_sizes_and_pictures_agree_on_a_turned_and_cropped_page(store: LocalStore, reader: Reader) -> None:
    await store.put("obj_one", turned_pdf(), "application/pdf")
    assert await viewer_pages(document(), store=store, reader=reader) == [ViewerPage(1, 700, 600)]
    drawn = await page_picture(document(), 1, 480, store=store, reader=reader)
    width, height = Image.open(io.BytesIO(drawn)).size
    assert width / height == pytest.approx(700 / 600, rel=0.01)


def test_a_frame_stands_around_its_box_and_inside_its_page() -> None:
    frame = evidence_frame("72.0,300.5,130.2,312.0", 1, PAGES)
    assert frame is not None
    assert (frame.x, frame.y, frame.width, frame.height) == (69.0, 297.5, 64.2, 17.5)
    edge = evidence_frame("-5,-5,9000,9000", 2, PAGES)
    assert edge is not None
    assert (edge.x, edge.y, edge.width, edge.height) == (0, 0, 792, 612)


@pytest.mark.parametrize("box", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,1,2,3", "inf,1,2,3", "900,900,950,950"])
def test_what_is_no_box_on_the_page_marks_nothing(box: str) -> None:
    assert evidence_frame(box, 1, PAGES) is None


def test_a_page_that_is_not_there_has_no_frame() -> None:
    assert evidence_frame("1,2,30,40", 3, PAGES) is None
