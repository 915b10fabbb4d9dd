"""Without a queue to try again, a file gets one second try when the first may have failed by the machine's fault."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Page, Reading
from app.screening.screen import read_files
from app.screening.verdict import SourceFile

SOURCE = SourceFile("id", "id.pdf", b"an id")


@dataclass
class Troubled:
    """A reader that fails with these codes, one after the other, and then reads."""

    codes: list[str] = field(default_factory=list)
    reads: int = 0

    def read(self, content: bytes) -> Reading:
        self.reads += 1
        if self.codes:
            raise ReadingError(self.codes.pop(0))
        return Reading("ab", "application/pdf", (Page(1, 612, 792, (), "text"),), 1)


def test_a_file_that_was_not_read_in_time_is_read_again() -> None:
    reader = Troubled(["not_in_time"])
    (file,) = read_files(reader, [SOURCE])
    assert (file.reading is not None, file.error, reader.reads) == (True, None, 2)


@pytest.mark.parametrize(("codes", "reads"), [(["not_in_time", "not_in_time"], 2), (["damaged"], 1), (["too_slow"], 1)])
def test_after_that_it_keeps_the_sentence(codes: list[str], reads: int) -> None:
    reader = Troubled(list(codes))
    (file,) = read_files(reader, [SOURCE])
    assert (file.reading, file.error, reader.reads) == (None, str(ReadingError(codes[-1])), reads)
