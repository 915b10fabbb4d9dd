"""Requests, cancels, retries, removals and sweeps at once: none waits for another in a circle; the count is exact."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable
from datetime import datetime

from app.documents.delete import delete_document
from app.errors import LeaseLabError
from app.evaluations.quota import get_quota
from app.evaluations.request import request_evaluation
from app.jobs.operate import cancel_job, retry_job
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from tests.evaluations.instant import Office
from tests.factories import World, make_lead, make_world

LEADS = 6
DEEDS = 50
ROUNDS = 3


async def requested(world: World, lead: Lead, now: datetime) -> None:
    await request_evaluation(world.oak, lead.id, world.dora.id, now, force_reason="Again.", is_super_admin=True)


async def of_some_job(lead: Lead, office: Office, now: datetime, *, again: bool) -> None:
    """Cancels a job of the lead, or tries one again."""
    for job in await EvaluationJob.objects().where(EvaluationJob.lead_id == lead.id):
        await (retry_job if again else cancel_job)([office.workflow()], job, now)


async def changed(world: World, lead: Lead, office: Office, now: datetime, number: int) -> None:
    document = await office.add_document(lead, now, f"another {number}".encode())
    await delete_document(world.oak.id, document.id, world.bob.id, now)


def deed(world: World, lead: Lead, office: Office, now: datetime, chance: random.Random) -> Awaitable[object]:
    kind = chance.randrange(4)
    if kind == 0:
        return requested(world, lead, now)
    if kind == 1:
        return changed(world, lead, office, now, chance.randrange(10**9))
    return of_some_job(lead, office, now, again=kind == 2)


async def test_everything_at_once_keeps_the_count_exact(database: None, now: datetime, office: Office) -> None:
    world, chance = await make_world(now), random.Random(7)
    leads = [await make_lead(world.oak, now) for _ in range(LEADS)]
    for lead in leads:
        await office.add_document(lead, now, b"a stub")
    for _ in range(ROUNDS):
        mixed = [deed(world, chance.choice(leads), office, now, chance) for _ in range(DEEDS)]
        sweeps = [office.sweep(now, most=4) for _ in range(2)]
        answers = await asyncio.gather(*mixed, *sweeps, return_exceptions=True)
        surprises = [it for it in answers if isinstance(it, BaseException) and not isinstance(it, LeaseLabError)]
        assert surprises == []
    counted = await EvaluationJob.count().where(EvaluationJob.status != "failed")
    assert (await get_quota(world.oak.id, "free", "2026-11")).used == counted
