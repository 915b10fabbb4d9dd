"""Insights: an empty site says when the first run is due; afterwards each chart has its table and its download."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.clock import utc_now
from app.insights.absorption_rates import ABSORPTION_RATES
from app.insights.charts import quota_chart
from app.insights.figure import Table, as_csv, path_of
from app.insights.showing_metrics import SHOWING_METRICS
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.factories import World
from tests.insights.portfolio import Portfolio, run

CHARTS = ("conversion", "trend", "breakdown", "absorption", "labels", "quota")


@pytest.fixture
async def counted(world: World) -> World:
    """Oak Court after a night: one lead who came, applied and leased; a property whose name is a formula."""
    now = utc_now() - timedelta(minutes=1)
    made = Portfolio(world.oak, now)
    await made.property("=Alder & Sons")
    unit = await made.unit(free_from=(now - timedelta(days=3)).date())
    lead = await made.lead(now - timedelta(days=9), source="walk_in", ai_label="A")
    await made.showing(unit, now - timedelta(days=6), lead, world.bob.id)
    await made.activity(lead, "application", now - timedelta(days=4))
    await made.lease(unit, now - timedelta(days=2), lead)
    for schedule in (SHOWING_METRICS, ABSORPTION_RATES):
        await run(schedule, world.oak, now)
    return world


async def test_an_empty_site_says_when_the_first_run_is_due(app: Any, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        page = await bob.get("/sites/oak/insights")
        assert page.status_code == 200
        assert "Nothing counted yet" in page.text and "The first run is due on" in page.text
        assert "/schedules" not in page.text.split("<main")[1].split("</main>")[0]
    async with person(app, "alice@oak.example") as alice:
        assert 'href="/sites/oak/schedules"' in (await alice.get("/sites/oak/insights")).text


async def test_every_chart_has_its_words_its_table_and_its_download(app: Any, counted: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        page = await bob.get("/sites/oak/insights?days=7")
        said = text_of(page)
        assert "Of 1 shown, 1 applied and 1 leased." in said and "2.0 days to the application" in said
        assert "=Alder &amp; Sons" in page.text and "Bob Birch" in said and "Walk in" in said
        assert page.text.count("<details") == page.text.count("Download CSV") == len(CHARTS)
        assert " style=" not in page.text and "<script>" not in page.text
        for name in CHARTS:
            answer = await bob.get(f"/sites/oak/insights/csv/{name}?days=7")
            assert answer.status_code == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8"
            assert answer.content.startswith(codecs.BOM_UTF8), "or Excel shows accents wrongly"
            assert f'filename="oak-{name}-' in answer.headers["content-disposition"]
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert len(rows) > 1 and len({len(row) for row in rows}) == 1
            assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
        assert "'=Alder & Sons" in (await bob.get("/sites/oak/insights/csv/absorption")).text
        assert (await bob.get("/sites/oak/insights/csv/secrets")).status_code == 404
    downloads = AuditEntry.count().where(AuditEntry.action == "insights_downloaded")
    assert await downloads == len(CHARTS) + 1


async def test_windows_are_chosen_and_nonsense_is_thirty_days(app: Any, counted: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        for given, shown in (("90", 90), ("30", 30), ("x", 30), ("-7", 30)):
            assert f"From showing to lease, {shown} days" in (await bob.get(f"/sites/oak/insights?days={given}")).text


async def test_another_site_s_charts_are_its_own(app: Any, counted: World) -> None:
    async with person(app, "charlie@elm.example") as charlie:
        page = await charlie.get("/sites/elm/insights")
        assert "Nothing counted yet" in page.text and "Alder" not in page.text
        assert (await charlie.get("/sites/elm/insights/csv/absorption")).status_code == 404
        assert (await charlie.get("/sites/oak/insights/csv/absorption")).status_code == 404


async def test_old_figures_say_so(app: Any, world: World, now: datetime) -> None:
    await run(SHOWING_METRICS, world.oak, utc_now() - timedelta(days=5))
    async with person(app, "bob@oak.example") as bob:
        assert "newest figures are older than two days" in (await bob.get("/sites/oak/insights")).text


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n@x"])
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    (_, (found, other)) = csv.reader(io.StringIO(as_csv(Table(("a", "b"), [(cell, 'plain, "quoted"')]))))
    assert (found, other) == (f"'{cell}", 'plain, "quoted"')


def test_a_number_below_zero_stays_a_number() -> None:
    assert as_csv(Table(("a", "b"), [(-2, None)])).splitlines()[1] == "-2,"


def test_numbers_stand_under_each_other_though_some_are_missing() -> None:
    assert Table(("a", "b", "c"), [("x", 1, None), ("y", None, date(2026, 11, 1))]).is_number == [False, True, False]


def test_a_gap_breaks_the_line_and_a_point_alone_is_a_dot() -> None:
    assert path_of([(0, 50), (0.5, None), (0.75, 100), (1, 0)], 100) == "M0.0 50.0h0M225.0 0.0h0L300.0 100.0"
    assert path_of([(0, 0)], 0) == "M0.0 100.0h0"


def test_days_that_nobody_counted_are_not_drawn() -> None:
    rows = [
        {"day": date(2026, 11, day), "used": used, "quota_limit": 100, "per_day": Decimal(2), "runs_out_on": None}
        for day, used in ((2, 1), (3, 4), (20, 30))
    ]
    used, expected, limit = quota_chart(rows).lines
    assert (used.path.count("M"), used.path.count("L")) == (2, 2)  # 0 on the 1st, 1, 4; then 30 alone
    assert used.path.endswith("h0") and expected.path.count("L") == limit.path.count("L") == 1
