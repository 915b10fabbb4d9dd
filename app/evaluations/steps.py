"""The four steps that find out: fetch-lead, load-documents, read-documents, evaluate."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from app.columns import object_of
from app.database import look_up
from app.documents.tables import LeadDocument
from app.evaluations.applicant import applicant_of
from app.evaluations.evaluators import LOCAL, chosen_evaluator
from app.evaluations.readings import MISSING, Readings
from app.jobs.workflow import GiveUp, Output, TryAgain, Work
from app.screening.policy import Policy
from app.screening.reading.errors import MAY_PASS, SENTENCES, ReadingError
from app.screening.reading.pages import ReadFile
from app.screening.screen import NothingReadable
from app.screening.verdict import Applicant, Verdict
from app.storage import StorageError

Screen = Callable[..., Verdict]
"""Applicant, files and the day to a verdict, by `policy` where `Rules` are given; synchronous.

Raises NothingReadable, or TimeoutError when a model does not answer."""

Rules = Callable[[str], Awaitable[Policy]]
"""A site's id to the policy in force there; `screen` is then given it as `policy`."""


class Model(Protocol):
    """What asks a model for sites that want it. Not imported here: a local installation never loads it."""

    async def judge(
        self,
        work: Work,
        applicant: Applicant,
        files: Sequence[ReadFile],
        as_of: date,
        local: Screen,
        policy: Policy | None,
    ) -> Output:
        """`verdict` and `sent`. Raises TryAgain, GiveUp and NothingReadable."""


READ_AT_ONCE = 2
"""While one document is looked at by the OCR process, the next is parsed."""
STORE_DOWN = "The document store did not answer."
PASSING = frozenset(SENTENCES[code] for code in MAY_PASS)
"""What is said of documents that are not at fault."""


@dataclass(frozen=True)
class Steps:
    """The steps over their outer world: where bytes lie, what reads them, what judges them, which model may help."""

    readings: Readings
    screen: Screen
    model: Model | None = None
    rules: Rules | None = None

    async def fetch_lead(self, work: Work) -> Output:
        """The lead is still there and its month is not overdrawn (defensive: the request has counted it already)."""
        counted = (await _lead(work))["is_overdrawn"]
        if counted is None or counted:
            raise GiveUp("QuotaExceeded", "The evaluations of this month are used up.")
        return {"lead_id": str(work.job.lead_id)}

    async def load_documents(self, work: Work) -> Output:
        """Which documents this job looks at, from here on the same ones, and whether their bytes are there."""
        documents = await look_up(
            "SELECT id, sha256, storage_key FROM lead_documents WHERE lead_id = {} AND deleted_at IS NULL"
            " ORDER BY uploaded_at, id",
            work.job.lead_id,
        )
        if not documents:
            raise GiveUp("ResourceNotFound", "The lead has no documents any more.")
        try:
            found = [await self.readings.store.stat(document["storage_key"]) is not None for document in documents]
        except StorageError as error:
            raise TryAgain("StorageError", STORE_DOWN) from error
        if not any(found):
            raise GiveUp("ResourceNotFound", "None of the files is in the document store any more. Upload them again.")
        return {
            "documents": [{"id": item["id"], "sha256": item["sha256"]} for item in documents],
            "missing": found.count(False),
        }

    async def read_documents(self, work: Work) -> Output:
        """Reads each document; one that cannot be read among good ones is reported, not fatal."""
        files = await self._read_all(work, await _documents(work))
        errors = {item.file_id: item.error for item in files if item.error is not None}
        if len(errors) == len(files):
            if all(error == MISSING for error in errors.values()):
                raise GiveUp(
                    "ResourceNotFound", "None of the files is in the document store any more. Upload them again."
                )
            if all(error in PASSING for error in errors.values()):
                raise GiveUp("ProcessingError", "The documents could not be read in time. Evaluate again later.")
            raise GiveUp("DocumentsUnreadable", "None of the documents can be read. Upload new copies of them.")
        work.kept["files"] = files
        pages = sum(len(item.reading.pages) for item in files if item.reading)
        return {"pages": pages, "errors": errors}

    async def evaluate(self, work: Work) -> Output:
        """The verdict. Without clock: the day is the one at the site when the step began."""
        lead = await _lead(work)
        files = work.kept.get("files") or await self._files_again(work)
        as_of = work.now.astimezone(ZoneInfo(lead["timezone"])).date()
        policy = await self.rules(str(work.job.site_id)) if self.rules else None
        screen = partial(self.screen, policy=policy) if policy else self.screen
        try:
            if chosen_evaluator(lead["evaluator"]) != LOCAL:
                return await self._model().judge(work, applicant_of(lead), files, as_of, screen, policy)
            verdict = await asyncio.to_thread(screen, applicant_of(lead), files, as_of)
        except NothingReadable as error:
            raise GiveUp(
                "DocumentsUnreadable", "None of the documents can be read. Upload new copies of them."
            ) from error
        return {"verdict": verdict.to_json()}

    def _model(self) -> Model:
        if self.model is None:
            raise GiveUp("ProcessingError", "No model is configured. The operator must set LLM_BASE_URL.")
        return self.model

    async def _files_again(self, work: Work) -> list[ReadFile]:
        """What read-documents found out in another process; a file that could not be read is not tried again."""
        documents, errors = await _documents(work), work.outputs["read-documents"]["errors"]
        readable = {
            item.file_id: item for item in await self._read_all(work, [it for it in documents if it.id not in errors])
        }
        return [
            readable.get(item.id) or ReadFile(item.id, item.file_name, None, errors[item.id], item.document_type)
            for item in documents
        ]

    async def _read_all(self, work: Work, documents: Sequence[LeadDocument]) -> list[ReadFile]:
        """The readings in the order of the documents, a few at a time.

        Raises TryAgain when the store is down, and when a document was not read in time, until the job's last retry:
        then the document is one that cannot be read.
        """
        room = asyncio.Semaphore(READ_AT_ONCE)
        is_last_try = work.job.retry_count >= work.job.max_retries

        async def one(document: LeadDocument) -> ReadFile:
            async with room:
                return await self.readings.of(document, is_last_try=is_last_try)

        try:
            answers = await asyncio.gather(*(one(document) for document in documents), return_exceptions=True)
            return [_or_raise(answer) for answer in answers]
        except StorageError as error:
            raise TryAgain("StorageError", STORE_DOWN) from error
        except ReadingError as error:
            raise TryAgain("ProcessingError", str(error)) from error


def _or_raise(answer: ReadFile | BaseException) -> ReadFile:
    if isinstance(answer, BaseException):
        raise answer
    return answer


async def _lead(work: Work) -> dict[str, Any]:
    """What the steps need of the lead and its site; `is_overdrawn` is None where the job's month was never counted."""
    rows = await look_up(
        "SELECT l.first_name, l.last_name, l.monthly_rent, l.housing_subsidy, l.employment_status, s.timezone,"
        " s.evaluator, u.evaluation_count > u.quota_limit AS is_overdrawn FROM leads l JOIN sites s ON s.id = l.site_id"
        " LEFT JOIN ai_evaluation_usage u ON u.site_id = l.site_id AND u.month = {}"
        " WHERE l.id = {} AND l.site_id = {}",
        work.job.usage_month, work.job.lead_id, work.job.site_id,
    )  # fmt: skip
    if not rows:
        raise GiveUp("ResourceNotFound", "The lead does not exist any more.")
    return rows[0]


async def _documents(work: Work) -> list[LeadDocument]:
    ids = [item["id"] for item in work.outputs["load-documents"]["documents"]]
    marks = ", ".join(["{}"] * len(ids))
    rows = await look_up(f"SELECT * FROM lead_documents WHERE id IN ({marks})", *ids)  # noqa: S608 - marks only
    found = {row["id"]: object_of(LeadDocument, row) for row in rows}
    return [found[key] for key in ids if key in found]
