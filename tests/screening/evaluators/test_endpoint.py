"""The protocol over real HTTP: every way of answering, and every way of failing, told apart."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from app.screening.evaluators.answer import NotAnAnswer
from app.screening.evaluators.endpoint import Endpoint
from app.screening.evaluators.failures import ModelDown, ModelRefused, ModelTimeout
from tests.screening.evaluators.conftest import Counted
from tests.screening.evaluators.stand_in import KEY, MODEL, Answer, StandIn, said

SCHEMA = {"type": "object", "properties": {"net_pay": {"type": "string"}}}
MESSAGES = [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]


@pytest.fixture
def meter() -> Iterator[Counted]:
    yield Counted()


def endpoint_of(server: StandIn, **values: Any) -> Endpoint:
    return Endpoint(**{"base_url": server.url, "api_key": KEY, "model": MODEL, "seconds": 5.0, **values})


async def test_a_good_answer_with_its_cost(model: StandIn, meter: Counted) -> None:
    model.behave = lambda request: said({"net_pay": "1.00"}, 11, 22)
    reply, dialect = await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)
    assert (json.loads(reply.text), reply.tokens.total, dialect.rung) == ({"net_pay": "1.00"}, 33, "json_schema")
    request = model.asked[0]
    assert (request["temperature"], request["max_tokens"], model.paths) == (0.1, 2000, ["/v1/chat/completions"])
    assert request["response_format"]["json_schema"]["strict"] is True
    assert (meter.begun, [tokens.total for tokens in meter.answers], meter.failures) == (1, [33], [])


@pytest.mark.parametrize("taken", ["bare_schema", "json_object", "prompt"])
async def test_the_ladder_goes_down_once_and_is_remembered(model: StandIn, meter: Counted, taken: str) -> None:
    def behave(request: dict[str, Any]) -> Answer:
        return said("{}") if _rung(request) == taken else Answer({"error": {"message": "unknown format"}}, 500)

    model.behave = behave
    endpoint = endpoint_of(model)
    for _ in range(2):
        _, dialect = await endpoint.ask(MESSAGES, SCHEMA, meter)
        assert dialect.rung == taken
    rungs = [_rung(request) for request in model.asked]
    assert rungs[-1] == rungs[-2] == taken and len(rungs) == len(set(rungs)) + 1


def _rung(request: dict[str, Any]) -> str:
    form = request.get("response_format", {})
    if form.get("type") == "json_schema":
        return "json_schema" if "strict" in form["json_schema"] else "bare_schema"
    return str(form.get("type", "prompt"))


async def test_a_modern_endpoint_gets_its_own_name_for_the_limit(model: StandIn, meter: Counted) -> None:
    def behave(request: dict[str, Any]) -> Answer:
        words = {"error": {"message": "Unsupported parameter: use max_completion_tokens instead."}}
        return Answer(words, 400) if "max_tokens" in request else said("{}")

    model.behave = behave
    _, dialect = await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)
    assert (dialect.rung, dialect.is_modern, len(model.requests)) == ("json_schema", True, 2)
    assert "temperature" not in model.asked[1]


async def test_a_slow_answer_and_a_dripping_one_end_in_time(model: StandIn, meter: Counted) -> None:
    for behaviour in (Answer({}, after=60), Answer({"choices": []}, drip=0.05)):
        model.behave = lambda request, answer=behaviour: answer
        began = time.monotonic()
        with pytest.raises(ModelTimeout, match="in time"):
            await endpoint_of(model, seconds=0.3).ask(MESSAGES, SCHEMA, meter)
        assert time.monotonic() - began < 30
    assert all(failure.is_outage for failure in meter.failures)


async def test_a_broken_connection_and_no_server_at_all(model: StandIn, meter: Counted) -> None:
    model.behave = lambda request: Answer(is_cut=True)
    with pytest.raises(ModelDown, match="cannot be reached"):
        await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)
    with pytest.raises(ModelDown, match="cannot be reached"):
        await endpoint_of(model, base_url="http://127.0.0.1:9/v1").ask(MESSAGES, SCHEMA, meter)
    assert len(meter.failures) == 2


async def test_a_short_wish_to_wait_is_granted_on_the_spot(model: StandIn, meter: Counted) -> None:
    answers = iter([Answer({}, 429, {"Retry-After": "0.05"}), said("{}")])
    model.behave = lambda request: next(answers)
    await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)
    assert (len(model.requests), meter.failures) == (2, [])


@pytest.mark.parametrize(
    ("status", "wish", "granted"), [(429, "120", 120.0), (503, "86400", 900.0), (429, "soon", None), (502, "-3", 0.0)]
)
async def test_a_longer_wish_is_passed_on_bounded(
    model: StandIn, meter: Counted, status: int, wish: str, granted: float | None
) -> None:
    model.behave = lambda request: Answer({}, status, {"Retry-After": wish})
    with pytest.raises(ModelDown) as raised:
        await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)
    assert raised.value.retry_after == granted and str(status) in raised.value.sentence


async def test_a_server_that_only_answers_500_is_down(model: StandIn, meter: Counted) -> None:
    model.behave = lambda request: Answer({}, 500)
    with pytest.raises(ModelDown, match="HTTP 500"):
        await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)


@pytest.mark.parametrize(
    ("values", "words"),
    [({"api_key": "wrong"}, "LLM_API_KEY"), ({"model": "nobody"}, "no model called nobody")],
)
async def test_a_wrong_key_or_model_is_for_the_operator(
    model: StandIn, meter: Counted, values: dict[str, str], words: str
) -> None:
    with pytest.raises(ModelRefused, match=words) as raised:
        await endpoint_of(model, **values).ask(MESSAGES, SCHEMA, meter)
    assert not raised.value.is_outage and "wrong" not in raised.value.sentence


async def test_a_request_that_no_dialect_makes_acceptable_is_for_the_operator(model: StandIn, meter: Counted) -> None:
    model.behave = lambda request: Answer({"error": {"message": "no pictures"}}, 400)
    with pytest.raises(ModelRefused, match="LLM_PICTURES=0"):
        await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)


async def test_an_endless_answer_is_cut_off(model: StandIn, meter: Counted) -> None:
    model.behave = lambda request: said("a" * 3_000_000)
    with pytest.raises(NotAnAnswer, match="too long"):
        await endpoint_of(model).ask(MESSAGES, SCHEMA, meter)


async def test_the_models_of_a_server_are_listed(model: StandIn) -> None:
    assert await endpoint_of(model).models() == [MODEL]
    with pytest.raises(ModelDown):
        await endpoint_of(model, base_url="http://127.0.0.1:9/v1").models()


def test_the_key_is_not_in_the_words_of_the_endpoint(model: StandIn) -> None:
    assert KEY not in repr(endpoint_of(model))
