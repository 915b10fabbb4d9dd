"""The words that the library speaks: what goes in, what is read, what comes out.

Everything is immutable, and everything but `SourceFile` turns into plain JSON with `to_json`, so that a verdict can be
stored and compared byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

Box = tuple[float, float, float, float]
"""`(x0, y0, x1, y1)` from the top left of the page as a viewer shows it: PDF points, or pixels for pictures."""


class DocumentType(StrEnum):
    government_id = "government_id"
    paystub = "paystub"
    bank_statement = "bank_statement"
    employment_letter = "employment_letter"
    tax_return = "tax_return"
    other = "other"


class Severity(StrEnum):
    note = "note"
    """Shown, no effect."""
    review = "review"
    """A person must look."""
    strong = "strong"
    """Recovered content, or two independent families of checks agree."""


class Outcome(StrEnum):
    consistent = "consistent"
    inconclusive = "inconclusive"
    contradicted = "contradicted"


class Label(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class Recommendation(StrEnum):
    approve = "approve"
    approve_with_conditions = "approve_with_conditions"
    approve_with_verification = "approve_with_verification"
    reject = "reject"


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the application form says. `name` only serves to see whether the documents belong to one person."""

    name: str
    monthly_rent: Decimal
    housing_subsidy: Decimal = Decimal(0)
    employment_status: str = ""

    @property
    def rent_basis(self) -> Decimal:
        """The tenant's own portion of the rent, never negative."""
        return max(Decimal(0), self.monthly_rent - self.housing_subsidy)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One uploaded file. `file_id` is the caller's own key for it and comes back in every piece of evidence."""

    file_id: str
    file_name: str
    content: bytes
    declared_type: DocumentType | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place on a page: where a number stands, or where a check saw something."""

    file_id: str
    file_name: str
    page: int
    box: Box | None
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value read from a document, with its place. `value` is a string, or a list of objects for tables.

    `confidence` is between 0 and 1; `page` counts from 1 within the file; `box` is the place of `text` on that page.
    """

    value: str | tuple[dict[str, str], ...]
    text: str
    confidence: float
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A value that only a model reports; shown, never counted.

    `reason` is `not_on_page`, or `differs_from_page` when the local reading has another value.
    """

    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document found in a file (a packet holds several), with the facts read from it.

    `fields` uses the contract's names for the type. An unreadable file gives one document with `readable=False` and
    `error`.
    """

    file_id: str
    file_name: str
    document_type: DocumentType
    confidence: float
    pages: int
    page_from: int = 1
    page_to: int = 1
    readable: bool = True
    error: str | None = None
    fields: dict[str, Fact] = field(default_factory=dict)
    unconfirmed: tuple[Unconfirmed, ...] = ()

    def evidence(self, *names: str) -> tuple[Evidence, ...]:
        """The places of the named fields, those that were read, in the order asked for."""
        found = (self.fields[name] for name in names if name in self.fields)
        return tuple(Evidence(self.file_id, self.file_name, fact.page, fact.box, fact.text) for fact in found)


@dataclass(frozen=True, slots=True)
class Signal:
    """What a check noticed: observed, expected, innocent causes, next step. Never an accusation."""

    code: str
    severity: Severity
    check: str
    observation: str
    expected: str
    actual: str
    innocent_explanations: tuple[str, ...]
    next_step: str
    evidence: tuple[Evidence, ...] = ()
    field: str = ""
    """The contract's name of the disputed field, whose place comes first in the evidence; or empty."""
    implied: str = ""
    """What the check says should stand there, in the contract's form; two families that imply the same are `strong`."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The three-valued answer of one check over one packet.

    `family` is structure, arithmetic, across, picture or content.
    """

    check: str
    family: str
    outcome: Outcome
    reason: str
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """A row of the scorecard. A factor that could not be assessed has 0 points and leaves the sum."""

    name: str
    points: int
    max_points: int
    assessed: bool
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an evaluator returns: the contract's evaluation JSON."""

    score: int
    label: Label
    recommendation: Recommendation
    summary: str
    risk_flags: tuple[str, ...]
    fraud_signals: tuple[str, ...]
    completeness: str
    missing_documents: tuple[str, ...]
    model_version: str
    policy_version: str
    rent_basis: float
    extracted_data: dict[str, Any]
    factors: tuple[Factor, ...]
    signals: tuple[Signal, ...]
    documents: tuple[Document, ...]
    changes_that_would_help: tuple[str, ...]
    caps: tuple[str, ...] = ()
    """Sentences such as "Capped at 49: …", each shown as its own line."""
    checks: tuple[CheckResult, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON values; the same verdict always gives the same object, key order included."""
        plain: dict[str, Any] = to_plain(self)
        return plain


def to_plain(value: Any) -> Any:
    """Turn dataclasses, tuples, enums and decimals into what `json.dumps` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    return value
