"""What differs between two verdicts: facts, points and signals, as a person would list it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from app.evaluations.correct_fields import kind_of, shown_value

Verdict = Mapping[str, Any]
About = Literal["fact", "points", "signal", "document"]


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are words for people; empty where there was or is nothing."""

    about: About
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """From one verdict to another. `since` is when the earlier evaluation was made, if that is what is compared."""

    changes: tuple[Change, ...]
    before: str
    after: str
    since: datetime | None = None
    earlier_id: str = ""

    @property
    def count(self) -> int:
        return len(self.changes)

    @property
    def is_same_result(self) -> bool:
        return self.before == self.after

    def without_facts(self) -> Comparison:
        """What followed from the facts alone: points and signals."""
        return replace(self, changes=tuple(change for change in self.changes if change.about != "fact"))


def compare(before: Verdict, after: Verdict, since: datetime | None = None, earlier_id: str = "") -> Comparison:
    """Everything that changed from `before` to `after`, in the order in which it is shown."""
    changes = (*_documents(before, after), *_facts(before, after), *_points(before, after), *_signals(before, after))
    return Comparison(changes, result_words(before), result_words(after), since, earlier_id)


def result_words(verdict: Verdict) -> str:
    """The result in short: "84 A approve"."""
    return f"{verdict['score']} {verdict['label']} {str(verdict['recommendation']).replace('_', ' ')}"


def document_words(document: Mapping[str, Any]) -> str:
    """A document by type and file: "paystub, stub.pdf"."""
    return f"{str(document['document_type']).replace('_', ' ')}, {document['file_name']}"


def _documents(before: Verdict, after: Verdict) -> Iterable[Change]:
    pairs = _pairs(before, after)
    for old, new in pairs:
        if old is None and new is not None:
            yield Change("document", document_words(new), "", "added")
        elif new is None and old is not None:
            yield Change("document", document_words(old), "was there", "")
        elif old and new and bool(old["readable"]) != bool(new["readable"]):
            words = {True: "readable", False: "could not be read"}
            yield Change("document", document_words(new), words[old["readable"]], words[new["readable"]])


def _facts(before: Verdict, after: Verdict) -> Iterable[Change]:
    for old, new in _pairs(before, after):
        if old is None or new is None:
            continue
        for field in dict.fromkeys((*old["fields"], *new["fields"])):
            was, now = _value(old, field), _value(new, field)
            if was != now:
                kind = kind_of(new["document_type"], field, now if now is not None else was)
                said = [shown_value(kind, value) if value is not None else "" for value in (was, now)]
                if said[0] == said[1]:
                    said[1] = f"{said[1]}, others"
                yield Change("fact", f"{field.replace('_', ' ')} ({document_words(new)})", said[0], said[1])


def _points(before: Verdict, after: Verdict) -> Iterable[Change]:
    old = {factor["name"]: factor for factor in before["factors"]}
    new = {factor["name"]: factor for factor in after["factors"]}
    for name in dict.fromkeys((*old, *new)):
        was, now = _points_of(old.get(name)), _points_of(new.get(name))
        if was != now:
            yield Change("points", str(name).replace("_", " "), was, now)


def _points_of(factor: Mapping[str, Any] | None) -> str:
    if factor is None:
        return ""
    return f"{factor['points']} of {factor['max_points']}" if factor["assessed"] else "not assessed"


def _signals(before: Verdict, after: Verdict) -> Iterable[Change]:
    """Signals above note. Two of one kind at one place are told apart by their order alone."""
    old, new = _keyed(before), _keyed(after)
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        one = now or was
        severities = [str(item["severity"]) if item else "" for item in (was, now)]
        if one is not None and severities[0] != severities[1]:
            yield Change("signal", str(one["observation"]), *severities)


def _keyed(verdict: Verdict) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    keyed: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for signal in verdict["signals"]:
        if signal["severity"] == "note":
            continue
        place = signal["evidence"][0] if signal["evidence"] else {"file_id": "", "page": 0}
        key = (signal["check"], signal["code"], signal["field"], place["file_id"], place["page"])
        turn = sum(1 for other in keyed if other[:-1] == key)
        keyed[(*key, turn)] = signal
    return keyed


def _pairs(before: Verdict, after: Verdict) -> list[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    """The documents of both, each with its counterpart: the same file and page, else the same name, type and page."""
    rest = list(before["documents"])
    pairs: list[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]] = []
    for new in after["documents"]:
        old = _find(rest, new, "file_id") or _find(rest, new, "file_name")
        if old is not None:
            rest.remove(old)
        pairs.append((old, new))
    return [*pairs, *((old, None) for old in rest)]


def _find(rest: list[Mapping[str, Any]], new: Mapping[str, Any], by: str) -> Mapping[str, Any] | None:
    names = (by, "document_type", "page_from")
    return next((old for old in rest if all(old[name] == new[name] for name in names)), None)


def _value(document: Mapping[str, Any], field: str) -> Any:
    fact = document["fields"].get(field)
    return fact["value"] if fact else None
