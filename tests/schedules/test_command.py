"""`leaselab jobs`, as a person and as a crontab call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.__main__ import cli
from app.catalog import schedules
from app.schedules.tables import JobRun
from tests.factories import World


@pytest.fixture
def leaselab(world: World) -> Callable[..., Any]:
    """Calls it in a thread of its own, since it runs a loop of its own."""
    import asyncio

    async def call(*words: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, cli, ["jobs", *words])

    return call


async def test_every_schedule_is_listed_with_its_words_and_last_runs(leaselab: Callable[..., Any]) -> None:
    assert (await leaselab("run", "forget-runs", "--site", "oak")).exit_code == 0
    told = (await leaselab("list")).stdout
    for schedule in schedules():
        assert schedule.name in told
    assert "every day at 03:30 UTC" in told and "oak " in told and "elm " not in told
    rows = {row["name"]: row for row in json.loads((await leaselab("list", "--json")).stdout)}
    assert [run["site"] for run in rows["forget-runs"]["last_runs"]] == ["oak"]
    assert datetime.fromisoformat(rows["forget-runs"]["next_due"]).hour == 3


async def test_without_a_site_every_site_has_its_own_run(leaselab: Callable[..., Any], world: World) -> None:
    answer = await leaselab("run", "forget-runs", "--dry-run", "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["job"], told["dry_run"], [run["site"] for run in told["runs"]]) == (
        "forget-runs",
        True,
        ["elm", "oak"],
    )
    assert {run["status"] for run in told["runs"]} == {"completed"}
    runs = await JobRun.select(JobRun.site_id, JobRun.is_dry, JobRun.started_by)
    assert {(run["site_id"], bool(run["is_dry"]), run["started_by"]) for run in runs} == {
        (site.id, True, "command") for site in (world.oak, world.elm)
    }


def test_without_tables_or_sites_it_says_so_in_a_line(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "LEASELAB_DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "LEASELAB_SECRET_KEY": "x" * 48,
    }

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "app", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    behind = call("jobs", "list")
    assert (behind.returncode, "leaselab migrate" in behind.stderr, "Traceback" in behind.stderr) == (1, True, False)
    assert call("migrate").returncode == 0
    empty = call("jobs", "run", "forget-runs")
    assert (empty.returncode, "There is no site yet." in empty.stderr) == (0, True)


async def test_an_unknown_site_is_an_error_for_a_person_and_a_warning_for_a_crontab(
    leaselab: Callable[..., Any],
) -> None:
    for words, status in (((), 2), (("--unattended",), 0)):
        answer = await leaselab("run", "forget-runs", "--site", "nowhere", *words)
        assert answer.exit_code == status
        assert "no site named nowhere" in answer.stderr and "Traceback" not in answer.output


async def test_an_unknown_job_names_those_that_there_are(leaselab: Callable[..., Any]) -> None:
    answer = await leaselab("run", "dishes")
    assert answer.exit_code == 2 and "forget-runs" in answer.stderr
