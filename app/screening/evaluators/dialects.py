"""The ways in which servers take a JSON schema, from the strictest to a mere request, and what an endpoint takes.

OpenAI and vLLM take the named strict schema; Workers AI documents the bare schema in the same place; llama.cpp's Python
server takes `json_object` with a schema and answers 500 to the others; what knows none of them has only the prompt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LADDER = ("json_schema", "bare_schema", "json_object", "prompt")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to ask one endpoint. `is_modern`: it wants `max_completion_tokens` and its own temperature."""

    rung: str
    is_modern: bool = False

    def options(self, schema: dict[str, Any], max_tokens: int, temperature: float) -> dict[str, Any]:
        """The request's fields beside model and messages."""
        limits: dict[str, Any] = {"max_tokens": max_tokens, "temperature": temperature}
        if self.is_modern:
            limits = {"max_completion_tokens": max_tokens}
        form = _FORMS[self.rung](schema)
        return limits | ({"response_format": form} if form else {})


_FORMS: dict[str, Any] = {
    "json_schema": lambda schema: {
        "type": "json_schema",
        "json_schema": {"name": "facts", "strict": True, "schema": schema},
    },
    "bare_schema": lambda schema: {"type": "json_schema", "json_schema": schema},
    "json_object": lambda schema: {"type": "json_object", "schema": schema},
    "prompt": lambda schema: None,
}


@dataclass
class Dialects:
    """What an endpoint was found to take, from its first answer on."""

    known: Dialect | None = None

    def remember(self, dialect: Dialect) -> None:
        """The next request begins, and ends, with this one."""
        self.known = dialect
