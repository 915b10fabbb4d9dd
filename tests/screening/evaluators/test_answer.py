"""Four forms of answers are accepted, everything else is not an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.screening.evaluators.answer import NotAnAnswer, facts_of, reply_of
from app.screening.verdict import DocumentType

FACTS = {"gross_pay": "3,000.00", "net_pay": ""}
PLAIN = json.dumps(FACTS)


def body(content: Any) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}], "usage": {"prompt_tokens": 3}}).encode()


@pytest.mark.parametrize(
    "response",
    [
        body(PLAIN),
        body(f"```json\n{PLAIN}\n```"),
        body(f"Here you are:\n```\n{PLAIN}\n```\nAnything else?"),
        body(json.dumps({"response": FACTS})),
        body(json.dumps({"result": PLAIN})),
        body([{"type": "text", "text": PLAIN}]),
        body(FACTS),
        json.dumps({"response": PLAIN}).encode(),
        json.dumps({"result": {"response": PLAIN}, "success": True}).encode(),
        json.dumps({"result": {"response": FACTS}, "success": True}).encode(),
        json.dumps({"result": json.loads(body(PLAIN))}).encode(),
    ],
)
def test_every_form_of_an_answer_gives_the_same_facts(response: bytes) -> None:
    assert facts_of(reply_of(response), DocumentType.paystub) == {"gross_pay": "3,000.00"}


@pytest.mark.parametrize(
    "response",
    [
        b"", b"<html>", b"[]", b"null", b'{"choices": []}', b'{"error": "x"}', b"[" * 100_000,
        body("I am sorry."), body("[1]"), body("```json\n{\n```"), body(json.dumps({"score": 100, "label": "A"})),
        body(json.dumps({"gross_pay": {"value": "1"}})), body(json.dumps({"gross_pay": ["1"]})),
        body(json.dumps({"gross_pay": True})), body(json.dumps({"gross_pay": "9" * 500})),
        body(json.dumps({"response": {"response": {"response": {"response": {"response": FACTS}}}}})),
    ],
)  # fmt: skip
def test_everything_else_is_not_an_answer(response: bytes) -> None:
    with pytest.raises(NotAnAnswer):
        facts_of(reply_of(response), DocumentType.paystub)


def test_scores_and_unknown_values_beside_facts_are_not_read() -> None:
    said = {"gross_pay": 3000.5, "net_pay": None, "score": 100, "recommendation": "approve", "fraud_signals": []}
    assert facts_of(reply_of(body(json.dumps(said))), DocumentType.paystub) == {"gross_pay": "3000.5"}


def test_tokens_that_are_no_numbers_count_nothing() -> None:
    reply = reply_of(
        json.dumps({"response": PLAIN, "usage": {"prompt_tokens": "many", "completion_tokens": -4}}).encode()
    )
    assert reply.tokens.total == 0
