"""A site's daily budget for the model is exact, whoever calls at once, and refused with a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.evaluations.breaker import MODEL, breaker_state, closed_until, record_failure, record_success
from app.evaluations.evaluators import chosen_evaluator, evaluators_available
from app.evaluations.model_budget import ModelBudgetSpent, add_tokens, get_model_budget, take_call
from app.evaluations.quota import get_quota
from app.evaluations.tables import Breaker
from app.settings import read_settings
from tests.evaluations.model_office import STUB, ModelOffice, choose
from tests.factories import World
from tests.jobs.toy import again
from tests.screening.evaluators.stand_in import StandIn, stand_in


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as found:
        yield found


async def test_calls_at_once_never_go_over_the_limit(world: World, now: datetime) -> None:
    await choose(world, llm_daily_calls=5)
    answers = await asyncio.gather(*(take_call(world.oak.id, now) for _ in range(12)), return_exceptions=True)
    assert sum(isinstance(answer, ModelBudgetSpent) for answer in answers) == 7
    assert (await get_model_budget(world.oak.id, now)).calls == 5


async def test_tokens_end_the_day_and_the_next_day_is_new(world: World, now: datetime) -> None:
    await choose(world, llm_daily_tokens=1000)
    await take_call(world.oak.id, now)
    await add_tokens(world.oak.id, 1200, now)
    with pytest.raises(ModelBudgetSpent):
        await take_call(world.oak.id, now)
    await take_call(world.oak.id, now + timedelta(days=1))
    await take_call(world.elm.id, now)


async def test_no_limit_is_no_limit(world: World, now: datetime) -> None:
    for _ in range(3):
        await take_call(world.oak.id, now)
    await add_tokens(world.oak.id, 5_000_000, now)
    assert not (await get_model_budget(world.oak.id, now)).is_spent


async def test_a_spent_budget_fails_the_job_and_refuses_the_next_request(
    world: World, server: StandIn, tmp_path: Path, now: datetime
) -> None:
    await choose(world, evaluator="llm", llm_daily_calls=1)
    office = ModelOffice(tmp_path, server, world)
    job = await office.ask(now, STUB, STUB.replace("11/13", "10/30"))
    assert (await office.sweep(now)).failed == 1
    failed = await again(job)
    assert (failed.error_code, "midnight" in (failed.error_message or "")) == ("ModelBudgetSpent", True)
    assert len(server.requests) == 1
    with pytest.raises(ModelBudgetSpent):
        await office.ask(now)
    assert (await get_quota(world.oak.id, "free", "2026-11")).used == 0
    await choose(world, evaluator="local")
    await office.ask(now)


async def test_the_breaker_opens_at_the_fifth_failure_and_a_success_closes_it(database: None, now: datetime) -> None:
    for _ in range(4):
        await record_failure("No answer.", now)
    assert await closed_until(now) is None
    await record_failure("No answer.", now)
    assert await closed_until(now) == now + timedelta(seconds=60)
    state = await breaker_state(now)
    assert (state.is_open, state.failures, state.last_error) == (True, 5, "No answer.")
    later = now + timedelta(seconds=61)
    assert [await closed_until(later) for _ in range(2)] == [None, later + timedelta(seconds=60)], "one may look"
    await record_success(later)
    assert await closed_until(later) is None and not (await breaker_state(later)).is_open


async def test_failures_from_several_workers_add_up(database: None, now: datetime) -> None:
    await asyncio.gather(*(record_failure("x" * 500, now) for _ in range(8)))
    row = await Breaker.select().where(Breaker.name == MODEL).first()
    assert row is not None and (row["failures"], len(row["last_error"])) == (8, 255)


async def test_only_one_of_many_workers_looks_after_the_rest(database: None, now: datetime) -> None:
    for _ in range(5):
        await record_failure("No answer.", now)
    later = now + timedelta(seconds=61)
    answers = await asyncio.gather(*(closed_until(later) for _ in range(6)))
    assert answers.count(None) == 1


def test_a_model_that_is_not_configured_cannot_be_chosen() -> None:
    plain, model = (read_settings(values) for values in ({}, {"LLM_BASE_URL": "http://127.0.0.1:1/v1"}))
    assert [(it.code, it.is_configured, it.is_default) for it in evaluators_available(plain)] == [
        ("local", True, True),
        ("llm", False, False),
    ]
    assert evaluators_available(model)[1].is_configured
    assert (chosen_evaluator("", plain), chosen_evaluator("llm", plain)) == ("local", "llm")
