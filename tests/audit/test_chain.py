"""The audit cannot be changed, and where somebody has done it with force, the chain tells."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from app.__main__ import cli
from app.audit.chain import GENESIS
from app.audit.seal import BATCH, seal_everything, seal_site, seal_tick
from app.audit.verify import Problem, get_head, last_verification, verify_and_record, verify_site
from app.database import engine, new_id
from app.sites.audit import record
from app.sites.tables import AuditEntry
from tests.factories import World


async def write_entries(site_id: str, count: int, now: datetime) -> None:
    entries = [
        AuditEntry(
            id=new_id("audit"), site_id=site_id, action="lead_read", subject_id=f"lead_{number}",
            created_at=now + timedelta(seconds=number),
        )
        for number in range(count)
    ]  # fmt: skip
    await AuditEntry.insert(*entries)


async def with_force(statement: str) -> None:
    """What the owner of a database can do: take the guards away first."""
    if engine().engine_type == "postgres":
        await engine().run_ddl("ALTER TABLE ai_evaluation_audit DISABLE TRIGGER USER")
        await engine().run_ddl(statement)
        await engine().run_ddl("ALTER TABLE ai_evaluation_audit ENABLE TRIGGER USER")
        return
    guards = [row["sql"] for row in await AuditEntry.raw("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    for name in ("audit_refuses_delete", "audit_refuses_update"):
        await engine().run_ddl(f"DROP TRIGGER {name}")
    await engine().run_ddl(statement)
    for guard in guards:
        await engine().run_ddl(guard)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ai_evaluation_audit",
        "UPDATE ai_evaluation_audit SET action = 'nothing'",
        "UPDATE ai_evaluation_audit SET reason = 'x', sequence = 9, entry_hash = 'x'",
        "UPDATE ai_evaluation_audit SET sequence = 9, entry_hash = 'short'",
        "UPDATE ai_evaluation_audit SET sequence = NULL, entry_hash = ''",
    ],
)
async def test_the_database_refuses_to_change_or_delete_an_entry(world: World, now: datetime, statement: str) -> None:
    await write_entries(world.oak.id, 2, now)
    for _ in range(2):  # before and after sealing
        with pytest.raises(Exception, match="append-only"):
            await engine().run_ddl(statement)
        await seal_everything()
    assert (await verify_site(world.oak.id)).is_whole and await AuditEntry.count() == 2


async def test_a_seal_is_filled_in_once(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, 1, now)
    await seal_everything()
    with pytest.raises(Exception, match="append-only"):
        await engine().run_ddl(f"UPDATE ai_evaluation_audit SET sequence = 2, entry_hash = '{'0' * 64}'")


async def test_entries_are_sealed_in_order_and_each_site_has_its_own_chain(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, 5, now)
    await write_entries(world.elm.id, 3, now)
    assert await seal_tick(now) == 8 and await seal_tick(now) == 0
    rows = await AuditEntry.select().where(AuditEntry.site_id == world.oak.id).order_by(AuditEntry.created_at)
    assert [row["sequence"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["previous_hash"] for row in rows] == [GENESIS, *[row["entry_hash"] for row in rows[:-1]]]
    found = await verify_site(world.elm.id)
    assert (found.checked, found.is_whole, found.unsealed) == (3, True, 0)


async def test_an_entry_that_was_committed_late_comes_later_in_the_chain(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, 2, now)
    await seal_everything()
    await record(world.oak.id, "", "late", "x", now - timedelta(hours=1))
    assert (await verify_site(world.oak.id)).unsealed == 1
    await seal_everything()
    late = await AuditEntry.objects().get(AuditEntry.action == "late")
    assert late.sequence == 3 and (await verify_site(world.oak.id)).is_whole


async def test_more_than_a_batch_is_sealed_and_verified(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, BATCH + 7, now)
    assert await seal_site(world.oak.id, 1) == BATCH
    assert await seal_site(world.oak.id) == 7
    assert (await verify_site(world.oak.id)).checked == BATCH + 7


async def test_sealers_at_the_same_time_make_one_chain(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, 60, now)
    sealed = await asyncio.gather(*(seal_everything() for _ in range(4)))
    assert sum(sealed) == 60
    found = await verify_site(world.oak.id)
    assert found.is_whole and found.checked == 60


@pytest.mark.parametrize(
    ("statement", "first_wrong", "problem"),
    [
        ("UPDATE ai_evaluation_audit SET action = 'nothing' WHERE sequence = 3", 3, Problem.changed),
        ("UPDATE ai_evaluation_audit SET details = '{ }' WHERE sequence = 2", 2, Problem.changed),
        ("DELETE FROM ai_evaluation_audit WHERE sequence = 4", 4, Problem.missing),
        ("UPDATE ai_evaluation_audit SET previous_hash = '00' WHERE sequence = 2", 2, Problem.relinked),
        ("UPDATE ai_evaluation_audit SET entry_hash = '00' WHERE sequence = 5", 5, Problem.changed),
    ],
)
async def test_tampering_with_force_is_found(
    world: World, now: datetime, statement: str, first_wrong: int, problem: Problem
) -> None:
    await write_entries(world.oak.id, 6, now)
    await seal_everything()
    await with_force(statement)
    found = await verify_site(world.oak.id)
    assert (found.first_wrong, found.problem, found.checked) == (first_wrong, problem, first_wrong - 1)
    assert f"entry {first_wrong}" in found.sentence


async def test_what_is_cut_off_after_a_verification_is_missed(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, 6, now)
    await seal_everything()
    await verify_and_record(world.oak.id, "", now)
    await with_force("DELETE FROM ai_evaluation_audit WHERE sequence >= 5")
    assert (await verify_site(world.oak.id)).problem is Problem.head


async def test_a_chain_that_was_written_anew_does_not_fit_a_head_that_was_kept(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, 4, now)
    await seal_everything()
    kept = await get_head(world.oak.id)
    anew = "UPDATE ai_evaluation_audit SET action = 'nothing', sequence = NULL, previous_hash = '', entry_hash = ''"
    await with_force(anew)
    await seal_everything()
    assert (await verify_site(world.oak.id)).is_whole  # the chain alone cannot tell
    found = await verify_site(world.oak.id, [kept])
    assert (found.first_wrong, found.problem) == (4, Problem.head)


async def test_a_verification_is_an_entry_itself(world: World, now: datetime) -> None:
    await write_entries(world.oak.id, 2, now)
    await seal_everything()
    await verify_and_record(world.oak.id, world.alice.id, now)
    last = await last_verification(world.oak.id)
    assert last is not None and last["actor_name"] == "Alice Ash" and last["details"]["head_sequence"] == 2
    assert await last_verification(world.elm.id) is None


async def run(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, cli, ["audit", *words])


async def test_the_command_seals_prints_heads_and_says_by_its_exit_status_what_is_broken(
    world: World, now: datetime
) -> None:
    await write_entries(world.oak.id, 3, now)
    assert "3 entries sealed" in (await run("seal")).output
    head = (await run("head", "--site", "oak")).output.split()[1]
    assert head.startswith("3:")
    assert (await run("verify", "--site", "oak", "--expect", head)).exit_code == 0
    assert (await run("verify", "--site", "oak", "--expect", f"2:{'0' * 64}")).exit_code == 1
    last = await last_verification(world.oak.id)
    assert last is not None and last["details"]["is_whole"]  # a head that was copied wrongly alarms nobody
    assert (await run("verify", "--site", "oak", "--expect", "nonsense")).exit_code == 1
    assert (await run("verify", "--expect", head)).exit_code == 1
    await with_force("UPDATE ai_evaluation_audit SET subject_id = 'lead_9' WHERE sequence = 2")
    broken = await run("verify", "--json")
    assert broken.exit_code == 1
    told = {item["site"]: item for item in json.loads(broken.output)}
    assert told["elm"]["is_whole"] and told["oak"]["first_wrong"] == 2 and told["oak"]["problem"] == "changed"
    assert "oak: Broken at entry 2" in (await run("verify")).output
