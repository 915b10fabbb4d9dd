"""What is kept of a question to a model: versions, counts and places; no picture, and nothing of any person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.screening.evaluators.failures import ModelFailure
from app.screening.evaluators.masked import Masked
from app.screening.evaluators.merge import Merged
from app.screening.evaluators.spending import Tokens
from app.screening.verdict import Document, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and what was sent for it: prompt version, model, tokens and redactions, nothing of any person."""

    verdict: Verdict
    sent: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A model's answer to one document: its values by field, and how it was had."""

    values: dict[str, str]
    tokens: Tokens
    dialect: str
    pictures: int
    is_repaired: bool


def what_was_sent(
    model: str,
    prompt_version: str,
    documents: Sequence[Document],
    asked: Mapping[int, Masked],
    told: Mapping[int, Told],
    merged: Mapping[int, Merged],
) -> dict[str, Any]:
    """The record of one evaluation; `asked`, `told` and `merged` go by the place in `documents`."""
    total = sum((item.tokens for item in told.values()), Tokens())
    left_out = (item for place, item in enumerate(documents) if place not in asked)
    return {
        "evaluator": "llm",
        "model": model,
        "prompt_version": prompt_version,
        "fallback": False,
        "prompt_tokens": total.prompt,
        "completion_tokens": total.completion,
        "documents": [_one(documents[place], asked[place], told[place], merged[place]) for place in asked],
        "not_sent": [{"file_id": item.file_id, "document_type": item.document_type.value} for item in left_out],
    }


def _one(document: Document, masked: Masked, told: Told, merged: Merged) -> dict[str, Any]:
    return {
        "file_id": document.file_id,
        "document_type": document.document_type.value,
        "pages": [page.number for page in masked.pages],
        "pictures": told.pictures,
        "redactions": masked.redactions,
        "prompt_tokens": told.tokens.prompt,
        "completion_tokens": told.tokens.completion,
        "dialect": told.dialect,
        "repaired": told.is_repaired,
        "agreed": merged.agreed,
        "added": merged.added,
        "unconfirmed": len(merged.unconfirmed),
    }


def fallen_back(verdict: Verdict, model: str, failure: ModelFailure) -> Judged:
    """A local verdict that stands in for the model's, marked as such."""
    return Judged(
        verdict, {"evaluator": "local", "model": model, "fallback": True, "reason": failure.sentence, "documents": []}
    )
