"""A small schedule over real rows: it brings units' rents up to a least amount, and does what a test tells it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from app.database import new_id
from app.properties.tables import Property, Unit
from app.schedules.schedule import Change, Plan, Schedule, SkipChange
from app.sites.tables import Site

LEAST = 1000


@dataclass
class Toy:
    """Names in `broken` fail after their write, names in `unwanted` are skipped; `plan_error` fails the plan."""

    broken: set[str] = field(default_factory=set)
    unwanted: set[str] = field(default_factory=set)
    plan_error: Exception | None = None
    slow: float = 0.0
    name: str = "toy"
    cron: str = "0 2 * * *"
    plans: Counter[str] = field(default_factory=Counter)
    applied: Counter[str] = field(default_factory=Counter)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when ten changes were applied."""

    def schedule(self) -> Schedule:
        return Schedule(self.name, "Toy", "Raises rents.", self.cron, self.plan, self.apply)

    async def plan(self, site_id: str, now: datetime) -> Plan:
        self.plans[site_id] += 1
        if self.plan_error is not None:
            raise self.plan_error
        units = (
            await Unit.select(Unit.id, Unit.name, Unit.monthly_rent).where(Unit.site_id == site_id).order_by(Unit.name)
        )
        low = [unit for unit in units if unit["monthly_rent"] < LEAST]
        changes = [
            Change(
                unit["id"],
                f"Raise the rent of {unit['name']}",
                {"name": unit["name"], "rent": int(unit["monthly_rent"]) + LEAST},
            )
            for unit in low
        ]
        return Plan(len(units), changes, [f"{len(units)} units."])

    async def apply(self, site_id: str, change: Change, now: datetime) -> None:
        await asyncio.sleep(self.slow)
        name = change.data["name"]
        if name in self.unwanted:
            raise SkipChange("Nobody wants this.")
        self.applied[name] += 1
        if len(self.applied) > 9:
            self.began.set()
        await Unit.update({Unit.monthly_rent: Decimal(change.data["rent"])}).where(
            (Unit.id == change.subject_id) & (Unit.site_id == site_id)
        )
        if name in self.broken:
            raise ValueError("Jane Doe is not a number")


async def make_units(site: Site, now: datetime, count: int, rent: int = 500) -> None:
    """Units `u000`, `u001`, … of a new property."""
    house = Property(id=new_id("prop"), site_id=site.id, name="Toy House", created_at=now)
    await house.save()
    rows = [
        Unit(
            id=new_id("unit"), site_id=site.id, property_id=house.id, name=f"u{number:03}", monthly_rent=Decimal(rent),
            created_at=now,
        )
        for number in range(count)
    ]  # fmt: skip
    for start in range(0, count, 200):
        await Unit.insert(*rows[start : start + 200])


async def rents(site: Site) -> dict[str, int]:
    """The rents of the site's toy units by name."""
    rows = await Unit.select(Unit.name, Unit.monthly_rent).where(Unit.site_id == site.id)
    return {row["name"]: int(row["monthly_rent"]) for row in rows if row["name"].startswith("u")}


def at(moment: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: moment


def later(moment: datetime, **length: float) -> Callable[[], datetime]:
    return at(moment + timedelta(**length))
