"""What a scheduled job is: when it is due, what it would change, and how it changes one thing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class SkipChange(Exception):
    """Raised by `apply`: the change is not needed any more or not allowed now. Its text is the reason shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan. `text` is a sentence without anybody's name; `data` is what `apply` needs, as JSON."""

    subject_id: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would change, of how many records it looked at; `lines` are sentences for the run's log."""

    processed: int
    changes: Sequence[Change]
    lines: Sequence[str] = ()


MakePlan = Callable[[str, datetime], Awaitable[Plan]]
"""(site_id, now) to a plan. Reads only; no transaction is open."""
ApplyChange = Callable[[str, Change, datetime], Awaitable[None]]
"""(site_id, change, now). Called inside a write transaction, with others of its plan; so it opens none, does nothing
slow or networked (that goes through an outbox), and may be called again after the transaction was rolled back."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`cron` has five fields, in UTC. `is_nightly` ones belong to the set that `/api/jobs/process` runs by default."""

    name: str
    title: str
    about: str
    cron: str
    plan: MakePlan
    apply: ApplyChange
    is_nightly: bool = True
