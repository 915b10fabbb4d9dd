"""The pages of schedules and alarms: what managers see, and asking for a run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.alerts.check import check
from app.alerts.deliver import deliver
from app.alerts.rules import Finding
from app.alerts.tables import AlertRule, Severity
from app.catalog import schedules
from app.clock import utc_now
from app.jobs.tables import Worker
from app.schedules.runner import drain, run_now
from app.schedules.tables import JobRun
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.factories import World
from tests.schedules.toy import Toy, at, later, make_units


async def test_every_schedule_is_shown_with_its_words_and_its_marks(app: Any, world: World, now: datetime) -> None:
    toy = Toy(name="forget-runs", broken={"u001"})
    await make_units(world.oak, now, 3)
    await run_now(toy.schedule(), [world.oak.id], at(now), started_by="clock")
    toy.plan_error = KeyError()
    (failed,) = await run_now(toy.schedule(), [world.oak.id], later(now, days=1), started_by="clock")
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.get("/sites/oak/schedules")
        page = text_of(await alice.get(f"/sites/oak/schedules/runs/{failed.id}"))
    assert "Nothing was changed." in page and "Nothing had to change" not in page
    words = text_of(answer)
    for schedule in schedules():
        assert schedule.title in words
    assert "every day at 03:30 UTC" in words
    assert "completed, some records failed" in words and "failed" in words
    assert "The plan could not be made (KeyError)" in words
    assert 'class="run-mark run-partly"' in answer.text and 'class="run-mark run-failed"' in answer.text


@pytest.mark.parametrize(("button", "is_dry"), [("run", False), ("dry-run", True)])
async def test_a_run_that_was_asked_for_waits_for_a_worker_and_then_shows_what_it_did(
    app: Any, world: World, button: str, is_dry: bool
) -> None:
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post(f"/sites/oak/schedules/forget-runs/{button}")
        assert answer.status_code == 303
        page = await alice.get(answer.headers["location"])
        assert "None has answered yet" in text_of(page) and 'hx-trigger="every 3s"' in page.text
        (run,) = await JobRun.objects()
        assert (run.started_by, bool(run.is_dry), run.attempts) == (world.alice.id, is_dry, 0)
        again = await alice.post(f"/sites/oak/schedules/forget-runs/{button}")
        assert again.headers["location"] == answer.headers["location"], "a second click returns the same run"
        await Worker(id="w", started_at=utc_now(), last_seen_at=utc_now()).save()
        assert "Waits for a worker" in text_of(await alice.get(f"{answer.headers['location']}/state"))
        await drain(schedules(), utc_now)
        page = await alice.get(answer.headers["location"])
        assert "hx-get" not in page.text.split('id="run"')[1] and "Alice Ash" in page.text
        assert ("Nothing would change" if is_dry else "Nothing had to change") in text_of(page)
    assert await AuditEntry.exists().where(AuditEntry.subject_id == run.id)


async def test_a_run_shows_its_changes_by_status_page_by_page(app: Any, world: World, now: datetime) -> None:
    toy = Toy(broken={"u007"}, unwanted={"u003"})
    await make_units(world.oak, now, 130)
    (run,) = await run_now(toy.schedule(), [world.oak.id], at(now), started_by="clock")
    root = f"/sites/oak/schedules/runs/{run.id}"
    async with person(app, "alice@oak.example") as alice:
        first, second = text_of(await alice.get(root)), text_of(await alice.get(f"{root}?page=2"))
        failed = text_of(await alice.get(f"{root}?changes=failed"))
        for page in ("0", "-1", "9999", "x", "٣"):
            assert (await alice.get(f"{root}?page={page}&changes=odd")).status_code == 200
    assert "Raise the rent of u000" in first and "u129" not in first and "Page 1 of 2" in first
    assert "Raise the rent of u129" in second
    assert "u007" in failed and "ValueError" in failed and "u000" not in failed
    assert "Nobody wants this." in first and "131 units." in first and "the clock" in first


async def test_only_managers_of_the_site_see_and_start_runs(app: Any, world: World, now: datetime) -> None:
    (run,) = await run_now(Toy().schedule(), [world.oak.id], at(now), started_by="clock")
    paths = ("schedules", f"schedules/runs/{run.id}", f"schedules/runs/{run.id}/state", "alerts")
    async with person(app, "bob@oak.example") as bob, person(app, "dora@leaselab.example") as dora:
        for path in paths:
            assert (await bob.get(f"/sites/oak/{path}")).status_code == 403
        assert (await bob.post("/sites/oak/schedules/forget-runs/run")).status_code == 403
        assert (await dora.get(f"/sites/elm/schedules/runs/{run.id}")).status_code == 404
        assert (await dora.post("/sites/elm/schedules/dishes/run")).status_code == 404
    assert await JobRun.count() == 1


async def test_an_open_alarm_is_on_the_overview_until_it_clears(app: Any, world: World) -> None:
    now = utc_now()
    wrong = Finding(world.oak.id, AlertRule.run_missed, "toy", Severity.critical, "“Toy” was due and has not run.")
    await check([wrong], now)
    await deliver(now)
    async with person(app, "alice@oak.example") as alice, person(app, "bob@oak.example") as bob:
        for somebody in (alice, bob):
            assert "Critical: “Toy” was due" in text_of(await somebody.get("/sites/oak"))
        page = text_of(await alice.get("/sites/oak/alerts"))
        assert "“Toy” was due and has not run." in page and "1 manager" in page
        await check([], now + timedelta(minutes=1))
        assert "Critical" not in text_of(await alice.get("/sites/oak"))
        page = text_of(await alice.get("/sites/oak/alerts"))
        assert "Nothing is wrong" in page and "“Toy” was due and has not run." in page
