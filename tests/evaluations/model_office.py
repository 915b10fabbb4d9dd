"""An office whose site asks a model: a stand-in over HTTP, and stubs that are read from plain lines."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.documents.reader import current_reader
from app.evaluations.model_screen import ModelScreen
from app.evaluations.request import request_evaluation
from app.evaluations.steps import Rules
from app.evaluations.workflow import build_workflow
from app.jobs.runner import Swept, drain
from app.jobs.tables import EvaluationJob
from app.jobs.workflow import Workflow
from app.screening.evaluators.endpoint import Endpoint
from app.screening.evaluators.llm import ModelEvaluator
from app.screening.policy import Policy, load_policy
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Page, Reading, Word
from app.screening.screen import screen
from app.screening.verdict import Applicant, Verdict
from app.sites.tables import Site
from tests.evaluations.instant import PACE, Office
from tests.factories import World, make_lead
from tests.jobs.toy import again
from tests.screening.evaluators.stand_in import KEY, MODEL, StandIn

PATIENCE_SECONDS = 30.0
"""For an answer on a busy machine; a time limit that passes would count as a failure that nobody asked for."""
STUB = """Acme Corp
Earnings Statement
Employee Name: Jane Doe
Pay Date: 11/13/2026
Pay Frequency: Biweekly
Employer: Acme Corp
Gross Pay 3,000.00
Total Deductions 714.50
Net Pay 2,285.50
"""


def read_lines(content: bytes) -> Reading:
    """A page of words, one line of print for each line of text."""
    if content.startswith(b"bad"):
        raise ReadingError("damaged")
    words = []
    for row, line in enumerate(content.decode().splitlines()):
        left = 40.0
        for text in line.split():
            words.append(Word(text, (left, 40.0 + 20 * row, left + 5.5 * len(text), 50.0 + 20 * row)))
            left += 5.5 * (len(text) + 1)
    page = Page(1, 612, 792, tuple(words), "text")
    return Reading(hashlib.sha256(content).hexdigest(), "application/pdf", (page,), 1, reader_version="lines")


def local(applicant: Applicant, files: Any, as_of: date, policy: Policy | None = None) -> Verdict:
    """The local evaluator."""
    return screen(applicant, files, policy or load_policy(), as_of)


@dataclass
class ModelOffice:
    """The site Oak wants the model of `server`."""

    folder: Path
    server: StandIn
    world: World
    falls_back: bool = False
    key: str = KEY
    model: str = MODEL
    office: Office = field(init=False)
    workflow: Workflow = field(init=False)

    def __post_init__(self) -> None:
        self.office = Office(self.folder)
        self.use(None)

    def use(self, rules: Rules | None) -> None:
        """The workflow with these policies of sites."""
        endpoint = Endpoint(self.server.url, self.key, self.model, PATIENCE_SECONDS)
        asks = ModelScreen(
            ModelEvaluator(endpoint, 2, 0), self.office.store, current_reader, falls_back=self.falls_back
        )
        self.workflow = build_workflow(self.office.store, read_lines, local, asks, rules)

    async def ask(self, now: datetime, *contents: str) -> EvaluationJob:
        """A new lead with these stubs, and the job that was asked for."""
        lead = await make_lead(self.world.oak, now)
        for number, content in enumerate(contents or (STUB,)):
            await self.office.add_document(
                lead, now, f"{content}\n{lead.id}".encode(), file_name=f"{number}.pdf", document_type="paystub"
            )
        return (await request_evaluation(self.world.oak, lead.id, self.world.bob.id, now)).job

    async def sweep(self, now: datetime) -> Swept:
        return await drain([self.workflow], now=now, worker_id="worker_1", pace=PACE)

    async def until_closed(self, job: EvaluationJob, now: datetime) -> EvaluationJob:
        while (due := (await again(job)).due_at) is not None:
            await self.sweep(max(now, due))
        return await again(job)


async def choose(world: World, **values: Any) -> None:
    """What a manager does on the settings page."""
    await Site.update(values).where(Site.id == world.oak.id)
