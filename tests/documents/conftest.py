"""A real store for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage import LocalStore


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "documents")
