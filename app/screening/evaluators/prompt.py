"""Requests in words: the versioned template, the delimited document, its pictures."""

from __future__ import annotations

import base64
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.screening.evaluators.fields import FIELDS, answer_schema
from app.screening.verdict import DocumentType

Message = dict[str, Any]
CURRENT = "facts-1"
MOST_CHARACTERS = 16_000
"""About 5,000 tokens: two dense pages, well inside the context of a small model."""
MOST_ECHOED = 2_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template file. Its version is stored with every evaluation that used it."""

    version: str
    system: str
    user: str
    repair: str


@cache
def load_prompt(version: str = CURRENT) -> Prompt:
    """The template of this version."""
    texts = tomllib.loads((Path(__file__).parent / "prompts" / f"{version}.toml").read_text("utf-8"))
    return Prompt(**{name: text.strip() for name, text in texts.items()})


def first_messages(prompt: Prompt, kind: DocumentType, text: str, pictures: Sequence[bytes]) -> list[Message]:
    """System message and the document; `text` is masked already, `pictures` are redacted JPEGs."""
    fields = "\n".join(f"- {name}: {meaning}" for name, (_, meaning) in FIELDS[kind].items())
    said = prompt.user.format(
        kind=kind.value.replace("_", " "),
        fields=fields,
        schema=json.dumps(answer_schema(kind), sort_keys=True),
        document=_as_data(text),
    )
    content: str | list[Message] = said
    if pictures:
        content = [{"type": "text", "text": said}, *(_picture(picture) for picture in pictures)]
    return [{"role": "system", "content": prompt.system}, {"role": "user", "content": content}]


def repair_messages(prompt: Prompt, before: Sequence[Message], answer: str, problem: str) -> list[Message]:
    """The same conversation with the invalid answer and what is wrong with it."""
    said = prompt.repair.format(problem=problem)
    return [*before, {"role": "assistant", "content": answer[:MOST_ECHOED]}, {"role": "user", "content": said}]


def _as_data(text: str) -> str:
    """The document cannot close its own delimiter, nor look like a chat template's."""
    return text[:MOST_CHARACTERS].replace("<", "‹").replace(">", "›")


def _picture(jpeg: bytes) -> Message:
    return {"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"}}
