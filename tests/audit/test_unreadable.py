"""An entry whose time somebody has made unreadable is shown as tampered with, and shuts nothing."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner

from app.__main__ import cli
from app.audit.find import AuditFilter, list_entries
from app.audit.seal import seal_everything
from app.audit.verify import Problem, verify_and_record, verify_site
from app.database import PooledSQLiteEngine, engine
from app.sites.tables import AuditEntry
from tests.audit.test_chain import with_force, write_entries
from tests.browsing import person, text_of
from tests.factories import World

NO_TIMES = ["not a time", "", "2026-99-99 00:00:00+00:00", "2026-11-21 15:00:02", "12~34"]


@pytest.fixture
async def audit(world: World, now: datetime) -> World:
    """Five sealed entries, the third of which can be spoiled."""
    if not isinstance(engine(), PooledSQLiteEngine):
        pytest.skip("PostgreSQL keeps nothing in a column of times that is no time")
    await write_entries(world.oak.id, 5, now)
    await seal_everything()
    return world


async def spoil(text: str) -> None:
    await with_force(f"UPDATE ai_evaluation_audit SET created_at = '{text}' WHERE subject_id = 'lead_2'")


@pytest.mark.parametrize("text", NO_TIMES)
async def test_the_chain_is_broken_at_an_entry_without_a_time(audit: World, text: str) -> None:
    await spoil(text)
    found = await verify_site(audit.oak.id)
    assert (found.first_wrong, found.problem) == (3, Problem.changed)


@pytest.mark.parametrize("text", NO_TIMES)
async def test_every_entry_is_listed_once_whatever_stands_in_its_time(audit: World, text: str) -> None:
    await spoil(text)
    seen: list[str] = []
    older = ""
    for _ in range(9):
        page = await list_entries(audit.oak.id, "UTC", AuditFilter(), older, 1)
        seen += [row["subject_id"] for row in page.rows]
        if not (older := page.older):
            break
    assert sorted(seen) == [f"lead_{number}" for number in range(5)]


async def test_page_and_download_show_it_as_tampered_with(app: Any, audit: World) -> None:
    await spoil("<b>not a time</b>")
    async with person(app, "alice@oak.example") as alice:
        await alice.post("/sites/oak/audit/verify")
        page = await alice.get("/sites/oak/audit")
        assert page.status_code == 200 and "&lt;b&gt;not a time" in page.text
        assert "Tampered with" in text_of(page) and "Broken at entry 3." in text_of(page)
        rows = list(csv.DictReader(io.StringIO((await alice.get("/sites/oak/audit.csv")).text.lstrip("\ufeff"))))
    assert "<b>not a time</b>" in {row["created_at"] for row in rows} and len(rows) >= 5


async def test_the_command_names_the_entry(audit: World) -> None:
    await spoil("not a time")
    found = await asyncio.to_thread(CliRunner().invoke, cli, ["audit", "verify", "--site", "oak"])
    assert found.exit_code == 1 and "Broken at entry 3." in found.output


async def test_a_new_entry_without_a_time_is_sealed_and_found(audit: World, now: datetime) -> None:
    await write_entries(audit.elm.id, 2, now)
    await with_force(f"UPDATE ai_evaluation_audit SET created_at = 'x' WHERE site_id = '{audit.elm.id}'")
    assert await seal_everything() == 2, "one entry does not keep those after it out of the chain"
    assert (await verify_site(audit.elm.id)).first_wrong == 1


async def test_a_verification_that_was_spoiled_itself_is_shown(app: Any, audit: World, now: datetime) -> None:
    await verify_and_record(audit.oak.id, audit.alice.id, now)
    await with_force("UPDATE ai_evaluation_audit SET created_at = 'x' WHERE action = 'audit_verified'")
    async with person(app, "alice@oak.example") as alice:
        assert (await alice.get("/sites/oak/audit")).status_code == 200
    assert await AuditEntry.count() >= 6
