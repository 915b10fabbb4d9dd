"""The demo's buildings and what happened in them over the last months, so that showings, timelines and charts have
something to show. Drawn by chance with a fixed seed; the figures are worked out by the real schedules."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from app.database import new_id, write_transaction
from app.demo.names import FIRST, LAST
from app.insights.absorption_rates import ABSORPTION_RATES
from app.insights.showing_metrics import SHOWING_METRICS
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, LeadSource, LeadStatus, Lease, Showing, ShowingOutcome
from app.properties.site_day import zone_of
from app.properties.tables import Property, Unit
from app.schedules.schedule import Schedule
from app.sites.find import list_people
from app.sites.tables import Site

TREND_DAYS = 45
SOURCES = (LeadSource.website, LeadSource.listing, LeadSource.referral, LeadSource.walk_in, LeadSource.phone)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Building:
    """`kinds` are (bedrooms, rent, leased units, free units, days since the free ones are free)."""

    site: str
    name: str
    address: str
    kinds: tuple[tuple[int, int, int, int, int], ...]


BUILDINGS = (
    Building("oak", "Oak Court", "12 Oak Street, Albany, NY", ((1, 1650, 9, 1, 12), (2, 2100, 5, 0, 0))),
    Building("oak", "Alder House", "3 Alder Lane, Albany, NY", ((1, 1500, 6, 1, 20), (2, 1950, 4, 1, 6))),
    Building("oak", "Cedar Flats", "80 Mill Road, Albany, NY", ((0, 1150, 1, 4, 130),)),
    Building("elm", "Elm Row", "7 Elm Row, Troy, NY", ((1, 1400, 3, 2, 30),)),
)


async def seed_portfolio(sites: Mapping[str, Site], now: datetime) -> None:
    """Units, former applicants, showings and leases of every demo site that has no showing yet."""
    for slug, site in sites.items():
        if not await Showing.exists().where(Showing.site_id == site.id):
            chance = random.Random(slug)  # noqa: S311 - not for secrets
            async with write_transaction():
                await _Street(site, now, chance, await _agents(site)).build(slug)
            for days in reversed(range(TREND_DAYS)):
                await _work_out(SHOWING_METRICS, site, now - days * DAY)


async def work_out_supply(sites: Mapping[str, Site], now: datetime) -> None:
    """Absorption and the quota's forecast as of `now`: after the demo's evaluations, which the forecast counts."""
    for site in sites.values():
        await _work_out(ABSORPTION_RATES, site, now)


async def _agents(site: Site) -> list[str]:
    people = await list_people(site.id)
    return [row["id"] for row in people if row["email"].endswith(f"@{site.slug}.example")]


async def _work_out(schedule: Schedule, site: Site, at: datetime) -> None:
    plan = await schedule.plan(site.id, at)
    async with write_transaction():
        for change in plan.changes:
            await schedule.apply(site.id, change, at)


class _Street:
    def __init__(self, site: Site, now: datetime, chance: random.Random, agents: list[str]) -> None:
        self.site, self.now, self.chance, self.agents = site, now, chance, agents
        self.applicants = 0

    async def build(self, slug: str) -> None:
        zone = await zone_of(self.site.id)
        self.noon = datetime.combine(self.now.astimezone(zone).date(), time(12), zone)
        for building in BUILDINGS:
            if building.site == slug:
                await self._fill(building)

    async def _fill(self, plan: Building) -> None:
        building, self.place = await self._building(plan), plan.name
        number = 101
        for bedrooms, rent, leased, free, since in plan.kinds:
            for place in range(leased + free):
                unit = await self._unit(building, str(number), bedrooms, rent)
                number += 1
                if place < leased:
                    await self._let(unit, days_ago=5 + place * 11 + self.chance.randint(0, 4))
                else:
                    unit.available_from = (self.now - since * DAY).date()
                    await unit.save()
                    await self._look_around(unit)

    async def _building(self, plan: Building) -> Property:
        at_site = (Property.site_id == self.site.id) & (Property.name == plan.name)
        building = await Property.objects().where(at_site).first()
        if building is None:
            building = Property(id=new_id("prop"), site_id=self.site.id, name=plan.name, created_at=self.now)
        building.address = plan.address
        await building.save()
        return building

    async def _unit(self, building: Property, name: str, bedrooms: int, rent: int) -> Unit:
        unit = Unit(
            id=new_id("unit"), site_id=self.site.id, property_id=building.id, name=name, bedrooms=bedrooms,
            monthly_rent=Decimal(rent), created_at=self.now,
        )  # fmt: skip
        await unit.save()
        return unit

    async def _let(self, unit: Unit, days_ago: int) -> None:
        """Somebody saw it, applied and leased it; some visitors before did not."""
        signed = self.noon - days_ago * DAY
        unit.leased_at, unit.available_from = signed, (signed - 30 * DAY).date()
        await unit.save()
        shown = signed - self.chance.randint(3, 12) * DAY
        lead = await self._lead(unit, LeadStatus.leased, shown - self.chance.randint(1, 4) * DAY)
        await self._show(unit, lead, shown, ShowingOutcome.attended)
        applied = shown + self.chance.randint(0, 2) * DAY + timedelta(hours=3)
        await note_activity(self.site.id, lead.id, ActivityKind.application, "Applied", applied)
        lease = Lease(
            id=new_id("lease"), site_id=self.site.id, unit_id=unit.id, lead_id=lead.id, monthly_rent=unit.monthly_rent,
            starts_on=signed.date(), signed_at=signed, created_at=signed,
        )  # fmt: skip
        await lease.save()
        await note_activity(
            self.site.id,
            lead.id,
            ActivityKind.decision,
            f"Leased {self.place} {unit.name}",
            signed,
            subject_id=lease.id,
        )
        for _ in range(self.chance.randint(0, 2)):
            at = shown - self.chance.randint(0, 5) * DAY + timedelta(hours=2)
            came = ShowingOutcome.attended if self.chance.random() < 0.75 else ShowingOutcome.no_show
            await self._show(unit, None, at, came)

    async def _look_around(self, unit: Unit) -> None:
        """A free unit: one who applied and went elsewhere, and a visit to come."""
        shown = self.noon - self.chance.randint(8, 25) * DAY
        lead = await self._lead(unit, LeadStatus.withdrawn, shown - 2 * DAY)
        await self._show(unit, lead, shown, ShowingOutcome.attended)
        if self.chance.random() < 0.5:
            applied = shown + DAY
            await note_activity(self.site.id, lead.id, ActivityKind.application, "Applied", applied)
        coming = self.noon + self.chance.randint(1, 9) * DAY + timedelta(hours=self.chance.randint(-2, 5))
        await self._show(unit, None, coming, ShowingOutcome.scheduled)

    async def _lead(self, unit: Unit, status: LeadStatus, at: datetime) -> Lead:
        first, last = self.chance.choice(FIRST), self.chance.choice(LAST)
        self.applicants += 1
        email = f"applicant{self.applicants}@{self.site.slug}.example"
        lead = Lead(
            id=new_id("lead"), site_id=self.site.id, unit_id=unit.id, first_name=first, last_name=last, email=email,
            email_key=email, search_text=f"{first} {last} {email}".lower(), monthly_rent=unit.monthly_rent,
            status=status.value, source=self.chance.choice(SOURCES).value, last_activity_at=at, created_at=at,
            updated_at=at,
        )  # fmt: skip
        await lead.save()
        await note_activity(self.site.id, lead.id, ActivityKind.message, "Asked about a unit", at)
        return lead

    async def _show(self, unit: Unit, lead: Lead | None, at: datetime, outcome: ShowingOutcome) -> None:
        showing = Showing(
            id=new_id("show"), site_id=self.site.id, unit_id=unit.id, lead_id=lead.id if lead else None,
            agent_id=self.chance.choice(self.agents), scheduled_at=at, outcome=outcome.value, created_at=self.now,
            updated_at=self.now,
        )  # fmt: skip
        await showing.save()
        if lead is not None:
            await note_activity(
                self.site.id,
                lead.id,
                ActivityKind.showing,
                f"Came to see {self.place} {unit.name}",
                at,
                subject_id=showing.id,
            )
