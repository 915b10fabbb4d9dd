"""Strong signals outlive a correction: whoever corrects what was read must not thereby silence what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.screening.verdict import CheckResult, Outcome, Severity, Signal


def with_kept(results: Sequence[CheckResult], kept: Sequence[Signal]) -> tuple[CheckResult, ...]:
    """The results, in which each strong signal of `kept` stands with its check as it was found.

    Where the check still sees the same thing, the kept signal takes that one's place, so that nothing counts twice. A
    check that is no longer run keeps its strong signals too.
    """
    strong = [signal for signal in kept if signal.severity is Severity.strong]
    known = {result.check for result in results}
    gone = dict.fromkeys(signal.check for signal in strong if signal.check not in known)
    all_results = (*results, *(CheckResult(check, "", Outcome.inconclusive, "") for check in gone))
    return tuple(_kept(result, [signal for signal in strong if signal.check == result.check]) for result in all_results)


def _kept(result: CheckResult, kept: Sequence[Signal]) -> CheckResult:
    if not kept:
        return result
    others = list(result.signals)
    for signal in kept:
        same = [other for other in others if _key(other) == _key(signal)]
        if same:
            others.remove(next((other for other in same if other.severity is Severity.strong), same[0]))
    return replace(result, outcome=Outcome.contradicted, reason=kept[0].observation, signals=(*kept, *others))


def _key(signal: Signal) -> tuple[str, str, str, int]:
    """What makes two signals of one check the same observation: its code, the disputed field and the page."""
    place = signal.evidence[0] if signal.evidence else None
    return signal.code, signal.field, place.file_id if place else "", place.page if place else 0
