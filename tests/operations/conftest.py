"""Installations apart from the suite's own: a migrated file to copy, and PostgreSQL where one is configured."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.move.carry import migrate_at
from app.move.side import open_side
from app.settings import current_settings
from tests.operations.filling import fill_every_table
from tests.services import renew_database


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("operations") / "empty.sqlite"
    asyncio.run(migrate_at(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def _filled_file(_migrated_file: Path) -> Path:
    path = _migrated_file.with_name("filled.sqlite")
    shutil.copyfile(_migrated_file, path)
    asyncio.run(_fill(f"sqlite:///{path}"))
    with sqlite3.connect(path) as connection:  # no worker of theirs lives in the future
        connection.execute("UPDATE workers SET last_seen_at = '2026-01-01 00:00:00+00:00'")
    connection.close()
    return path


async def _fill(url: str) -> None:
    async with open_side(url, writes=True) as side:
        await fill_every_table(side)


@pytest.fixture
def empty_file(_migrated_file: Path, tmp_path: Path) -> Path:
    """A migrated SQLite database without rows."""
    return Path(shutil.copyfile(_migrated_file, tmp_path / "empty.sqlite"))


@pytest.fixture
def filled_file(_filled_file: Path, tmp_path: Path) -> Path:
    """One with rows in every table."""
    return Path(shutil.copyfile(_filled_file, tmp_path / "filled.sqlite"))


@pytest.fixture
def postgres_url() -> str:
    """A new, empty database on the configured server."""
    own = current_settings().database_url
    if not own.startswith("postgres"):
        pytest.skip("needs PostgreSQL; make test-services runs this")
    return asyncio.run(renew_database(own, f"{own.rpartition('/')[2]}_operations"))


@pytest.fixture(params=["sqlite", "postgres"])
def target_url(request: pytest.FixtureRequest, empty_file: Path) -> str:
    """Where to copy to: either engine."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{empty_file}"
