"""An evaluator that answers at once, over a real document store in a folder, and the records around it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.documents.tables import LeadDocument
from app.evaluations.workflow import build_workflow
from app.jobs.pace import Pace
from app.jobs.runner import Swept, drain
from app.jobs.workflow import Workflow
from app.leads.tables import Lead
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Page, ReadFile, Reading
from app.screening.verdict import Applicant, Document, DocumentType, Label, Recommendation, Verdict
from app.storage import DocumentStore, LocalStore, StorageError, StoredObject
from tests.factories import make_document

PACE = Pace(jitter=0)


class UnreachableStore:
    """A document store whose server is down."""

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        raise StorageError

    async def open(self, key: str) -> bytes:
        raise StorageError

    async def stat(self, key: str) -> StoredObject | None:
        raise StorageError

    async def list_keys(self) -> list[str]:
        raise StorageError

    async def delete(self, key: str) -> None:
        raise StorageError


def read(content: bytes) -> Reading:
    """One page without words; content that begins with `bad` cannot be read."""
    if content.startswith(b"bad"):
        raise ReadingError("damaged")
    page = Page(1, 612, 792, (), "text")
    return Reading(hashlib.sha256(content).hexdigest(), "application/pdf", (page,), 1, reader_version="instant")


def screen(applicant: Applicant, files: Sequence[ReadFile], as_of: date) -> Verdict:
    """Always the same verdict, with the files as its documents."""
    documents = tuple(
        Document(it.file_id, it.file_name, DocumentType.other, 1.0, 1, readable=it.reading is not None, error=it.error)
        for it in files
    )
    return Verdict(
        score=82, label=Label.A, recommendation=Recommendation.approve, summary="Instant.", risk_flags=(),
        fraud_signals=(), completeness="complete", missing_documents=(), model_version="instant-1",
        policy_version="default-1", rent_basis=float(applicant.rent_basis), extracted_data={"as_of": as_of.isoformat()},
        factors=(), signals=(), documents=documents, changes_that_would_help=(),
    )  # fmt: skip


@dataclass
class Office:
    """A store and an evaluator; `reads` and `screens` count the costly work."""

    folder: Path
    store: DocumentStore = field(init=False)
    screen: Callable[[Applicant, Sequence[ReadFile], date], Verdict] = screen
    reads: int = 0
    screens: int = 0

    def __post_init__(self) -> None:
        self.store = LocalStore(self.folder)

    async def add_document(self, lead: Lead, now: datetime, content: bytes, **values: Any) -> LeadDocument:
        sha256 = hashlib.sha256(content).hexdigest()
        document = await make_document(lead, now, sha256=sha256, **values)
        await LocalStore(self.folder).put(document.storage_key, content, "application/pdf")
        return document

    def workflow(self) -> Workflow:
        return build_workflow(self.store, self._read, self._screen)

    async def sweep(self, now: datetime, **values: Any) -> Swept:
        return await drain([self.workflow()], now=now, worker_id="worker_1", pace=PACE, **values)

    def _read(self, content: bytes) -> Reading:
        self.reads += 1
        return read(content)

    def _screen(self, applicant: Applicant, files: Sequence[ReadFile], as_of: date) -> Verdict:
        self.screens += 1
        return self.screen(applicant, files, as_of)
