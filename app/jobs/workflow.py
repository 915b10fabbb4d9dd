"""What a feature declares so that the mechanism can run it: steps, how they end, and what they are given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.jobs.tables import EvaluationJob

Output = dict[str, Any]


class GiveUp(Exception):
    """A step cannot succeed, however often it is tried: the job fails now, with this code and sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(sentence)


class TryAgain(Exception):
    """A step failed for a reason that may pass, such as an outage: it is tried again later.

    `wait` is how long at least. `is_counted=False` says that nothing was tried at all, so that no attempt is used up;
    whoever raises it sees to it that this ends.
    """

    def __init__(self, code: str, sentence: str, *, wait: timedelta = timedelta(0), is_counted: bool = True) -> None:
        self.code, self.sentence, self.wait, self.is_counted = code, sentence, wait, is_counted
        super().__init__(sentence)


@dataclass
class Work:
    """What a step is given: the job, the outputs of the steps before it, and the time at which the step began.

    `kept` passes large values between the steps of one process; a step must manage without it, since another process
    may take over. A closing step sets `result_id` to the record that the job made.
    """

    job: EvaluationJob
    outputs: dict[str, Output]
    now: datetime
    kept: dict[str, Any] = field(default_factory=dict)
    result_id: str | None = None


@dataclass(frozen=True)
class Step:
    """One step. `run` returns a small JSON object or raises `GiveUp` or `TryAgain`; others become `ProcessingError`.

    `late` is the error code and the sentence of a step that ran out of its time.
    """

    name: str
    run: Callable[[Work], Awaitable[Output]]
    time_limit: timedelta
    late: tuple[str, str] = ("ProcessingError", "This took longer than it may, and was stopped.")


@dataclass(frozen=True)
class Workflow:
    """Steps in order, then closing steps, which run inside the one transaction that completes the job.

    `on_failed` runs inside the transaction that fails the job, `on_retried` inside the one that opens a failed job
    again and may refuse by raising. `forget` names steps whose output is only needed until the job is completed.
    """

    name: str
    steps: Sequence[Step]
    closing: Sequence[Step]
    on_failed: Callable[[EvaluationJob, str, datetime], Awaitable[None]]
    on_retried: Callable[[EvaluationJob, datetime], Awaitable[None]]
    forget: frozenset[str] = frozenset()

    @property
    def step_names(self) -> list[str]:
        return [step.name for step in (*self.steps, *self.closing)]


Workflows = Sequence[Workflow]
