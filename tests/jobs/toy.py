"""A small workflow over real rows, with steps that do what a test tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.database import new_id
from app.jobs.tables import EvaluationJob
from app.jobs.workflow import Output, Step, Work, Workflow
from app.leads.tables import Lead
from tests.factories import World, make_lead

Deed = Callable[[Work], Awaitable[None]]


@dataclass
class Toy:
    """`deeds` maps a step to what it does before it succeeds; `runs` counts how often each step began."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    runs: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    limit: timedelta = timedelta(seconds=5)

    def workflow(self) -> Workflow:
        return Workflow(
            name="toy",
            steps=[self._step("look"), self._step("think")],
            closing=[self._step("save"), self._step("tell")],
            on_failed=self._failed,
            on_retried=self._retried,
            forget=frozenset({"think"}),
        )

    def _step(self, name: str) -> Step:
        async def run(work: Work) -> Output:
            self.runs[name] += 1
            if name in self.deeds:
                await self.deeds[name](work)
            if name == "save":
                work.result_id = "result"
            return {"from": name}

        return Step(name, run, self.limit, ("TooLate", "Too late."))

    async def _failed(self, job: EvaluationJob, code: str, now: datetime) -> None:
        self.failures.append((job.id, code))

    async def _retried(self, job: EvaluationJob, now: datetime) -> None:
        self.runs["retried"] += 1


async def make_job(world: World, now: datetime, **values: object) -> EvaluationJob:
    lead: Lead = await make_lead(world.oak, now)
    given = {"lead_id": lead.id, "site_id": world.oak.id, "workflow": "toy", "requested_by": world.bob.id, **values}
    times = {"requested_at": now, "due_at": now, "created_at": now, "updated_at": now}
    job = EvaluationJob(id=new_id("job"), **{**times, **given})
    await job.save()
    return job


async def again(job: EvaluationJob) -> EvaluationJob:
    """The job as it stands in the database now."""
    found = await EvaluationJob.objects().get(EvaluationJob.id == job.id)
    assert found is not None
    return found
