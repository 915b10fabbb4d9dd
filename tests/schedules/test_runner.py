"""Runs of schedules: once for each due moment, plan before apply, one failure beside many that go on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.schedules import ledger
from app.schedules.find import list_changes_of
from app.schedules.runner import drain, run_due, run_now
from app.schedules.schedule import Change, Plan, Schedule
from app.schedules.tables import JobRun, JobRunChange, JobRunLine
from app.schedules.turn import Pace
from app.sites.tables import Site
from tests.factories import World, make_site
from tests.schedules.toy import Toy, at, later, make_units, rents

DUE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
async def sites(world: World) -> tuple[Site, Site]:
    """Oak and Elm as they were before the schedule was due."""
    await Site.update({Site.created_at: DUE - timedelta(days=30)}, force=True)
    return world.oak, world.elm


async def all_runs() -> list[JobRun]:
    found: list[JobRun] = await JobRun.objects().order_by(JobRun.due_at, JobRun.site_id)
    return found


async def changes_of(run: JobRun) -> list[dict[str, object]]:
    return (await list_changes_of([run.id])).get(run.id, [])


async def test_each_site_has_its_own_run_and_a_due_minute_is_run_once(sites: tuple[Site, Site], now: datetime) -> None:
    toy = Toy()
    for site in sites:
        await make_units(site, now, 3)
    assert len(await run_due([toy.schedule()], at(now))) == 2
    assert await run_due([toy.schedule()], later(now, minutes=1)) == []
    runs = await all_runs()
    assert {(run.site_id, run.due_at, run.status, run.started_by) for run in runs} == {
        (site.id, DUE, "completed", "clock") for site in sites
    }
    assert [(run.processed, run.changed, run.failed, run.skipped) for run in runs if run.site_id == sites[1].id] == [
        (3, 3, 0, 0)
    ]
    assert await rents(sites[0]) == dict.fromkeys(("u000", "u001", "u002"), 1500)
    assert await JobRunLine.exists().where(JobRunLine.text == "3 units.")


async def test_missed_runs_are_caught_up_once(sites: tuple[Site, Site], now: datetime) -> None:
    toy = Toy()
    await run_due([toy.schedule()], at(now))
    assert len(await run_due([toy.schedule()], later(now, days=4))) == 2
    assert {run.due_at for run in await all_runs()} == {DUE, DUE + timedelta(days=4)}


async def test_a_site_has_missed_nothing_that_was_due_before_it_existed(
    sites: tuple[Site, Site], now: datetime
) -> None:
    ash = await make_site("ash", "Ash Yard", now)
    await run_due([Toy().schedule()], at(now))
    assert not await JobRun.exists().where(JobRun.site_id == ash.id)
    await run_due([Toy().schedule()], later(now, days=1))
    assert await JobRun.exists().where(JobRun.site_id == ash.id)


async def test_workers_at_the_same_minute_make_one_run(sites: tuple[Site, Site], now: datetime) -> None:
    toy = Toy(slow=0.005)
    await make_units(sites[0], now, 20)
    taken = await asyncio.gather(*(run_due([toy.schedule()], at(now)) for _ in range(4)))
    assert sum(map(len, taken)) == 2
    assert await JobRun.count() == 2
    assert toy.plans == {site.id: 1 for site in sites}
    assert set(toy.applied.values()) == {1}


async def test_one_failing_change_does_not_stop_the_others(world: World, now: datetime) -> None:
    toy = Toy(broken={"u007"}, unwanted={"u003", "u050"})
    await make_units(world.oak, now, 60)
    (run,) = await run_now(toy.schedule(), [world.oak.id], at(now), started_by="command")
    assert (run.status, run.processed, run.changed, run.failed, run.skipped) == ("completed", 61, 57, 1, 2)
    told = {str(row["text"])[-4:]: (row["status"], row["error"]) for row in await changes_of(run)}
    assert told["u007"] == ("failed", "This change could not be made (ValueError). The others went on.")
    assert told["u003"] == told["u050"] == ("skipped", "Nobody wants this.")
    left = {name for name, rent in (await rents(world.oak)).items() if rent == 500}
    assert left == {"u003", "u007", "u050"}, "what a failed change wrote is undone"


async def test_a_plan_that_fails_fails_the_run_and_quotes_nobody(sites: tuple[Site, Site], now: datetime) -> None:
    toy = Toy(plan_error=KeyError("Jane Doe"))
    await run_due([toy.schedule()], at(now))
    runs = await all_runs()
    assert [run.status for run in runs] == ["failed", "failed"]
    assert runs[0].error == "The plan could not be made (KeyError). Nothing was changed."


async def test_a_plan_whose_data_is_not_json_fails_clearly(world: World, now: datetime) -> None:
    async def plan(site_id: str, now: datetime) -> Plan:
        return Plan(1, [Change("x", "An odd one", {"when": now})])

    schedule = Schedule("odd", "Odd", "", "0 2 * * *", plan, Toy().apply)
    (run,) = await run_now(schedule, [world.oak.id], at(now), started_by="command")
    assert run.status == "failed" and "TypeError" in str(run.error)


async def test_a_slow_plan_is_stopped(world: World, now: datetime) -> None:
    async def plan(site_id: str, now: datetime) -> Plan:
        await asyncio.Event().wait()
        raise AssertionError

    schedule = Schedule("slow", "Slow", "", "0 2 * * *", plan, Toy().apply)
    (run,) = await run_now(schedule, [world.oak.id], at(now), started_by="command", pace=Pace(plan=0.02))
    assert run.status == "failed" and "longer than it may" in str(run.error)


async def test_a_dry_run_changes_nothing_and_keeps_its_plan(world: World, now: datetime) -> None:
    await make_units(world.oak, now, 4)
    (run,) = await run_now(Toy().schedule(), [world.oak.id], at(now), started_by="command", is_dry=True)
    assert (run.status, run.processed, run.changed) == ("completed", 5, 0)
    assert [row["status"] for row in await changes_of(run)] == ["planned"] * 4
    assert set((await rents(world.oak)).values()) == {500}
    assert not await JobRunChange.exists().where(JobRunChange.data != "{}")


async def test_a_stop_hands_the_run_back_and_the_next_worker_goes_on_exactly(world: World, now: datetime) -> None:
    toy, asked = Toy(), chain([False, False], repeat(True))
    await make_units(world.oak, now, 30)
    runs = await run_now(
        toy.schedule(),
        [world.oak.id],
        at(now),
        started_by="command",
        pace=Pace(chunk=10),
        is_stopping=lambda: next(asked),
    )
    assert [(run.status, run.attempts, run.claim) for run in runs] == [("running", 0, None)]
    assert runs[0].changed == sum(toy.applied.values()) == 10
    assert len(await drain([toy.schedule()], at(now))) == 1
    (run,) = await ledger.get_runs([runs[0].id])
    assert (run.status, run.changed, toy.plans[world.oak.id]) == ("completed", 30, 1)
    assert set(toy.applied.values()) == {1}


async def test_a_cancelled_worker_hands_its_run_back(world: World, now: datetime) -> None:
    toy = Toy(slow=0.01)
    await make_units(world.oak, now, 40)
    working = asyncio.ensure_future(
        run_now(toy.schedule(), [world.oak.id], at(now), started_by="command", pace=Pace(chunk=5))
    )
    await asyncio.wait_for(toy.began.wait(), 30)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    toy.slow = 0
    assert len(await drain([toy.schedule()], at(now))) == 1
    (run,) = await all_runs()
    assert (run.status, run.changed) == ("completed", 40)
    assert set((await rents(world.oak)).values()) == {1500}


async def test_after_three_dead_workers_a_run_fails_clearly(world: World, now: datetime) -> None:
    toy = Toy()
    (run_id,) = await ledger.open_now("toy", [world.oak.id], now, is_dry=False, started_by="command")
    for attempt in range(3):
        moment = now + timedelta(minutes=attempt)
        assert await ledger.claim(["toy"], moment, moment + timedelta(seconds=30)) is not None
        assert await drain([toy.schedule()], at(moment)) == [], "its claim holds"
    await drain([toy.schedule()], later(now, minutes=5))
    (run,) = await ledger.get_runs([run_id])
    assert run.status == "failed" and "3 times" in str(run.error) and not toy.plans


async def test_two_runs_that_change_things_are_never_at_work_at_once(world: World, now: datetime) -> None:
    first, *_ = await ledger.open_now("toy", [world.oak.id], now, is_dry=False, started_by="command")
    assert await ledger.claim(["toy"], now, now + timedelta(minutes=1)) is not None
    (second,) = await ledger.open_now("toy", [world.oak.id], now + timedelta(seconds=1), is_dry=False, started_by="a")
    (dry,) = await ledger.open_now("toy", [world.oak.id], now + timedelta(seconds=2), is_dry=True, started_by="a")
    moment = now + timedelta(seconds=5)
    taken = await ledger.claim(["toy"], moment, moment + timedelta(minutes=1))
    assert taken is not None and taken.id == dry
    assert await ledger.claim(["toy"], moment, moment + timedelta(minutes=1)) is None
    assert len({first, second, dry}) == 3


async def test_asking_twice_gives_the_run_that_waits_already(world: World, now: datetime) -> None:
    asked = [
        await ledger.open_now(
            "toy", [world.oak.id, world.elm.id], now + timedelta(seconds=second), is_dry=False, started_by="a"
        )
        for second in range(2)
    ]
    assert asked[0] == asked[1] and len(set(asked[0])) == 2


async def test_a_worker_that_lost_its_claim_changes_nothing(world: World, now: datetime) -> None:
    toy = Toy()
    await make_units(world.oak, now, 10)
    (run_id,) = await ledger.open_now("toy", [world.oak.id], now, is_dry=False, started_by="command")
    mine = await ledger.claim(["toy"], now, now + timedelta(seconds=1))
    assert mine is not None
    assert len(await drain([toy.schedule()], later(now, seconds=2))) == 1
    with pytest.raises(ledger.ClaimLost):
        await ledger.hold(mine, {JobRun.processed: 999})
    (run,) = await ledger.get_runs([run_id])
    assert (run.status, run.processed) == ("completed", 11)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(low=st.lists(st.integers(1, 2500), max_size=30), chunk=st.integers(1, 7))
async def test_a_run_does_exactly_what_its_dry_run_said(
    world: World, now: datetime, low: list[int], chunk: int
) -> None:
    site = await make_site(f"s{len(await Site.select(Site.id))}", "Any", now)
    for rent in low:
        await make_units(site, now, 1, rent)
    toy = Toy()
    (dry,) = await run_now(toy.schedule(), [site.id], at(now), started_by="command", is_dry=True)
    (real,) = await run_now(
        toy.schedule(), [site.id], later(now, seconds=1), started_by="command", pace=Pace(chunk=chunk)
    )
    said, did = await changes_of(dry), await changes_of(real)
    assert [(row["subject_id"], row["text"]) for row in said] == [(row["subject_id"], row["text"]) for row in did]
    assert {row["status"] for row in did} <= {"changed"} and real.changed == len(said) == sum(
        rent < 1000 for rent in low
    )
    assert dry.processed == real.processed == len(low)
