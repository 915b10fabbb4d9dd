"""Writers that wait for each other share a commit, and nothing else: neither errors, nor promises that come too early."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from piccolo.engine.exceptions import TransactionError

from app.database import PooledSQLiteEngine, engine, write, write_transaction
from app.database_group import MOST_ARGUMENTS, SLOW_TIMES, Group
from app.metrics import Metric

pytestmark = pytest.mark.skipif(not isinstance(engine(), PooledSQLiteEngine), reason="PostgreSQL groups commits itself")
ADD = "INSERT INTO metrics (name, total) VALUES ({}, 1)"
COUNT_FAR = (
    "WITH RECURSIVE far(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM far WHERE n < 200000) SELECT max(n) AS n FROM far"
)


class Refused(Exception):
    """What a deed raises inside its transaction."""


def found_engine() -> PooledSQLiteEngine:
    found = engine()
    assert isinstance(found, PooledSQLiteEngine)
    return found


def present_group() -> Group:
    transaction: Any = engine().current_transaction.get()
    group: Group = transaction.group
    return group


def seen_from_outside() -> set[str]:
    """The rows that another process sees now."""
    connection = sqlite3.connect(found_engine().path)
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


async def test_a_full_disk_in_the_middle_of_a_deed_is_told_to_all_and_nothing_is_kept(database: None) -> None:
    async def fill_the_disk_and_go_on() -> None:
        [(pages,)] = [tuple(row.values()) for row in present_group().run_now("PRAGMA page_count")]
        present_group().run_now(f"PRAGMA max_page_count = {pages + 2}")
        with suppress(sqlite3.OperationalError):
            await write(ADD, "long" * 100_000)
        await write(ADD, "what would be kept by itself")

    ended = await asyncio.gather(add("one"), add("two", fill_the_disk_and_go_on), add("three"), return_exceptions=True)
    kept = {name for name, end in zip(("one", "two", "three"), ended, strict=True) if isinstance(end, Group)}
    errors = [end for end in ended if isinstance(end, BaseException)]
    assert "two" not in kept
    assert {str(error) for error in errors} == {"database or disk is full"}
    assert seen_from_outside() == kept
    assert await add("afterwards")


async def test_a_statement_in_a_thread_is_undone_with_whoever_is_cancelled_meanwhile(database: None) -> None:
    many = [f"cut short {number}" for number in range(MOST_ARGUMENTS + 1)]

    async def add_many(at_work: asyncio.Event) -> None:
        async with write_transaction():
            at_work.set()
            await write(f"INSERT INTO metrics (name, total) VALUES {', '.join(['({}, 1)'] * len(many))}", *many)

    for _ in range(20):
        at_work = asyncio.Event()
        cut_short = asyncio.create_task(add_many(at_work))
        await at_work.wait()
        cut_short.cancel()
        await asyncio.gather(cut_short, write("DELETE FROM metrics WHERE name = {}", "nobody"), return_exceptions=True)
        assert cut_short.cancelled()
        assert seen_from_outside() == set()


async def test_a_task_that_outlives_its_transaction_writes_nothing_into_that_of_others(database: None) -> None:
    may_go_on = asyncio.Event()

    async def outlive() -> None:
        await may_go_on.wait()
        await write(ADD, "too late")

    async with write_transaction():
        outliving = asyncio.create_task(outlive())
    async with write_transaction():
        may_go_on.set()
        await wait_for_a_moment()
    with pytest.raises(TransactionError):
        await outliving
    assert seen_from_outside() == set()


async def test_those_who_waited_for_the_lock_of_another_process_give_up_together(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.BUSY_TIMEOUT_MS", 50)
    await found_engine().close_connection_pool()
    other = sqlite3.connect(found_engine().path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ended = await asyncio.gather(*(add(f"row {number}") for number in range(20)), return_exceptions=True)
    other.close()
    assert all(isinstance(each, sqlite3.OperationalError) for each in ended)
    assert len({id(each) for each in ended}) <= 2, "the first one's wait and that of the others, not one after another"
    assert await add("afterwards")
    assert seen_from_outside() == {"afterwards"}
