"""How long things last: a claim, and the waits before another try."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

_chance = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. A claim is extended every third of its length: a worker that died keeps a job for `claim` at most.

    A step is tried `len(step_waits)` times; then the whole job waits `job_waits[n]` before its retry number n + 1.
    """

    claim: float = 30.0
    step_waits: tuple[float, ...] = (1.0, 2.0, 4.0)
    job_waits: tuple[float, ...] = (30.0, 120.0, 480.0)
    jitter: float = 0.25

    @property
    def attempts(self) -> int:
        return len(self.step_waits)

    @property
    def claim_length(self) -> timedelta:
        return timedelta(seconds=self.claim)

    def step_wait(self, attempts: int) -> timedelta:
        """The wait after attempt number `attempts` failed."""
        return self._stretched(self.step_waits[min(attempts, len(self.step_waits)) - 1])

    def job_wait(self, retry_count: int) -> timedelta:
        """The wait before the job's retry number `retry_count`."""
        return self._stretched(self.job_waits[min(retry_count, len(self.job_waits)) - 1])

    def _stretched(self, seconds: float) -> timedelta:
        return timedelta(seconds=seconds * (1 + _chance.uniform(0, self.jitter)))
