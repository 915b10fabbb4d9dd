"""Stretches of printed lines that must not leave the machine, and the words that they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.screening.facts.lines import Line, Sheet
from app.screening.reading.pages import Word


class Personal(StrEnum):
    """What is kept back; the value stands in the text in its place."""

    name = "name"
    address = "address"
    date_of_birth = "date of birth"
    identity_number = "identity number"
    account_number = "account number"
    contact = "contact"
    protected = "protected"
    transaction = "transaction"


@dataclass(frozen=True, slots=True)
class Span:
    """`line` of a sheet from character `start` to `end` of its text."""

    line: int
    start: int
    end: int
    kind: Personal


def words_in(line: Line, start: int, end: int) -> Iterator[Word]:
    """The words that lie in `text[start:end]`, wholly or in part."""
    for word, at in zip(line.words, line.starts, strict=True):
        if at < end and start < at + len(word.text):
            yield word


def covered_words(sheet: Sheet, spans: Iterable[Span]) -> dict[int, Personal]:
    """The kind of every covered word by its `id`; the first span that covers a word names it."""
    kinds: dict[int, Personal] = {}
    for span in spans:
        for word in words_in(sheet.lines[span.line], span.start, span.end):
            kinds.setdefault(id(word), span.kind)
    return kinds
