"""The two shapes of the JSON API: an answer with its data, a refusal with its code and sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

Data = TypeVar("Data")


@dataclass(frozen=True)
class Answer(Generic[Data]):
    """What was asked for."""

    success: Literal[True] = field(default=True, kw_only=True)
    data: Data


@dataclass(frozen=True)
class Refusal:
    """Why not. Further members, such as `fields` or `retry_after`, depend on the code."""

    success: Literal[False]
    error: str
    message: str
    request_id: str
