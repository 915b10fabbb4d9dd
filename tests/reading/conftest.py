"""One reader for all tests of a run: its children are real processes, and the models load once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.screening.reading.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """A reader with its children."""
    one = Reader(children=1)
    yield one
    one.close()
