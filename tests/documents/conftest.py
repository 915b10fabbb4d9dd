"""A real reader, shared since its children take a while to start, and a real store for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.screening.reading.reader import Reader
from app.storage import LocalStore


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    found = Reader(children=1, ocr_threads=1)
    yield found
    found.close()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "documents")
