"""Writers that wait for each other share a commit, and nothing else: neither errors, nor promises that come too early."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.database import PooledSQLiteEngine, engine, write, write_transaction
from app.database_writes import SLOW_TIMES, Group
from app.metrics import Metric

pytestmark = pytest.mark.skipif(not isinstance(engine(), PooledSQLiteEngine), reason="PostgreSQL groups commits itself")
ADD = "INSERT INTO metrics (name, total) VALUES ({}, 1)"
COUNT_FAR = (
    "WITH RECURSIVE far(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM far WHERE n < 200000) SELECT max(n) AS n FROM far"
)


class Refused(Exception):
    """What a deed raises inside its transaction."""


def present_group() -> Group:
    transaction: Any = engine().current_transaction.get()
    group: Group = transaction.group
    return group


def seen_from_outside() -> set[str]:
    """The rows that another process sees now."""
    found = engine()
    assert isinstance(found, PooledSQLiteEngine)
    connection = sqlite3.connect(found.path)
    try:
        return {name for (name,) in connection.execute("SELECT name FROM metrics")}
    finally:
        connection.close()


async def add(name: str, then: Callable[[], Awaitable[None]] | None = None) -> Group:
    async with write_transaction():
        await write(ADD, name)
        if then is not None:
            await then()
        return present_group()


async def refuse() -> None:
    raise Refused


async def wait_for_a_moment() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_writers_at_once_share_commits(database: None) -> None:
    groups = await asyncio.gather(*(add(f"row {number}") for number in range(40)))
    assert len(set(groups)) < 20
    assert len(seen_from_outside()) == 40


async def test_each_is_answered_only_when_its_row_is_safe(database: None) -> None:
    async def add_and_look(name: str) -> bool:
        await add(name, wait_for_a_moment)
        return name in seen_from_outside()

    assert all(await asyncio.gather(*(add_and_look(f"row {number}") for number in range(20))))


async def test_an_error_undoes_its_own_writes_alone(database: None) -> None:
    ended = await asyncio.gather(
        *(add(f"row {number}", refuse if number % 3 == 0 else None) for number in range(30)), return_exceptions=True
    )
    assert [isinstance(each, Refused) for each in ended] == [number % 3 == 0 for number in range(30)]
    assert seen_from_outside() == {f"row {number}" for number in range(30) if number % 3}


async def test_a_row_that_the_database_refuses_spares_the_others(database: None) -> None:
    ended = await asyncio.gather(*(add(name) for name in ("one", "two", "one", "three")), return_exceptions=True)
    assert sum(isinstance(each, sqlite3.IntegrityError) for each in ended) == 1
    assert seen_from_outside() == {"one", "two", "three"}


async def test_a_writer_that_goes_away_holds_nobody_up(database: None) -> None:
    at_work, may_end = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        at_work.set()
        await may_end.wait()

    first = asyncio.create_task(add("first", hold))
    await at_work.wait()
    waiting = [asyncio.create_task(add(f"waiting {number}")) for number in range(3)]
    await wait_for_a_moment()
    waiting[0].cancel()
    may_end.set()
    await asyncio.gather(first, *waiting, return_exceptions=True)
    assert waiting[0].cancelled()
    assert seen_from_outside() == {"first", "waiting 1", "waiting 2"}


async def test_whoever_is_cancelled_at_work_leaves_nothing_behind(database: None) -> None:
    at_work = asyncio.Event()

    async def hold() -> None:
        at_work.set()
        await asyncio.Event().wait()

    cut_short = asyncio.create_task(add("cut short", hold))
    await at_work.wait()
    cut_short.cancel()
    await asyncio.gather(cut_short, add("after it"), return_exceptions=True)
    assert seen_from_outside() == {"after it"}


async def test_when_the_whole_transaction_is_lost_all_its_members_hear_of_it(database: None) -> None:
    async def lose_everything() -> None:
        present_group().run_now("ROLLBACK")  # what a full disk does

    ended = await asyncio.gather(add("one"), add("two", lose_everything), add("three"), return_exceptions=True)
    kept = {name for name, end in zip(("one", "two", "three"), ended, strict=True) if isinstance(end, Group)}
    assert "two" not in kept
    assert seen_from_outside() == kept
    assert await add("afterwards")


async def test_a_single_statement_is_a_transaction_too(database: None) -> None:
    await asyncio.gather(*(write(ADD, f"row {number}") for number in range(10)))
    assert len(seen_from_outside()) == 10
    assert await Metric.count() == 10


async def test_a_statement_that_is_slow_again_and_again_goes_to_a_thread(database: None) -> None:
    for _ in range(SLOW_TIMES):
        async with write_transaction():
            await present_group().run(COUNT_FAR, [])
    steps = []

    async def tick() -> None:
        while True:
            steps.append(1)
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    async with write_transaction():
        before = len(steps)
        assert await present_group().run(COUNT_FAR, []) == [{"n": 200000}]
        assert len(steps) > before, "others went on meanwhile"
    ticking.cancel()
