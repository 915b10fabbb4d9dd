"""What a site may spend on the model in a day (UTC): counted before each call, exactly, whoever calls at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.database import look_up, new_id, write_transaction
from app.errors import NotFound
from app.evaluations.evaluators import MODEL, chosen_evaluator
from app.evaluations.quota import QuotaExceeded
from app.evaluations.tables import ModelUsage


class ModelBudgetSpent(QuotaExceeded):
    """The day's budget for the model is spent. It begins anew at midnight UTC; a manager can raise it."""


@dataclass(frozen=True, slots=True)
class ModelBudget:
    """A day's spending and limits, of which 0 is none, and the evaluator that the site has chosen."""

    day: str
    calls: int
    tokens: int
    most_calls: int
    most_tokens: int
    evaluator: str

    @property
    def is_spent(self) -> bool:
        return bool(
            (self.most_calls and self.calls >= self.most_calls)
            or (self.most_tokens and self.tokens >= self.most_tokens)
        )


async def get_model_budget(site_id: str, now: datetime) -> ModelBudget:
    """Where the site stands today. Raises NotFound."""
    day = day_of(now)
    rows = await look_up(
        "SELECT s.evaluator, s.llm_daily_calls, s.llm_daily_tokens, u.calls, u.tokens FROM sites s"
        " LEFT JOIN llm_usage u ON u.site_id = s.id AND u.day = {} WHERE s.id = {}",
        day, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound
    row = rows[0]
    limits = (row["llm_daily_calls"], row["llm_daily_tokens"])
    return ModelBudget(day, row["calls"] or 0, row["tokens"] or 0, *limits, row["evaluator"])


async def require_model_budget(site_id: str, now: datetime) -> None:
    """Where the site asks a model, an evaluation is refused that could not ask any more. Raises ModelBudgetSpent."""
    budget = await get_model_budget(site_id, now)
    if budget.is_spent and chosen_evaluator(budget.evaluator) == MODEL:
        raise ModelBudgetSpent


async def take_call(site_id: str, now: datetime) -> None:
    """Count a call before it is made. Raises ModelBudgetSpent, and then nothing is counted.

    One statement: of two calls at once that would both be the last one, one is refused.
    """
    limits = await get_model_budget(site_id, now)
    if limits.is_spent:
        raise ModelBudgetSpent
    async with write_transaction():
        rows = await ModelUsage.raw(
            "INSERT INTO llm_usage (id, site_id, day, calls, tokens) VALUES ({}, {}, {}, 1, 0)"
            " ON CONFLICT (site_id, day) DO UPDATE SET calls = llm_usage.calls + 1"
            " WHERE llm_usage.calls < {} AND llm_usage.tokens < {} RETURNING calls",
            new_id("use"), site_id, limits.day, limits.most_calls or _ENDLESS, limits.most_tokens or _ENDLESS,
        )  # fmt: skip
    if not rows:
        raise ModelBudgetSpent


async def add_tokens(site_id: str, tokens: int, now: datetime) -> None:
    """What an answer cost, once it is known: the call that goes over the limit is the day's last."""
    async with write_transaction():
        await ModelUsage.raw(
            "UPDATE llm_usage SET tokens = tokens + {} WHERE site_id = {} AND day = {}", tokens, site_id, day_of(now)
        )


def day_of(now: datetime) -> str:
    """The day to which a call belongs: `YYYY-MM-DD`."""
    return now.date().isoformat()


_ENDLESS = 2_000_000_000
