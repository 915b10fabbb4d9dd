"""A lease that was noted by mistake: taken back, it stays on record, counts nowhere, and its lead is where it was."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.clock import utc_now
from app.database import new_id
from app.insights.portfolio import list_kinds
from app.insights.showing_metrics import SHOWING_METRICS
from app.insights.tables import ShowingMetric
from app.leads.tables import Lead, LeadActivity, Lease, Showing
from app.properties.site_day import day_of, zone_of
from app.properties.tables import Unit
from app.sites.tables import AuditEntry
from tests.browsing import Person, person, text_of
from tests.factories import World, make_lead
from tests.insights.portfolio import run


async def lease(alice: Person, world: World, lead_id: str = "") -> Lease:
    """Leases the world's unit and returns the newest lease."""
    answer = await alice.post(f"/sites/oak/units/{world.unit.id}/lease", {"lead_id": lead_id})
    assert answer.status_code == 303, answer.text
    found = await Lease.objects().order_by(Lease.signed_at, ascending=False).first()
    assert found is not None
    return found


@pytest.mark.parametrize("status", ["approved", "approved_with_conditions"])
async def test_a_lease_is_taken_back_and_its_lead_is_approved_as_before(
    app: Any, world: World, now: datetime, status: str
) -> None:
    other = Unit(id=new_id("unit"), site_id=world.oak.id, property_id=world.unit.property_id, name="9Z", created_at=now)
    await other.save()
    lead = await make_lead(world.oak, now, status=status, unit_id=other.id)
    unit = f"/sites/oak/units/{world.unit.id}"
    async with person(app, "alice@oak.example") as alice:
        noted = await lease(alice, world, lead.id)
        page = await alice.get(unit)
        assert noted.id in page.text and "Jane Doe is approved as before" in text_of(page)
        answer = await alice.post(f"{unit}/lease/undo", {"lease_id": noted.id})
        assert (answer.status_code, answer.headers["location"]) == (303, unit)
        assert "Mark as leased" in (await alice.get(unit)).text
    stored = await Lead.objects().where(Lead.id == lead.id).first()
    assert stored is not None and (stored.status, stored.unit_id) == (status, other.id)
    assert not await Unit.exists().where(Unit.leased_at.is_not_null())
    (kept,) = await Lease.objects()
    assert kept.lead_id == lead.id and kept.ends_on is None and kept.taken_back_at is not None
    texts = [row["text"] for row in await LeadActivity.select(LeadActivity.text).order_by(LeadActivity.happened_at)]
    assert texts == ["Leased Oak Court 2B", "The lease was noted by mistake and taken back."]
    entry = await AuditEntry.objects().where(AuditEntry.action == "lease_taken_back").first()
    assert entry is not None and (entry.subject_id, entry.actor_id) == (world.unit.id, world.alice.id)


async def test_what_was_taken_back_counts_in_no_figure(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, utc_now() - timedelta(days=2), status="approved")
    shown = utc_now() - timedelta(days=1)
    await Showing(
        id=new_id("show"), site_id=world.oak.id, unit_id=world.unit.id, lead_id=lead.id, scheduled_at=shown,
        outcome="attended", created_at=shown, updated_at=shown,
    ).save()  # fmt: skip
    zone = await zone_of(world.oak.id)

    async def leased() -> tuple[set[int], int]:
        """What the metrics store, by all rows, and what absorption counts."""
        at = utc_now()
        await run(SHOWING_METRICS, world.oak, at)
        rows = await ShowingMetric.select(ShowingMetric.leases).where(ShowingMetric.site_id == world.oak.id)
        kinds = await list_kinds(world.oak.id, day_of(at, zone), zone, at)
        return {row["leases"] for row in rows}, sum(len(kind.leases) for kind in kinds)

    async with person(app, "alice@oak.example") as alice:
        noted = await lease(alice, world, lead.id)
        assert await leased() == ({1}, 1)
        await alice.post(f"/sites/oak/units/{world.unit.id}/lease/undo", {"lease_id": noted.id})
        assert await leased() == ({0}, 0)


async def test_a_unit_is_leased_anew_after_it_was_taken_back_and_vacating_ends_the_new_lease(
    app: Any, world: World
) -> None:
    unit = f"/sites/oak/units/{world.unit.id}"
    async with person(app, "alice@oak.example") as alice:
        first = await lease(alice, world)
        assert "Somebody who is no lead here" in (await alice.get(unit)).text
        assert (await alice.post(f"{unit}/lease/undo", {"lease_id": first.id})).status_code == 303
        second = await lease(alice, world)
        assert (await alice.post(f"{unit}/vacate", {})).status_code == 303
    ends = {row["id"]: row["ends_on"] for row in await Lease.select(Lease.id, Lease.ends_on)}
    assert ends[first.id] is None and ends[second.id] is not None


async def test_only_the_lease_that_was_looked_at_is_taken_back_and_once(app: Any, world: World) -> None:
    undo = f"/sites/oak/units/{world.unit.id}/lease/undo"
    async with person(app, "alice@oak.example") as alice:
        vacant = await alice.post(undo, {"lease_id": ""})
        assert vacant.status_code == 409 and "not leased" in vacant.text
        first = await lease(alice, world)
        assert (await alice.post(undo, {"lease_id": first.id})).status_code == 303
        second = await lease(alice, world)
        stale = await alice.post(undo, {"lease_id": first.id})
        assert stale.status_code == 409 and "since you opened the page" in stale.text
        both = await asyncio.gather(*[alice.post(undo, {"lease_id": second.id}) for _ in range(2)])
        assert sorted(answer.status_code for answer in both) == [303, 409]
    assert await AuditEntry.count().where(AuditEntry.action == "lease_taken_back") == 2


async def test_a_lead_that_moved_on_stays_where_it_is(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now, status="approved")
    async with person(app, "alice@oak.example") as alice:
        noted = await lease(alice, world, lead.id)
        await Lead.update({Lead.status: "withdrawn"}).where(Lead.id == lead.id)
        await alice.post(f"/sites/oak/units/{world.unit.id}/lease/undo", {"lease_id": noted.id})
    stored = await Lead.objects().where(Lead.id == lead.id).first()
    assert stored is not None and stored.status == "withdrawn"


async def test_agents_take_nothing_back(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        noted = await lease(alice, world)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"/sites/oak/units/{world.unit.id}/lease/undo", {"lease_id": noted.id})
    assert answer.status_code == 403
