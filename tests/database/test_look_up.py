"""Look-ups run where every request waits for them: they are short, write nothing, and are never behind."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from app.clock import utc_now
from app.database import PooledSQLiteEngine, engine, look_up, new_id, write_transaction
from app.database_short import ShortReader
from app.evaluations.tables import Evaluation
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.screening.policy import load_policy
from app.screening.screen import conclude
from app.screening.verdict import Applicant
from app.sites.tables import Site
from tests.browsing import person
from tests.factories import World, make_lead

LONG = (
    "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {})"
    " SELECT count(*) AS n FROM counted"
)


async def elsewhere(statement: str) -> None:
    """Run it and commit, as another process would: on a connection that ours know nothing of."""
    found: Any = engine()
    if isinstance(found, PooledSQLiteEngine):
        with closing(sqlite3.connect(found.path, isolation_level=None)) as other:
            assert other.execute(statement).rowcount > 0
    else:
        connection = await asyncpg.connect(found.config["dsn"])
        try:
            assert not (await connection.execute(statement)).endswith(" 0")
        finally:
            await connection.close()


def reader() -> ShortReader:
    found = engine()
    if not isinstance(found, PooledSQLiteEngine):
        pytest.skip("PostgreSQL answers from another process anyway")
    return ShortReader(**found.connection_kwargs)


async def job_of(lead: Lead, **values: Any) -> EvaluationJob:
    at = utc_now() - timedelta(minutes=5)
    given = {"requested_at": at, "created_at": at, "updated_at": at, "due_at": at, **values}
    job = EvaluationJob(id=new_id("job"), lead_id=lead.id, site_id=lead.site_id, **given)
    await job.save()
    return job


async def test_what_another_connection_has_committed_is_there_at_once(world: World) -> None:
    for name in ("First", "Second", "Third"):
        await elsewhere(f"UPDATE sites SET name = '{name}' WHERE slug = 'oak'")
        assert await look_up("SELECT name FROM sites WHERE slug = {}", "oak") == [{"name": name}]


async def test_a_transaction_sees_its_own_writes_and_nobody_else_does(world: World) -> None:
    query = "SELECT name FROM sites WHERE slug = 'oak'"
    outside = asyncio.Event()
    inside = asyncio.Event()

    async def look() -> list[dict[str, Any]]:
        await inside.wait()
        try:
            return await look_up(query)
        finally:
            outside.set()

    looking = asyncio.create_task(look())
    async with write_transaction():
        await Site.update({Site.name: "Half done"}).where(Site.slug == "oak")
        assert await look_up(query) == [{"name": "Half done"}]
        inside.set()
        await outside.wait()
    assert await looking == [{"name": "Oak Court"}]
    assert await look_up(query) == [{"name": "Half done"}]


async def test_a_statement_that_turns_out_to_be_long_is_answered_all_the_same(database: None) -> None:
    assert await look_up(LONG, 300_000) == [{"n": 300_000}]
    assert await look_up(LONG, 3) == [{"n": 3}]


async def test_a_long_statement_is_broken_off_where_others_would_wait_for_it(database: None) -> None:
    with closing(reader()) as short:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            short.rows(LONG.replace("{}", "?"), (300_000,))
        assert short.rows(LONG.replace("{}", "?"), (3,)) == [{"n": 3}]


async def test_steps_are_counted_for_each_look_up_and_not_for_all_together(database: None) -> None:
    with closing(reader()) as short:
        for _ in range(300):
            assert short.rows(LONG.replace("{}", "?"), (500,)) == [{"n": 500}]


async def test_a_look_up_can_write_nothing(world: World) -> None:
    with closing(reader()) as short, pytest.raises(sqlite3.OperationalError, match="readonly"):
        short.rows("DELETE FROM memberships", ())


async def test_a_look_up_waits_for_no_writer(world: World) -> None:
    found = engine()
    with closing(reader()) as short, closing(sqlite3.connect(found.path, isolation_level=None)) as other:  # type: ignore[attr-defined]
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE sites SET name = 'Half done' WHERE slug = 'oak'")
        assert short.rows("SELECT name FROM sites WHERE slug = 'oak'", ()) == [{"name": "Oak Court"}]
        other.execute("COMMIT")
        assert short.rows("SELECT name FROM sites WHERE slug = 'oak'", ()) == [{"name": "Half done"}]


async def test_a_wrong_statement_is_told_and_not_hidden(database: None) -> None:
    with pytest.raises((sqlite3.OperationalError, asyncpg.UndefinedTableError)):
        await look_up("SELECT 1 FROM nowhere")


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("DELETE FROM user_sessions", 303),
        ("UPDATE user_sessions SET expires_at = '2020-01-01 00:00:00+00:00'", 303),
        ("UPDATE users SET disabled_at = created_at WHERE email = 'bob@oak.example'", 303),
        ("DELETE FROM memberships WHERE user_id = (SELECT id FROM users WHERE email = 'bob@oak.example')", 404),
    ],
    ids=["log-out", "expiry", "disabled", "membership"],
)
async def test_whoever_another_process_shuts_out_is_out_at_the_next_request(
    app: Any, world: World, statement: str, status: int
) -> None:
    lead = await make_lead(world.oak, utc_now())
    async with person(app, "bob@oak.example") as bob:
        for path in (f"/sites/oak/leads/{lead.id}", f"/sites/oak/leads/{lead.id}/evaluation"):
            assert (await bob.get(path)).status_code == 200
        await elsewhere(statement)
        for path in (f"/sites/oak/leads/{lead.id}", f"/sites/oak/leads/{lead.id}/evaluation"):
            assert (await bob.get(path)).status_code == status


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("UPDATE ai_evaluation_jobs SET status = 'failed', due_at = NULL", "failed"),
        ("UPDATE ai_evaluation_jobs SET retry_count = 1, error_code = 'StorageError'", "retrying"),
        ("UPDATE leads SET status = 'withdrawn'", "queued"),
    ],
)
async def test_what_another_process_does_to_a_lead_is_no_304(
    app: Any, world: World, statement: str, state: str
) -> None:
    lead = await make_lead(world.oak, utc_now())
    await job_of(lead)
    path = f"/sites/oak/leads/{lead.id}/evaluation"
    async with person(app, "bob@oak.example") as bob:
        first = await bob.get(path)
        again = {"If-None-Match": first.headers["etag"]}
        assert (await bob.get(path, **again)).status_code == 304
        await elsewhere(statement)
        second = await bob.get(path, **again)
    assert second.status_code == 200 and f'data-state="{state}"' in second.text
    assert second.text != first.text


async def test_a_new_evaluation_is_no_304(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    job = await job_of(lead, status="completed", due_at=None)
    path = f"/sites/oak/leads/{lead.id}/evaluation"
    async with person(app, "bob@oak.example") as bob:
        again = {"If-None-Match": (await bob.get(path)).headers["etag"]}
        assert (await bob.get(path, **again)).status_code == 304
        evaluation = Evaluation(
            id=new_id("eval"), lead_id=lead.id, site_id=lead.site_id, workflow_instance_id=job.id, evaluated_at=utc_now(),
            verdict=json.dumps(conclude(Applicant("Jane Doe", lead.monthly_rent), [], (), load_policy(),
            utc_now().date(), "leaselab-local-1").to_json()), created_at=utc_now(), updated_at=utc_now(),
        )  # fmt: skip
        await evaluation.save()
        second = await bob.get(path, **again)
    assert second.status_code == 200 and "gauge" in second.text


async def test_a_row_that_cannot_be_read_leaves_later_look_ups_no_older_view(database: None, world: World) -> None:
    short = reader()
    twice = "SELECT 'no time' AS \"at [timestamptz]\" FROM sites UNION ALL SELECT 'none' FROM sites UNION ALL SELECT ''"
    with pytest.raises(ValueError, match="no time") as kept:
        short.rows(twice, ())
    await elsewhere("UPDATE sites SET name = 'Renamed'")
    assert [row["name"] for row in short.rows("SELECT DISTINCT name FROM sites", ())] == ["Renamed"]
    assert kept.value.__traceback__ is not None, "whoever keeps the error keeps its frames"
    short.close()
