"""The readers of pages that a test started are closed with the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.documents.reader import close_reader


@pytest.fixture(scope="session", autouse=True)
def _reader() -> Iterator[None]:
    yield
    close_reader()
