"""A portfolio written straight into the tables: units, showings, applications and leases at chosen times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.database import new_id
from app.leads.tables import ActivityKind, Lead, LeadActivity, Lease, Showing
from app.properties.tables import Property, Unit
from app.schedules.runner import run_now
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun, JobRunChange
from app.sites.tables import Site
from tests.factories import make_lead


@dataclass
class Portfolio:
    """Makes records of one site; every deed takes the moment it happened."""

    site: Site
    now: datetime
    building: Property | None = None
    units: list[Unit] = field(default_factory=list)

    async def property(self, name: str = "Alder House") -> Property:
        building = Property(id=new_id("prop"), site_id=self.site.id, name=name, created_at=self.now)
        await building.save()
        self.building = building
        return building

    async def unit(self, bedrooms: int = 1, free_from: date | None = None, leased_at: datetime | None = None) -> Unit:
        assert self.building is not None
        unit = Unit(
            id=new_id("unit"), site_id=self.site.id, property_id=self.building.id, name=str(len(self.units) + 1),
            bedrooms=bedrooms, monthly_rent=Decimal(1500), available_from=free_from, leased_at=leased_at,
            created_at=self.now,
        )  # fmt: skip
        await unit.save()
        self.units.append(unit)
        return unit

    async def lead(self, at: datetime, **values: Any) -> Lead:
        return await make_lead(self.site, at, **values)

    async def showing(
        self, unit: Unit, at: datetime, lead: Lead | None = None, agent_id: str | None = None, outcome: str = "attended"
    ) -> Showing:
        showing = Showing(
            id=new_id("show"), site_id=self.site.id, unit_id=unit.id, lead_id=lead.id if lead else None,
            agent_id=agent_id, scheduled_at=at, outcome=outcome, created_at=at, updated_at=at,
        )  # fmt: skip
        await showing.save()
        return showing

    async def activity(self, lead: Lead, kind: str, at: datetime, subject_id: str = "", actor_id: str = "") -> None:
        await LeadActivity(
            id=new_id("act"), site_id=self.site.id, lead_id=lead.id, kind=ActivityKind(kind).value, happened_at=at,
            subject_id=subject_id, actor_id=actor_id,
        ).save()  # fmt: skip

    async def lease(self, unit: Unit, at: datetime, lead: Lead | None = None) -> None:
        await Lease(
            id=new_id("lease"), site_id=self.site.id, unit_id=unit.id, lead_id=lead.id if lead else None, signed_at=at,
            created_at=at,
        ).save()  # fmt: skip


async def run(schedule: Schedule, site: Site, now: datetime, *, is_dry: bool = False) -> tuple[JobRun, list[str]]:
    """A run through the real runner, and the sentences of its changes."""
    (made,) = await run_now(schedule, [site.id], lambda: now, started_by="test", is_dry=is_dry)
    rows = await JobRunChange.objects().where(JobRunChange.run_id == made.id).order_by(JobRunChange.position)
    return made, [f"{row.subject_id}: {row.text}" for row in rows]
