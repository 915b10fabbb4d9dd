"""What a file showed before it was changed: found among its words, drawn apart, shown above the page as it is now."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from PIL import Image, ImageChops

from app.documents.preview import earlier_picture
from app.documents.revision_marks import two_states
from app.documents.tables import LeadDocument
from app.errors import NotFound
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Page, Reading, Revision, Word
from app.screening.reading.reader import Reader
from app.screening.reading.revision_pages import RevisionPages
from app.storage import LocalStore, ObjectMissing, current_store
from tests.browsing import person
from tests.documents.files import pdf, picture
from tests.factories import World, make_document, make_lead
from tests.screening.conftest import Drawn


@pytest.fixture(scope="module")
def states() -> Iterator[RevisionPages]:
    found = RevisionPages()
    yield found
    found.close()


@pytest.fixture(scope="module")
def changed() -> bytes:
    """A stub that first said 3,000.00 and was saved again with 9,000.00."""
    drawn = Drawn()
    return drawn.saved_again(drawn.stub(), b"(3,000.00)", b"(9,000.00)")


def page(*words: tuple[str, float], source: Any = "text") -> Page:
    return Page(1, 612, 792, tuple(Word(text, (left, 100, left + 40, 110)) for text, left in words), source)


def reading(now: Page, *before: Page) -> Reading:
    revisions = tuple(Revision(number, (was,)) for number, was in enumerate(before, 1))
    return Reading("a", "application/pdf", (now,), 1, revisions=revisions)


def test_what_another_word_replaced_is_marked_on_both_and_the_rest_is_not() -> None:
    was, now = page(("Gross", 50), ("2,100.00", 200)), page(("Gross", 51), ("3,000.00", 200))
    (found,) = two_states(reading(now, was), 1)
    assert (found.gone, found.come) == (("2,100.00",), ("3,000.00",))
    assert (found.number, found.count, found.sheet.width) == (1, 1, 612)
    assert [frame.x for frame in found.before] == [frame.x for frame in found.after] == [198.5]


def test_a_state_that_shows_the_same_is_none_and_the_newest_comes_first() -> None:
    first, second, now = page(("100.00", 50)), page(("200.00", 50)), page(("300.00", 50))
    assert [found.number for found in two_states(reading(now, first, second), 1)] == [2, 1]
    assert two_states(reading(now, now), 1) == []
    assert two_states(reading(now, first), 2) == []


def test_pages_whose_words_cannot_be_compared_are_shown_without_marks() -> None:
    many = page(*((f"word{number}", 20.0 * number) for number in range(200)))
    for now in (page(("300.00", 50), source="ocr"), many):
        (found,) = two_states(reading(now, page(("100.00", 50))), 1)
        assert (found.before, found.after) == ((), ())


def test_the_earlier_state_is_drawn_and_differs_where_it_was_changed(
    states: RevisionPages, reader: Reader, changed: bytes
) -> None:
    before = Image.open(io.BytesIO(states.render(changed, 1, 1, 1, 480)))
    now = Image.open(io.BytesIO(reader.render(changed, 1, 480)))
    assert before.size == now.size
    different = ImageChops.difference(before.convert("L"), now.convert("L")).point(lambda level: 255 * (level > 60))
    box = different.getbbox()
    assert box is not None
    # The two amounts of the row "Gross Pay" and the one above, nothing else.
    assert box[3] - box[1] < 40 and box[2] - box[0] < 60


@pytest.mark.parametrize(("number", "count"), [(1, 2), (2, 2), (0, 1), (2, 1)])
def test_a_picture_of_the_wrong_state_is_refused(
    states: RevisionPages, changed: bytes, number: int, count: int
) -> None:
    with pytest.raises(ReadingError):
        states.render(changed, number, count, 1, 480)


def test_a_file_without_earlier_states_has_no_picture_of_one(states: RevisionPages) -> None:
    for content in (pdf(), picture(), b"%PDF-1.7 torn"):
        with pytest.raises(ReadingError):
            states.render(content, 1, 1, 1, 480)


async def test_an_earlier_picture_is_drawn_once(store: LocalStore, states: RevisionPages, changed: bytes) -> None:
    digest = hashlib.sha256(changed).hexdigest()
    document = LeadDocument(file_name="stub.pdf", storage_key="obj", sha256=digest, pages=1, _ignore_missing=True)
    await store.put("obj", changed, "application/pdf")
    drawn = await earlier_picture(document, (1, 1), 1, 480, store=store, pages=states)
    await store.delete("obj")
    assert await earlier_picture(document, (1, 1), 1, 470, store=store, pages=states) == drawn
    for wrong in ((0, 1), (2, 1), (1, 21)):
        with pytest.raises(NotFound):
            await earlier_picture(document, wrong, 1, 480, store=store, pages=states)
    with pytest.raises(ObjectMissing):
        await earlier_picture(document, (1, 1), 1, 960, store=store, pages=states)
    # Whoever erases a document finds its pictures by its hash.
    assert all(digest in key for key in await store.list_keys())


async def test_the_page_of_states_shows_what_changed(app: Any, world: World, now: datetime, changed: bytes) -> None:
    lead = await make_lead(world.oak, now)
    digest = hashlib.sha256(changed).hexdigest()
    document = await make_document(lead, now, sha256=digest)
    plain = await make_document(lead, now, file_name="plain.pdf")
    await current_store().put(document.storage_key, changed, "application/pdf")
    await current_store().put(plain.storage_key, pdf("A letter"), "application/pdf")
    async with person(app, "bob@oak.example") as bob:
        html = (await bob.get(f"/sites/oak/documents/{document.id}/states?page=1")).text
        assert html.index("<strong>Before:</strong>") < html.index("<strong>Now:</strong>")
        assert "diff-gone" in html and "diff-come" in html and "9,000.00" in html
        shown = await bob.get(f"/sites/oak/documents/{document.id}/pages/1?width=480&earlier=1of1")
        assert shown.status_code == 200 and shown.content.startswith(b"\xff\xd8")
        for wrong in ("2of1", "1of2", "x", "of"):
            wrong_url = f"/sites/oak/documents/{document.id}/pages/1?width=480&earlier={wrong}"
            assert (await bob.get(wrong_url)).status_code in {404, 422}
        nothing = await bob.get(f"/sites/oak/documents/{plain.id}/states")
        assert "no earlier state" in nothing.text
    async with person(app, "charlie@elm.example") as charlie:
        assert (await charlie.get(f"/sites/oak/documents/{document.id}/states")).status_code == 404
