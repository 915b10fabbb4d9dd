"""A database file that is deleted or replaced under a running process: nobody is told "done" for what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.database import PooledSQLiteEngine, engine, look_up, write
from app.database_outage import DatabaseBroken

pytestmark = pytest.mark.skipif(not isinstance(engine(), PooledSQLiteEngine), reason="SQLite alone is a file of ours")
ADD = "INSERT INTO metrics (name, total) VALUES ({}, 1)"
FIND = "SELECT name FROM metrics WHERE name = {}"


async def test_nothing_is_written_into_a_deleted_file_and_work_goes_on_once_it_is_back(database: None) -> None:
    found = engine()
    assert isinstance(found, PooledSQLiteEngine)
    await write(ADD, "before")
    await found.close_connection_pool()  # the log is part of the file again
    await found.start_connection_pool()
    assert await look_up(FIND, "before")
    path = Path(found.path)
    kept = path.read_bytes()
    for suffix in ("", "-wal", "-shm"):
        Path(found.path + suffix).unlink(missing_ok=True)
    with pytest.raises(DatabaseBroken):
        await write(ADD, "lost")
    assert not path.exists(), "an empty one in its place would look like a new installation"
    path.write_bytes(kept)
    await write(ADD, "after")
    assert await look_up(FIND, "before") and await look_up(FIND, "after")
    assert not await look_up(FIND, "lost")
