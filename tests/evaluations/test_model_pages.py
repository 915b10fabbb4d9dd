"""What people see of the model: on the queue's page while it rests, and on the result."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.clock import utc_now
from app.evaluations.breaker import record_failure
from tests.browsing import person, text_of
from tests.evaluations.model_office import ModelOffice, choose
from tests.factories import World
from tests.screening.evaluators.stand_in import Answer, StandIn, said, stand_in, truth


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as found:
        yield found


async def test_the_queue_says_when_the_model_is_left_alone(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        assert "left alone" not in text_of(await alice.get("/sites/oak/jobs"))
        for _ in range(5):
            await record_failure("The model's server cannot be reached.", utc_now())
        page = text_of(await alice.get("/sites/oak/jobs"))
    assert "failed 5 times in a row" in page and "cannot be reached" in page and "Requests wait safely" in page


async def test_the_result_names_the_model_and_shows_what_is_unconfirmed(
    app: Any, world: World, server: StandIn, tmp_path: Path
) -> None:
    server.behave = lambda request: said({**truth(request), "gross_pay": "9,999.00"})
    await choose(world, evaluator="llm")
    office = ModelOffice(tmp_path, server, world)
    job = await office.ask(utc_now())
    await office.sweep(utc_now())
    async with person(app, "alice@oak.example") as alice:
        page = text_of(await alice.get(f"/sites/oak/leads/{job.lead_id}"))
    assert "The model stand-in-1 read masked pages and only reported facts" in page
    assert "Unconfirmed, not counted" in page and "gross pay 9999.00 (the page has another value)" in page


async def test_the_result_says_that_it_is_a_local_fallback(
    app: Any, world: World, server: StandIn, tmp_path: Path
) -> None:
    server.behave = lambda request: Answer({}, 503)
    await choose(world, evaluator="llm")
    office = ModelOffice(tmp_path, server, world, falls_back=True)
    now = utc_now()
    job = await office.ask(now)
    await office.until_closed(job, now)
    async with person(app, "alice@oak.example") as alice:
        page = text_of(await alice.get(f"/sites/oak/leads/{job.lead_id}"))
    assert "Local fallback:" in page and "this machine's own reading alone" in page
