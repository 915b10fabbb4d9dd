"""A busy machine may cost a reading time, never a page: what was not seen is an error, and waiting is not work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.screening.reading.errors import ReadingError
from app.screening.reading.reader import Reader
from app.screening.reading.sandbox import ROOT, Frame, Sandbox
from app.screening.reading.shared_ocr import SharedOcr
from tests.reading.papers import STUB_WORDS, noisy, picture_of, saved, stub

AT_ONCE = 0.001
"""Seconds in which no child can answer."""


@pytest.fixture
def hasty() -> Iterator[Reader]:
    """A reader whose OCR gets no time, so that every page's watchdog bites."""
    one = Reader(children=1, ocr_seconds=AT_ONCE)
    yield one
    one.close()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    one = Sandbox("app.screening.reading.child")
    yield one
    one.stop()


def scan() -> bytes:
    return saved(noisy(picture_of(stub(), 100)), "JPEG", quality=70)


@pytest.mark.parametrize("content", [scan(), saved(picture_of(stub()), "PDF"), stub()], ids=["photo", "scan", "money"])
def test_a_page_that_ocr_had_no_time_for_is_no_page_without_words(hasty: Reader, content: bytes) -> None:
    with pytest.raises(ReadingError) as failure:
        hasty.read(content)
    assert (failure.value.code, failure.value.may_pass) == ("not_in_time", True)
    assert "could not be read in time" in str(failure.value)


def test_a_look_that_fails_for_another_reason_is_said_too_and_the_next_one_is_answered() -> None:
    ocr = SharedOcr(threads=1, page_seconds=90.0)
    try:
        answer = ocr.for_document()
        body = b"\xff" * (64 * 64 * 3)
        question: Frame = ({"question": "lines", "sizes": [[64, 64]]}, body)
        assert answer(({"question": "lines", "sizes": "?"}, body))[0] == {"failed": "reader_stopped"}
        assert "lines" in answer(question)[0]
    finally:
        ocr.stop()


def test_the_watchdog_ends_the_child_at_work_and_the_next_request_has_another(sandbox: Sandbox) -> None:
    sandbox.start()
    with pytest.raises(ReadingError) as failure:
        sandbox.ask({"do": "read"}, scan(), AT_ONCE)
    assert (failure.value.code, sandbox.process_id) == ("not_in_time", None)
    assert sandbox.ask({"do": "inspect"}, stub(), 60)[0]["pages"] == 1


def test_answers_to_a_childs_questions_are_not_its_time(sandbox: Sandbox) -> None:
    """However long OCR is busy with others: here until another thread comes, past the child's own limit."""
    seconds = 2.0
    passed = threading.Event()

    def answer(question: Frame) -> Frame:
        timer = threading.Timer(seconds, passed.set)
        timer.start()
        assert passed.wait(30)
        return {
            "words": [],
            "width": 1,
            "height": 1,
            "placement": [1, 0, 0, 1, 0, 0],
            "tilt": [0, 0],
            "barcodes": [],
        }, b""

    head, _ = sandbox.converse({"do": "read"}, scan(), seconds, answer)
    assert len(head["reading"]["pages"]) == 1


def test_documents_that_wait_for_the_one_child_and_the_one_ocr_process_are_all_read(reader: Reader) -> None:
    with ThreadPoolExecutor(4) as threads:
        readings = list(threads.map(reader.read, [stub()] * 4))
    assert [[word.text for word in it.pages[0].words] for it in readings] == [STUB_WORDS] * 4


def test_pages_past_a_document_s_processor_time_are_left_unread_and_the_others_stay() -> None:
    pages = [noisy(picture_of(stub(), 100)) for _ in range(3)]
    one = Reader(children=1, document_cpu_seconds=0.0)
    try:
        for form in ("TIFF", "PDF"):
            reading = one.read(saved(pages[0], form, save_all=True, append_images=pages[1:]))
            assert (len(reading.pages), reading.page_count) == (1, 3)
            assert "1,907.41" in {word.text for word in reading.pages[0].words}
    finally:
        one.close()


def test_a_child_past_its_processor_time_is_ended_by_the_kernel_and_that_is_the_documents_fault() -> None:
    script = (
        "from app.screening.reading.serve import serve\n"
        "def spin(head, body, ask):\n"
        "    while True: pass\n"
        "serve(1 << 30, 0, spin)\n"
    )
    command = [sys.executable, "-c", script]
    frame = b"\x00\x00\x00\x02\x00\x00\x00\x00{}"
    ended = subprocess.run(command, input=frame, stdout=subprocess.PIPE, cwd=ROOT, check=False, timeout=60)
    assert ended.returncode == -24
    assert b"ready" in ended.stdout
