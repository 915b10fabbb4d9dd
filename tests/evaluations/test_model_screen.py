"""A site that asks a model: every answer and every failure ends in one result or one clear sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.evaluations.tables import Evaluation, ModelUsage
from app.jobs import ledger
from app.jobs.tables import EvaluationJob
from app.screening.policy import Policy, load_policy
from tests.evaluations.model_office import STUB, ModelOffice, choose
from tests.factories import World
from tests.jobs.toy import again
from tests.screening.evaluators.stand_in import Answer, StandIn, said, stand_in, truth

Open = Callable[..., ModelOffice]


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as found:
        yield found


@pytest.fixture
async def open_office(tmp_path: Path, server: StandIn, world: World) -> Open:
    await choose(world, evaluator="llm")
    return lambda **values: ModelOffice(tmp_path / "documents", server, world, **values)


async def stored(job: EvaluationJob) -> Evaluation:
    found = await Evaluation.objects().get(Evaluation.id == (await again(job)).evaluation_id)
    assert found is not None
    return found


async def attempts(job: EvaluationJob) -> int:
    return (await ledger.steps_of(job.id))["evaluate"].attempts


async def test_the_result_says_what_was_sent_and_nothing_of_whom(open_office: Open, now: datetime) -> None:
    office = open_office()
    job = await office.ask(now)
    assert (await office.sweep(now)).completed == 1
    evaluation = await stored(job)
    sent, verdict = json.loads(evaluation.sent), json.loads(evaluation.verdict)
    assert evaluation.model_version.startswith("llm stand-in-1 facts-1")
    assert (sent["model"], sent["prompt_version"], sent["prompt_tokens"], sent["fallback"]) == (
        "stand-in-1", "facts-1", 900, False,
    )  # fmt: skip
    assert sent["documents"][0]["redactions"]["name"] == 2
    assert "Jane" not in evaluation.sent and "3,000" not in evaluation.sent
    assert verdict["asked_model"]["name"] == "stand-in-1"
    usage = await ModelUsage.select().first()
    assert usage is not None and (usage["calls"], usage["tokens"], usage["day"]) == (1, 960, "2026-11-21")


async def test_a_site_of_the_installation_s_default_asks_nobody(
    open_office: Open, world: World, server: StandIn, now: datetime
) -> None:
    await choose(world, evaluator="")
    office = open_office()
    job = await office.ask(now)
    await office.sweep(now)
    evaluation = await stored(job)
    assert (evaluation.model_version, json.loads(evaluation.sent), server.requests) == ("leaselab-local-1", {}, [])


async def test_a_site_that_wants_a_model_where_none_is_configured_says_so(open_office: Open, now: datetime) -> None:
    office = open_office()
    from app.evaluations.workflow import build_workflow
    from tests.evaluations.model_office import local, read_lines

    office.workflow = build_workflow(office.office.store, read_lines, local)
    job = await office.ask(now)
    assert (await office.sweep(now)).failed == 1
    assert "LLM_BASE_URL" in ((await again(job)).error_message or "")


def late(request: dict[str, Any]) -> Answer:
    return Answer({}, 408)


def down(request: dict[str, Any]) -> Answer:
    return Answer({}, 503)


def nonsense(request: dict[str, Any]) -> Answer:
    return said("score: 100")


@pytest.mark.parametrize(
    ("behave", "code", "words"),
    [(late, "ModelTimeout", "in time"), (down, "ProcessingError", "503"), (nonsense, "ProcessingError", "twice")],
)
async def test_a_failing_model_is_tried_again_and_then_the_job_fails_once(
    open_office: Open, server: StandIn, now: datetime, behave: Any, code: str, words: str
) -> None:
    office, server.behave = open_office(), behave
    job = await office.ask(now)
    assert (await office.sweep(now)).retrying == 1
    failed = await office.until_closed(job, now)
    assert (failed.status, failed.error_code, failed.retry_count) == ("failed", code, 3)
    assert words in (failed.error_message or "")
    assert await Evaluation.count() == 0


@pytest.mark.parametrize(("values", "words"), [({"key": "wrong"}, "LLM_API_KEY"), ({"model": "nobody"}, "LLM_MODEL")])
async def test_what_only_the_operator_can_mend_fails_at_once(
    open_office: Open, now: datetime, values: dict[str, str], words: str
) -> None:
    office = open_office(falls_back=True, **values)
    job = await office.ask(now)
    assert (await office.sweep(now)).failed == 1
    failed = await again(job)
    assert (failed.error_code, words in (failed.error_message or "")) == ("ProcessingError", True)


async def test_the_server_s_wish_to_wait_is_honoured(open_office: Open, server: StandIn, now: datetime) -> None:
    office, server.behave = open_office(), lambda request: Answer({}, 429, {"Retry-After": "120"})
    job = await office.ask(now)
    await office.sweep(now)
    waiting = await again(job)
    assert waiting.due_at == now + timedelta(seconds=120) and len(server.requests) == 1
    server.behave = lambda request: said(truth(request))
    assert (await office.sweep(now + timedelta(seconds=121))).completed == 1


async def test_the_local_verdict_stands_in_where_the_operator_allows_it(
    open_office: Open, server: StandIn, now: datetime
) -> None:
    office, server.behave = open_office(falls_back=True), down
    job = await office.ask(now)
    assert (await office.until_closed(job, now)).status == "completed"
    evaluation = await stored(job)
    sent = json.loads(evaluation.sent)
    assert (sent["fallback"], evaluation.model_version, "503" in sent["reason"]) == (True, "leaselab-local-1", True)
    assert json.loads(evaluation.verdict)["asked_model"]["fallback"] is True


async def test_a_second_attempt_asks_only_what_is_not_answered_yet(
    open_office: Open, server: StandIn, now: datetime
) -> None:
    answers = iter([said('{"net_pay": "2,285.50"}'), Answer({}, 502)])
    office, server.behave = open_office(), lambda request: next(answers)
    job = await office.ask(now, STUB, STUB.replace("11/13", "10/30"))
    await office.sweep(now)
    server.behave = lambda request: said(truth(request))
    assert (await office.until_closed(job, now)).status == "completed"
    assert len(server.requests) == 3


async def test_after_five_failures_in_a_row_the_model_is_left_alone_for_a_minute(
    open_office: Open, server: StandIn, now: datetime
) -> None:
    office, server.behave = open_office(), down
    jobs = [await office.ask(now - timedelta(seconds=7 - place)) for place in range(7)]
    assert (await office.sweep(now)).retrying == 7
    assert len(server.requests) == 5
    resting = await again(jobs[6])
    assert resting.due_at is not None and resting.due_at >= now + timedelta(seconds=59)
    assert (resting.status, resting.retry_count, await attempts(resting)) == ("pending", 0, 0)
    assert "left alone" in (resting.error_message or "")
    await office.sweep(now + timedelta(seconds=30))
    assert len(server.requests) == 5, "nobody asks during the rest"
    await office.sweep(now + timedelta(seconds=62))
    assert len(server.requests) == 6, "one looks how the model is"
    server.behave = lambda request: said(truth(request))
    for minute in range(3, 6):
        await office.sweep(now + timedelta(minutes=minute))
    assert await Evaluation.count() == 7


async def test_a_wrong_answer_is_no_outage(open_office: Open, server: StandIn, now: datetime) -> None:
    office, server.behave = open_office(), nonsense
    for _ in range(7):
        await office.ask(now)
    await office.sweep(now)
    assert len(server.requests) == 14


async def test_a_job_does_not_wait_for_a_model_for_ever(open_office: Open, server: StandIn, now: datetime) -> None:
    office, server.behave = open_office(falls_back=True), down
    jobs = [await office.ask(now) for _ in range(7)]
    moment = now
    for _ in range(120):
        moment += timedelta(seconds=30)
        await office.sweep(moment)
    assert {(await again(job)).status for job in jobs} == {"completed"}


async def test_the_policy_of_the_site_decides_with_a_model_too(
    open_office: Open, server: StandIn, now: datetime
) -> None:
    async def rules(site_id: str) -> Policy:
        return replace(load_policy(), version="oak-7")

    office = open_office(falls_back=True)
    office.use(rules)
    answered = await office.ask(now)
    await office.sweep(now)
    assert (await stored(answered)).policy_version == "oak-7"
    server.behave = down
    fallen = await office.ask(now)
    await office.until_closed(fallen, now)
    evaluation = await stored(fallen)
    assert (evaluation.policy_version, evaluation.model_version) == ("oak-7", "leaselab-local-1")
