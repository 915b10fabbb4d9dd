"""From whatever a server sends back to a plain mapping of fields to strings; nothing else of it is read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from app.screening.evaluators.fields import FIELDS
from app.screening.evaluators.spending import Tokens
from app.screening.verdict import DocumentType

DEEPEST = 4
LONGEST_VALUE = 200
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n?(.*?)```", re.S)
_WRAPPERS = ("response", "result")


class NotAnAnswer(Exception):
    """The message says what is wrong, in words that may go back to the model."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said: text, or an object where the server had parsed it already."""

    content: str | dict[str, Any]
    tokens: Tokens

    @property
    def text(self) -> str:
        return self.content if isinstance(self.content, str) else json.dumps(self.content)


def reply_of(body: bytes) -> Reply:
    """The model's words in a response: under `choices`, or under `response` / `result` as Workers AI's own interface
    has them. Raises `NotAnAnswer`."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAnAnswer("It was not JSON.") from None
    content = _content(found, DEEPEST)
    if content is None:
        raise NotAnAnswer("It held no message.")
    return Reply(content, _tokens(found))


def facts_of(reply: Reply, kind: DocumentType) -> dict[str, str]:
    """The reported values by field, empty ones left out. Accepts the object plain, in a code fence, or under `response`
    or `result`. Raises `NotAnAnswer`."""
    found = _object(reply.content, kind, DEEPEST)
    values = {name: _value(name, found[name]) for name in FIELDS[kind] if name in found}
    return {name: value for name, value in values.items() if value}


def _content(found: Any, depth: int) -> str | dict[str, Any] | None:
    if isinstance(found, str):
        return found
    if not isinstance(found, dict) or not depth:
        return None
    choices = found.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        message = choices[0].get("message")
        return _message(message.get("content")) if isinstance(message, dict) else None
    for name in _WRAPPERS:
        if found.get(name) is not None:
            inner = _content(found[name], depth - 1)
            return inner if inner is not None or not isinstance(found[name], dict) else found[name]
    return None


def _message(content: Any) -> str | dict[str, Any] | None:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str | dict) else None


def _object(content: Any, kind: DocumentType, depth: int) -> dict[str, Any]:
    if isinstance(content, str):
        content = _parsed(content)
    if not isinstance(content, dict):
        raise NotAnAnswer("It was not a JSON object.")
    if FIELDS[kind].keys() & content.keys():
        return content
    for name in _WRAPPERS:
        if name in content and depth:
            return _object(content[name], kind, depth - 1)
    raise NotAnAnswer("It had none of the values that were asked for.")


def _parsed(text: str) -> Any:
    fenced = _FENCE.search(text)
    try:
        return json.loads(fenced.group(1) if fenced else text)
    except (ValueError, RecursionError):
        raise NotAnAnswer("It was not JSON.") from None


def _value(name: str, value: Any) -> str:
    """A string or a number as text; null and an absent value are empty."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotAnAnswer(f"The value of {name} was not a string.")
    text = " ".join(str(value).split())
    if len(text) > LONGEST_VALUE:
        raise NotAnAnswer(f"The value of {name} was too long.")
    return text


def _tokens(found: Any) -> Tokens:
    usage = found.get("usage") if isinstance(found, dict) else None
    if usage is None and isinstance(found, dict) and isinstance(found.get("result"), dict):
        usage = found["result"].get("usage")
    if not isinstance(usage, dict):
        return Tokens()
    return Tokens(_whole(usage.get("prompt_tokens")), _whole(usage.get("completion_tokens")))


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000_000 else 0
