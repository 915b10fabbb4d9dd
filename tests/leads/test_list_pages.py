"""The pages of the lead list, counted from whichever end is nearer, are the whole list in its order."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.leads.listing import LeadFilter, list_leads
from app.leads.tables import Lead
from tests.factories import World, make_lead, make_world

NAMES = [("Ann", "Lee"), ("Bo", "Lee"), ("Cy", "Adams"), ("Di", "Young"), ("Ed", "Moss")]
LEADS = 23


async def fill(now: datetime) -> World:
    """Leads with every kind of tie, some without a score."""
    world = await make_world(now)
    for number in range(LEADS):
        first, last = NAMES[number % len(NAMES)]
        score = None if number % 4 == 0 else 40 + number % 7
        at = now - timedelta(minutes=number % 6)
        await make_lead(world.oak, now, first_name=first, last_name=last, ai_score=score)
        await make_lead(world.elm, at, first_name=first, last_name=last)
    return world


def key(row: dict[str, object], sort: str) -> tuple[object, ...]:
    if sort == "score":
        score = row["ai_score"]
        return (score is None, -score if isinstance(score, int) else 0, row["id"])
    return (row["last_name"], row["first_name"], row["id"])


@pytest.mark.parametrize("sort", ["score", "name"])
@pytest.mark.parametrize(("q", "total"), [("", LEADS), ("lee", 10), ("b lee", 5), ("nobody", 0)])
async def test_all_pages_together_are_the_list(database: None, now: datetime, sort: str, q: str, total: int) -> None:
    world = await fill(now)
    rows: list[dict[str, object]] = []
    for page in range(1, 6):
        found = await list_leads(world.oak.id, LeadFilter(q=q, sort=sort, page=page, per_page=5))
        assert found.total == total
        if found.page == page:
            rows += found.rows
    assert len(rows) == total
    assert rows == sorted(rows, key=lambda row: key(row, sort))
    assert {row["site_id"] for row in rows} <= {world.oak.id}


async def test_the_latest_activity_comes_first_to_the_last_page(database: None, now: datetime) -> None:
    world = await fill(now)
    pages = [
        await list_leads(world.elm.id, LeadFilter(sort="activity", page=page, per_page=LEADS // 2))
        for page in (1, 2, 3)
    ]
    moments = [row["last_activity_at"] for page in pages for row in page.rows]
    assert len(moments) == LEADS
    assert moments == sorted(moments, reverse=True)


async def test_a_page_beyond_the_end_is_the_last_one(database: None, now: datetime) -> None:
    world = await fill(now)
    found = await list_leads(world.oak.id, LeadFilter(page=10**9, per_page=5))
    assert (found.page, found.pages, len(found.rows)) == (5, 5, 3)


async def test_the_list_shows_what_leads_wait_for(database: None, now: datetime) -> None:
    world = await make_world(now)
    verify, approve = "approve_with_verification", "approve"
    for status, recommendation in [
        *[("documents_received", None)] * 2,
        *[("ai_evaluated", verify)] * 3,
        *[("ai_evaluated", approve)] * 4,
        ("approved", approve),
        ("new", None),
    ]:
        await make_lead(world.oak, now, status=status, ai_recommendation=recommendation)
    for waits, total in [("needs_evaluation", 2), ("needs_verification", 3), ("ready_to_decide", 4), ("nonsense", 11)]:
        assert (await list_leads(world.oak.id, LeadFilter(waits=waits))).total == total


@pytest.mark.parametrize("sort", ["score", "name", "activity", "arrived"])
async def test_leads_that_wait_come_in_every_order_without_a_gap(database: None, now: datetime, sort: str) -> None:
    world = await fill(now)
    values = {Lead.status: "ai_evaluated", Lead.ai_recommendation: "approve"}
    await Lead.update(values).where(Lead.site_id == world.oak.id, Lead.ai_score.is_not_null())
    every = (await list_leads(world.oak.id, LeadFilter(sort=sort, waits="ready_to_decide", per_page=100))).rows
    assert [row["id"] for row in every] == [
        row["id"]
        for row in (await list_leads(world.oak.id, LeadFilter(sort=sort, per_page=100))).rows
        if row["ai_score"] is not None
    ]
    pages = [
        await list_leads(world.oak.id, LeadFilter(sort=sort, waits="ready_to_decide", per_page=5, page=number))
        for number in range(1, 5)
    ]
    assert [row for page in pages for row in page.rows] == every


async def test_a_search_of_any_length_is_answered(database: None, now: datetime) -> None:
    world = await fill(now)
    assert (await list_leads(world.oak.id, LeadFilter(q="a" * 60_000))).total == 0
