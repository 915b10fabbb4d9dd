"""How often a token may ask."""

from __future__ import annotations

from app.api_limits import A_MINUTE, BURST_PART, Buckets
from tests.api.conftest import Program
from tests.api.refused import refusal

BURST = A_MINUTE // BURST_PART


def test_a_bucket_lets_a_burst_through_and_then_the_steady_rate() -> None:
    buckets = Buckets(burst=3, a_minute=60)
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a", 0.0) == 1.0
    assert buckets.take("a", 0.75) == 0.25
    assert buckets.take("a", 1.0) == 0
    assert buckets.take("b", 1.0) == 0


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    buckets = Buckets(burst=2, a_minute=60)
    assert buckets.take("a", 0.0) == 0
    assert [buckets.take("a", 1e6) > 0 for _ in range(3)] == [False, False, True]


def test_the_callers_remembered_are_bounded_and_the_silent_ones_go_first() -> None:
    buckets = Buckets(burst=1, a_minute=60, most_kept=100)
    for number in range(1000):
        buckets.take(str(number), 0.0)
        buckets.take("busy", 0.0)
    assert len(buckets) == 100
    assert buckets.take("busy", 0.0) > 0


async def test_a_token_that_asks_too_often_is_told_when_to_come_back(bob: Program, alice: Program) -> None:
    answers = [await bob.get("/api/ops/leads/none") for _ in range(2 * BURST)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= BURST / 2
    assert refusal(refused[-1], 429, "TooManyRequests")["retry_after"] == 1
    assert refused[-1].headers["retry-after"] == "1"
    assert (await alice.get("/api/ops/leads")).status_code == 200
