"""The look at files before any is stored: they open, they are small enough, their content says what they are."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.file_names import clean_file_name
from app.documents.refusals import DocumentRefused, NoDocuments, TooManyDocuments, refusal, refuse_all
from app.screening.reading.errors import MAX_BYTES
from app.screening.reading.reader import Reader, ReadingError

MOST_FILES = 20
GIVE_UP_AFTER = frozenset({"too_slow", "not_in_time", "reader_stopped"})
"""A request that cost the reader a minute is not allowed a second one."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; its content may be cut off after MAX_BYTES + 1."""

    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that can be taken, with its harmless name."""

    file_name: str
    content: bytes
    sha256: str
    mime_type: str
    pages: int


async def check_files(files: Sequence[Upload], reader: Reader) -> list[CheckedFile]:
    """The files in their order, repetitions left out; raises one DocumentRefused with every bad file's sentence."""
    if not files:
        raise NoDocuments
    if len(files) > MOST_FILES:
        raise TooManyDocuments
    checked: dict[str, CheckedFile] = {}
    refusals: list[DocumentRefused] = []
    for file in files:
        name = clean_file_name(file.file_name)
        try:
            item = await asyncio.to_thread(_check, name, file.content, reader)
            checked.setdefault(item.sha256, item)
        except ReadingError as error:
            refusals.append(refusal(name, error))
            if error.code in GIVE_UP_AFTER:
                break
    if refusals:
        raise refuse_all(refusals)
    return list(checked.values())


def _check(name: str, content: bytes, reader: Reader) -> CheckedFile:
    if len(content) > MAX_BYTES:
        raise ReadingError("too_large")
    info = reader.inspect(content)
    return CheckedFile(name, content, hashlib.sha256(content).hexdigest(), info.mime_type, info.pages)
