"""The step `evaluate` where a site asks a model: breaker, budget, the question, and what each failure means."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import monotonic

from app.documents.tables import LeadDocument
from app.evaluations.breaker import closed_until, record_failure, record_success
from app.evaluations.model_budget import ModelBudgetSpent, add_tokens, take_call
from app.evaluations.model_pictures import ModelPictures
from app.jobs.workflow import GiveUp, Output, TryAgain, Work
from app.screening.evaluators.failures import ModelDown, ModelFailure, ModelRefused, ModelTimeout
from app.screening.evaluators.llm import Memory, ModelEvaluator
from app.screening.evaluators.sent import Judged, fallen_back
from app.screening.evaluators.spending import Tokens
from app.screening.policy import Policy
from app.screening.reading.pages import ReadFile
from app.screening.reading.reader import Reader
from app.screening.verdict import Applicant, Verdict
from app.storage import DocumentStore, StorageError

LONGEST_WAIT = timedelta(minutes=15)
"""For so long a job waits without using up its attempts while the model is left alone."""
MOST_REMEMBERED = 50
RESTING = "The model has failed several times in a row and is left alone for a minute."
Screen = Callable[[Applicant, Sequence[ReadFile], date], Verdict]


@dataclass(frozen=True)
class ModelScreen:
    """Asks `evaluator`. With `falls_back` the local verdict stands in once every retry is used up."""

    evaluator: ModelEvaluator
    store: DocumentStore
    reader: Callable[[], Reader]
    picture_side: int = 1120
    falls_back: bool = False
    _memories: OrderedDict[str, Memory] = field(default_factory=OrderedDict)

    async def judge(
        self,
        work: Work,
        applicant: Applicant,
        files: Sequence[ReadFile],
        as_of: date,
        local: Screen,
        policy: Policy | None = None,
    ) -> Output:
        """`verdict` with the model's facts, or the marked local one, and what was `sent`.

        Raises TryAgain while the model is away, GiveUp where only the operator or tomorrow helps, `NothingReadable`.
        """
        try:
            await _require_rest_is_over(work)
            return _output(await self._ask(work, applicant, files, as_of, policy))
        except ModelBudgetSpent as spent:
            raise GiveUp(spent.code, spent.message) from spent
        except ModelRefused as failure:
            raise GiveUp("ProcessingError", failure.sentence) from failure
        except StorageError as error:
            raise TryAgain("StorageError", "The document store did not answer.") from error
        except ModelFailure as failure:
            if self.falls_back and work.job.retry_count >= work.job.max_retries:
                verdict = await asyncio.to_thread(local, applicant, files, as_of)
                return _output(fallen_back(verdict, self.evaluator.endpoint.model, failure))
            raise _again(failure, work) from failure

    async def _ask(
        self, work: Work, applicant: Applicant, files: Sequence[ReadFile], as_of: date, policy: Policy | None
    ) -> Judged:
        ids = [item.file_id for item in files]
        documents = await LeadDocument.objects().where(LeadDocument.id.is_in(ids))
        memory = self._memories.setdefault(work.job.id, Memory())
        while len(self._memories) > MOST_REMEMBERED:
            self._memories.popitem(last=False)
        judged = await self.evaluator.evaluate(
            applicant,
            files,
            as_of,
            pictures=ModelPictures(documents, self.store, self.reader, self.picture_side),
            policy=policy,
            meter=SiteMeter(str(work.job.site_id), work.now),
            memory=memory,
        )
        self._memories.pop(work.job.id, None)
        return judged


@dataclass(frozen=True, slots=True)
class SiteMeter:
    """Counts a site's calls and tokens, and tells the breaker how the model is."""

    site_id: str
    began: datetime
    _started: float = field(default_factory=monotonic)

    async def begin(self) -> None:
        """Raises ModelBudgetSpent."""
        await take_call(self.site_id, self.now)

    @property
    def now(self) -> datetime:
        """A model may take a minute to fail, and its rest begins only then."""
        return self.began + timedelta(seconds=monotonic() - self._started)

    async def answered(self, tokens: Tokens) -> None:
        """The model is well."""
        await record_success(self.now)
        if tokens.total:
            await add_tokens(self.site_id, tokens.total, self.now)

    async def failed(self, failure: ModelFailure) -> None:
        """Only trouble of the endpoint itself counts: a wrong key or a nonsensical answer is no outage."""
        if failure.is_outage:
            await record_failure(failure.sentence, self.now, _wish(failure))


def _output(judged: Judged) -> Output:
    sent = judged.sent
    asked = {"name": sent["model"], "fallback": sent["fallback"], "reason": sent.get("reason", "")}
    return {"verdict": {**judged.verdict.to_json(), "asked_model": asked}, "sent": sent}


class _Resting(ModelFailure):
    """The model is not asked at present."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(RESTING)


async def _require_rest_is_over(work: Work) -> None:
    until = await closed_until(work.now)
    if until is not None:
        raise _Resting(until)


def _again(failure: ModelFailure, work: Work) -> TryAgain:
    if isinstance(failure, _Resting):
        has_patience = work.now - (work.job.started_at or work.now) < LONGEST_WAIT
        wait = failure.until - work.now
        return TryAgain("ModelTimeout", failure.sentence, wait=wait, is_counted=not has_patience)
    code = "ModelTimeout" if isinstance(failure, ModelTimeout) else "ProcessingError"
    return TryAgain(code, failure.sentence, wait=_wish(failure))


def _wish(failure: ModelFailure) -> timedelta:
    """How long the server asks to be left alone."""
    seconds = failure.retry_after if isinstance(failure, ModelDown) else None
    return timedelta(seconds=seconds or 0)
