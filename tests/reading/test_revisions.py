"""Earlier states of a file are recovered, and only real ones."""

from __future__ import annotations

import io

import pikepdf

from app.screening.reading.reader import Reader
from tests.reading.papers import STUB_WORDS, resaved, stub, updated


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
