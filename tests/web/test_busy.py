"""A database that somebody else holds for too long, or without room: a sentence, on pages and in the API, and nothing
is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest

from app.database import PooledSQLiteEngine, engine
from app.leads.tables import Lead
from app.sites.tokens import create_token
from tests.browsing import person, text_of
from tests.factories import World

LEAD = {"first_name": "Ann", "last_name": "Lee", "email": "ann@lee.example", "phone": "1", "monthly_rent": "2000"}


@pytest.fixture
async def impatient(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PooledSQLiteEngine]:
    """SQLite with a patience of a moment; on PostgreSQL nobody holds the whole database."""
    found = engine()
    if not isinstance(found, PooledSQLiteEngine):
        pytest.skip("SQLite alone has one lock for all")
    monkeypatch.setattr("app.database.BUSY_TIMEOUT_MS", 20)
    await found.close_connection_pool()
    yield found
    await found.close_connection_pool()


async def test_a_busy_database_is_told_and_not_a_bug(
    app: Any, world: World, now: datetime, impatient: PooledSQLiteEngine
) -> None:
    token = await create_token(world.oak.id, world.bob.id, now)
    async with person(app, "bob@oak.example") as bob:
        with closing(sqlite3.connect(impatient.path)) as other:
            other.execute("BEGIN IMMEDIATE")
            page = await bob.post("/sites/oak/leads", LEAD)
            fragment = await bob.post("/sites/oak/leads", LEAD, **{"hx-request": "true"})
            head = {"authorization": f"Bearer {token}"}
            answer = await bob.client.post("/api/ops/leads", json={**LEAD, "monthly_rent": 2000}, headers=head)
            other.rollback()
        for told in (page, fragment, answer):
            assert told.status_code == 503 and int(told.headers["retry-after"]) > 0
            assert "database was busy" in text_of(told)
        assert answer.json()["error"] == "DatabaseBusy" and answer.json()["success"] is False
        assert fragment.headers["hx-retarget"] == "#flash"
        assert await Lead.count() == 0
        assert (await bob.post("/sites/oak/leads", LEAD)).status_code == 303
    assert await Lead.count() == 1


async def test_a_full_disk_is_told_and_not_a_bug_and_work_goes_on_once_there_is_room(
    app: Any, world: World, impatient: PooledSQLiteEngine
) -> None:
    async with person(app, "bob@oak.example") as bob:
        connection = await impatient.take()
        [size] = await connection.execute_fetchall("PRAGMA page_count")
        await connection.execute_fetchall(f"PRAGMA max_page_count = {size['page_count']}")
        await impatient.give_back(connection)
        for number in range(100):
            told = await bob.post("/sites/oak/leads", {**LEAD, "email": f"ann{number}@lee.example"})
            if told.status_code != 303:
                break
        assert told.status_code == 507
        assert "no space left" in text_of(told)
        before = await Lead.count()
        assert (await bob.post("/sites/oak/leads", {**LEAD, "email": "room@lee.example"})).status_code == 303
    assert await Lead.count() == before + 1
