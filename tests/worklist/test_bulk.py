"""Several evaluations at once: each by the rules of one, none beyond the quota, each with its own answer."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from app.errors import NotFound, ValidationFailed
from app.evaluations.tables import Usage
from app.jobs.tables import EvaluationJob
from app.sites.current import CurrentSite
from app.worklist.bulk import MOST_AT_ONCE, get_bulk, request_many
from tests.browsing import person, text_of
from tests.factories import World, make_document, make_lead


def oak(world: World) -> CurrentSite:
    return CurrentSite(world.oak.id, "oak", "Oak Court", "UTC", "free")


async def leads_with_documents(world: World, now: datetime, many: int) -> list[str]:
    leads = [await make_lead(world.oak, now, last_name=f"Number{number}") for number in range(many)]
    for lead in leads:
        await make_document(lead, now)
    return [lead.id for lead in leads]


async def test_each_lead_gets_its_own_answer(world: World, now: datetime) -> None:
    ready, bare = (await leads_with_documents(world, now, 1))[0], (await make_lead(world.oak, now)).id
    foreign = (await make_lead(world.elm, now)).id
    bulk = await request_many(oak(world), [ready, bare, foreign, ready], world.bob.id, now)
    outcomes = {item["lead_id"]: item for item in json.loads(bulk.outcomes)}
    assert "job_id" in outcomes[ready]
    assert "no documents" in outcomes[bare]["refusal"]
    assert "no such lead" in outcomes[foreign]["refusal"]
    shown = await get_bulk(world.oak.id, bulk.id)
    assert [row["lead_id"] for row in shown["rows"]] == [ready, bare]
    assert (shown["open"], shown["done"], shown["refused"]) == (1, 0, 1)


async def test_the_quota_ends_in_the_middle_and_is_exact(world: World, now: datetime) -> None:
    ids = await leads_with_documents(world, now, 23)
    bulk = await request_many(oak(world), ids, world.bob.id, now)
    refused = [item for item in json.loads(bulk.outcomes) if "refusal" in item]
    assert len(refused) == 3
    assert await EvaluationJob.count() == 20
    assert (await Usage.select(Usage.evaluation_count).first())["evaluation_count"] == 20


async def test_none_and_too_many_are_refused_before_anything_begins(world: World, now: datetime) -> None:
    with pytest.raises(ValidationFailed):
        await request_many(oak(world), [], world.bob.id, now)
    with pytest.raises(ValidationFailed):
        await request_many(oak(world), [f"lead_{number}" for number in range(MOST_AT_ONCE + 1)], world.bob.id, now)
    assert await EvaluationJob.count() == 0


async def test_another_site_does_not_see_the_request(world: World, now: datetime) -> None:
    bulk = await request_many(oak(world), await leads_with_documents(world, now, 1), world.bob.id, now)
    with pytest.raises(NotFound):
        await get_bulk(world.elm.id, bulk.id)


async def test_the_form_of_the_list_begins_them_and_shows_their_progress(
    world: World, app: object, now: datetime
) -> None:
    ids = await leads_with_documents(world, now, 2)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post("/sites/oak/leads/evaluations", {"lead": ids})
        assert answer.status_code == 303
        page = await bob.get(answer.headers["location"])
        assert "0 of 2 finished" in text_of(page)
        assert 'hx-trigger="every 3s"' in page.text
        fragment = await bob.get(answer.headers["location"], **{"hx-target": "bulk", "hx-request": "true"})
        assert fragment.text.lstrip().startswith('<section id="bulk"')
        nothing = await bob.post("/sites/oak/leads/evaluations", {})
        assert nothing.status_code == 422 and "Choose at least one lead" in nothing.text
