"""The result with the corrections: the same rules over the same documents, with a person's values in their place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.documents.tables import LeadDocument
from app.evaluations.applicant import applicant_of
from app.evaluations.compare import Comparison, compare, result_words
from app.evaluations.readings import Readings
from app.screening.policy import Policy
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import ReadFile
from app.screening.screen import conclude
from app.screening.verdict import Applicant, Document, DocumentType, Evidence, Fact, Severity, Signal
from app.storage import StorageError

MOST_SECONDS = 20.0
"""For readings that are not kept any more; with kept ones the whole takes a tenth of a second."""
LATE = "The result with your corrections takes longer than usual. Reload the page in a minute."
STORE_DOWN = "The document store did not answer, so the result with your corrections cannot be worked out now."
GONE = "The result with your corrections cannot be worked out: a file is no longer there, and its checks with it."
BY = "(corrected by "
Plain = TypeVar("Plain")


@dataclass(frozen=True, slots=True)
class Corrected:
    """`verdict` is the contract's evaluation JSON with the corrections in place; it is shown and never stored.

    `changes` compares it with the same rules over what the machine read, so that only the corrections speak.
    `otherwise` is that result in words where it is not the stored one any more, as after a change of the rules.
    """

    verdict: dict[str, Any]
    changes: Comparison
    otherwise: str = ""

    @property
    def moved(self) -> Comparison:
        """The points and signals that the corrections changed."""
        return self.changes.without_facts()


@dataclass(frozen=True, slots=True)
class Bench:
    """What an evaluation is worked out with again: readings, rules, and the zone of the site's days."""

    readings: Readings
    policy: Policy
    timezone: str


async def with_corrections(
    evaluation: Mapping[str, Any], lead: Mapping[str, Any], corrections: Sequence[Mapping[str, Any]], bench: Bench
) -> Corrected | str:
    """The result with these corrections, or the sentence that says why there is none."""
    verdict = evaluation["verdict"]
    try:
        async with asyncio.timeout(MOST_SECONDS):
            files = await _files(str(lead["id"]), verdict, bench.readings)
            if files is None:
                return GONE
            day = evaluation["evaluated_at"].astimezone(ZoneInfo(bench.timezone)).date()
            case = (applicant_of(lead), files, bench.policy, day)
            return await asyncio.to_thread(_again, verdict, corrections, *case)
    except TimeoutError:
        return LATE
    except StorageError:
        return STORE_DOWN
    except ReadingError:
        return LATE


def corrected_documents(
    documents: Sequence[Document], corrections: Sequence[Mapping[str, Any]]
) -> tuple[Document, ...]:
    """The documents with the people's values, each of which says whose word it is.

    They keep the box of what was read there, so that the checks of that place see no less than before.
    """
    changed = list(documents)
    for item in corrections:
        document = changed[item["document_position"]]
        read = document.fields.get(item["field"])
        left = {name: fact for name, fact in document.fields.items() if name != item["field"]}
        if item["corrected_value"]:
            text = f"{item['corrected_value']} {BY}{item['person'] or 'a person'})"
            page, box = (read.page, read.box) if read else (document.page_from, None)
            left[item["field"]] = Fact(item["corrected_value"], text, 1.0, page, box)
        changed[item["document_position"]] = replace(document, fields=left)
    return tuple(changed)


def documents_of(verdict: Mapping[str, Any]) -> tuple[Document, ...]:
    """The documents of a stored verdict as the library speaks of them."""
    return tuple(_document(item) for item in verdict["documents"])


def strong_signals(verdict: Mapping[str, Any]) -> tuple[Signal, ...]:
    """The strong signals of a stored verdict, which no correction silences."""
    found = (item for item in verdict["signals"] if item["severity"] == Severity.strong)
    return tuple(_signal(item) for item in found)


def without_boxes(value: Any) -> Any:
    """The same JSON, in which nothing that a person corrected claims a box on a page: no page shows that value."""
    if isinstance(value, dict):
        inner = {name: without_boxes(item) for name, item in value.items()}
        is_corrected = "box" in inner and BY in str(inner.get("text", ""))
        return {**inner, "box": None} if is_corrected else inner
    return [without_boxes(item) for item in value] if isinstance(value, list) else value


def _again(
    verdict: Mapping[str, Any],
    corrections: Sequence[Mapping[str, Any]],
    applicant: Applicant,
    files: Sequence[ReadFile],
    policy: Policy,
    as_of: date,
) -> Corrected:
    documents, kept = documents_of(verdict), strong_signals(verdict)

    def conclude_with(these: tuple[Document, ...]) -> dict[str, Any]:
        return conclude(applicant, files, these, policy, as_of, verdict["model_version"], kept).to_json()

    as_read = conclude_with(documents)
    corrected: dict[str, Any] = without_boxes(conclude_with(corrected_documents(documents, corrections)))
    is_other = result_words(as_read) != result_words(verdict)
    return Corrected(corrected, compare(as_read, corrected), result_words(as_read) if is_other else "")


async def _files(lead_id: str, verdict: Mapping[str, Any], readings: Readings) -> list[ReadFile] | None:
    """The evaluation's files with their readings; None where one that could be read then cannot be now."""
    rows = {row.id: row for row in await LeadDocument.objects().where(LeadDocument.lead_id == lead_id)}
    readable = {item["file_id"]: bool(item["readable"]) for item in verdict["documents"]}
    files = []
    for file_id, was_readable in readable.items():
        row = rows.get(file_id)
        file = await readings.of(row) if row else None
        if was_readable and (file is None or file.reading is None):
            return None
        name = next(item["file_name"] for item in verdict["documents"] if item["file_id"] == file_id)
        files.append(file or ReadFile(file_id, name, None, "The file was erased."))
    return files


def _document(item: Mapping[str, Any]) -> Document:
    facts = {name: _plain(Fact, {**fact, "value": _value(fact["value"])}) for name, fact in item["fields"].items()}
    return _plain(Document, {**item, "document_type": DocumentType(item["document_type"]), "fields": facts})


def _signal(item: Mapping[str, Any]) -> Signal:
    evidence = tuple(_plain(Evidence, place) for place in item["evidence"])
    explanations = tuple(item["innocent_explanations"])
    typed = {"severity": Severity(item["severity"]), "innocent_explanations": explanations, "evidence": evidence}
    return _plain(Signal, {**item, **typed})


def _value(value: Any) -> Any:
    return value if isinstance(value, str) else tuple(value)


def _plain(kind: type[Plain], item: Mapping[str, Any]) -> Plain:
    """The dataclass of these JSON values, with a box as a tuple; names that it does not have are left out."""
    known = {it.name for it in fields(kind) if it.name in item}  # type: ignore[arg-type]
    given = {name: item[name] for name in known}
    if given.get("box") is not None:
        given["box"] = tuple(given["box"])
    return kind(**given)
