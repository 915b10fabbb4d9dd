"""Earlier states of a file are recovered, and only real ones."""

from __future__ import annotations

import io

import pikepdf
from PIL import ImageDraw

from app.screening.reading.reader import Reader
from tests.reading.papers import STUB_WORDS, noisy, picture_of, resaved, scanned, scanned_again, stub, updated


def test_an_earlier_amount_is_recovered_from_an_incremental_update(reader: Reader) -> None:
    edited = updated(resaved(stub()), b"1,907.41", b"4,907.41")
    reading = reader.read(edited)
    assert reading.metadata.revisions == 2
    assert [it.number for it in reading.revisions] == [1]
    assert [it.text for it in reading.revisions[0].pages[0].words] == STUB_WORDS
    texts = {it.text for it in reading.pages[0].words}
    assert "4,907.41" in texts and "1,907.41" not in texts


def test_two_updates_give_two_earlier_states_oldest_first(reader: Reader) -> None:
    once = updated(resaved(stub()), b"1,907.41", b"2,907.41")
    reading = reader.read(updated(once, b"2,907.41", b"3,907.41"))
    nets = [{it.text for it in state.pages[0].words} & {"1,907.41", "2,907.41"} for state in reading.revisions]
    assert nets == [{"1,907.41"}, {"2,907.41"}]


def test_a_linearised_file_has_no_earlier_state(reader: Reader) -> None:
    reading = reader.read(resaved(stub(), linearize=True))
    assert reading.metadata.is_linearized
    assert (reading.metadata.revisions, reading.revisions) == (1, ())


def test_an_attached_pdf_is_no_earlier_state(reader: Reader) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(stub())) as pdf:
        pdf.attachments["inner.pdf"] = stub()
        pdf.save(out, compress_streams=False)
    assert reader.read(out.getvalue()).revisions == ()


def test_a_scan_whose_picture_was_replaced_shows_both_amounts(reader: Reader) -> None:
    before = noisy(picture_of(stub()))
    after = before.copy()
    pen = ImageDraw.Draw(after)
    pen.rectangle((830, 455, 945, 492), fill="white")
    pen.text((940, 487), "4,907.41", fill="black", font_size=23, anchor="rs")
    reading = reader.read(scanned_again(scanned(before), after))
    was, now = ({it.text for it in page.words} for page in (reading.revisions[0].pages[0], reading.pages[0]))
    assert "4,907.41" in now and "4,907.41" not in was
    assert "1,907.41" in was and "1,907.41" not in now
    assert was - {"1,907.41"} == now - {"4,907.41"}


def test_a_scan_that_was_only_compressed_again_reads_the_same(reader: Reader) -> None:
    picture = noisy(picture_of(stub()))
    reading = reader.read(scanned_again(scanned(picture), picture))
    was, now = ([it.text for it in page.words] for page in (reading.revisions[0].pages[0], reading.pages[0]))
    assert was == now
