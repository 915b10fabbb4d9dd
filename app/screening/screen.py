"""The whole story on one page: read the files, find documents and facts, run the checks, score, and say why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from app.screening.balance import bank_balance
from app.screening.case import Case
from app.screening.changes import changes_that_would_help
from app.screening.checks.every import run_checks
from app.screening.checks.kept import with_kept
from app.screening.checks.packet import Packet
from app.screening.facts.employment import employment
from app.screening.facts.extract import documents_in
from app.screening.facts.income import lives_on_benefits, monthly_income
from app.screening.flags import fraud_signals, risk_flags, summary
from app.screening.policy import Policy
from app.screening.quality import document_quality
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import ReadFile, Reading
from app.screening.required import missing_documents
from app.screening.scorecard import score
from app.screening.verdict import Applicant, Document, DocumentType, Signal, SourceFile, Verdict

LOCAL_MODEL = "leaselab-local-1"


class NothingReadable(Exception):
    """None of the files could be read; the message has one sentence per file."""


class ReadsContent(Protocol):
    """What turns a file's bytes into a reading, or raises `ReadingError` with a sentence."""

    def read(self, content: bytes) -> Reading: ...


def read_files(reader: ReadsContent, sources: Sequence[SourceFile]) -> list[ReadFile]:
    """Each source with its reading; a file that cannot be read keeps the sentence that says why."""
    return [_read(reader, source) for source in sources]


def screen(applicant: Applicant, files: Sequence[ReadFile], policy: Policy, as_of: date) -> Verdict:
    """Files to verdict, without clock or network: the same files give the same verdict. Raises `NothingReadable`."""
    require_readable(files)
    return conclude(applicant, files, find_documents(files), policy, as_of)


def require_readable(files: Sequence[ReadFile]) -> None:
    """Raises `NothingReadable` when none of the files has a reading."""
    if not any(item.reading for item in files):
        raise NothingReadable(" ".join(f"{item.file_name}: {item.error or 'could not be read.'}" for item in files))


def find_documents(files: Sequence[ReadFile]) -> tuple[Document, ...]:
    """The documents of all files in the order of the files; an unreadable file is one document that says so."""
    return tuple(
        document for item in files for document in (documents_in(item) if item.reading else (_unreadable(item),))
    )


def conclude(
    applicant: Applicant,
    files: Sequence[ReadFile],
    documents: tuple[Document, ...],
    policy: Policy,
    as_of: date,
    model_version: str = LOCAL_MODEL,
    kept: Sequence[Signal] = (),
) -> Verdict:
    """From documents, whoever read them, to the verdict: facts, checks, scorecard.

    The strong ones among `kept` stand whatever the documents say now, as when a person corrects what was read.
    """
    packet = Packet(applicant, tuple(files), documents, policy, as_of)
    case = _case(packet, kept)
    scored = score(case, policy)
    quality = document_quality(packet)
    return Verdict(
        score=scored.score,
        label=scored.label,
        recommendation=scored.recommendation,
        summary=summary(case, scored),
        risk_flags=risk_flags(case, policy, documents, quality),
        fraud_signals=fraud_signals(case),
        completeness="incomplete" if case.missing else "complete",
        missing_documents=tuple(dict.fromkeys(case.missing)),
        model_version=model_version,
        policy_version=policy.version,
        rent_basis=float(case.rent_basis),
        extracted_data=_extracted(case, quality),
        factors=scored.factors,
        signals=case.signals,
        documents=documents,
        changes_that_would_help=changes_that_would_help(case, policy),
        caps=scored.caps,
        checks=case.results,
    )


def _case(packet: Packet, kept: Sequence[Signal]) -> Case:
    applicant = packet.applicant
    usable = tuple(document for document in packet.documents if document.readable)
    work = employment(usable, applicant, packet.as_of)
    is_on_benefits = lives_on_benefits(usable, applicant, packet.as_of)
    balance = bank_balance(packet)
    return Case(
        rent_basis=applicant.rent_basis,
        income=monthly_income(usable, applicant, packet.as_of),
        employment=work,
        is_without_work=applicant.employment_status.strip().lower() in {"unemployed", "none", "not employed"},
        balance=balance.amount,
        balance_evidence=balance.evidence,
        missing=missing_documents(packet, is_self_employed=work.is_self_employed, is_on_benefits=is_on_benefits),
        results=with_kept(run_checks(packet), kept),
        present=frozenset(document.document_type.value for document in usable),
        is_on_benefits=is_on_benefits,
    )


def _extracted(case: Case, quality: str | None) -> dict[str, Any]:
    monthly, basis = case.income.monthly, case.rent_basis
    return {
        "monthly_income": _number(monthly),
        "rent_ratio": _number(monthly / basis) if monthly is not None and basis else None,
        "employer": case.employment.employer or None,
        "employment_duration_months": case.employment.months,
        "bank_balance": _number(case.balance),
        "document_quality": quality,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 2))


def _read(reader: ReadsContent, source: SourceFile) -> ReadFile:
    declared = source.declared_type.value if source.declared_type else None
    try:
        reading = _read_patiently(reader, source.content)
    except ReadingError as problem:
        return ReadFile(source.file_id, source.file_name, None, str(problem), declared)
    return ReadFile(source.file_id, source.file_name, reading, None, declared)


def _read_patiently(reader: ReadsContent, content: bytes) -> Reading:
    """The reading, with a second try after a failure that may have been the machine's. Raises `ReadingError`."""
    try:
        return reader.read(content)
    except ReadingError as problem:
        if not problem.may_pass:
            raise
    return reader.read(content)


def _unreadable(item: ReadFile) -> Document:
    kind = DocumentType(item.declared_type) if item.declared_type else DocumentType.other
    return Document(item.file_id, item.file_name, kind, 0.0, 0, readable=False, error=item.error)
