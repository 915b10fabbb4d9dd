"""Triggers and leads that meet their conditions, and a run made of the schedule's own plan and apply."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.database import new_id, write_transaction
from app.leads.tables import Lead
from app.schedules.schedule import Change, Plan, SkipChange
from app.sites.tables import Site
from app.triggers.schedule import apply, plan
from app.triggers.tables import Action, Condition, Trigger
from tests.factories import make_lead


async def make_trigger(
    site: Site,
    now: datetime,
    condition: Condition = Condition.lead_inactive,
    action: Action = Action.task,
    threshold: int = 45,
    **more: Any,
) -> Trigger:
    trigger = Trigger(
        id=new_id("trig"),
        site_id=site.id,
        condition=condition.value,
        action=action.value,
        threshold=threshold,
        created_at=now,
        updated_at=now,
        **more,
    )
    await trigger.save()
    return trigger


async def quiet_lead(site: Site, now: datetime, days: int = 60, **values: Any) -> Lead:
    """A lead without activity for so many days."""
    return await make_lead(site, now - timedelta(days=days), **values)


async def run(site: Site, now: datetime, made: Plan | None = None) -> tuple[Plan, list[tuple[Change, str]]]:
    """The plan, and what became of each change: "" or why it was skipped."""
    made = made or await plan(site.id, now)
    outcomes = []
    for change in made.changes:
        why = ""
        async with write_transaction():
            try:
                await apply(site.id, change, now)
            except SkipChange as skipped:
                why = str(skipped)
        outcomes.append((change, why))
    return made, outcomes
