"""Strong signals outlive a correction: whoever corrects a value that was read must not thereby silence what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.screening.verdict import CheckResult, Outcome, Severity, Signal


def with_kept(results: Sequence[CheckResult], kept: Sequence[Signal]) -> tuple[CheckResult, ...]:
    """The results, in which each strong signal of `kept` stands with its check as it was found.

    Where the check still sees the same thing, the kept signal takes that place, so that nothing is counted twice.
    """
    strong = [signal for signal in kept if signal.severity is Severity.strong]
    return tuple(_kept(result, [signal for signal in strong if signal.check == result.check]) for result in results)


def _kept(result: CheckResult, kept: Sequence[Signal]) -> CheckResult:
    if not kept:
        return result
    known = {_same(signal) for signal in kept}
    others = tuple(signal for signal in result.signals if _same(signal) not in known)
    return replace(
        result, outcome=Outcome.contradicted, reason=kept[0].observation, signals=(*kept, *others)
    )  # fmt: skip


def _same(signal: Signal) -> tuple[str, str, str, int]:
    """What makes two signals of one check the same observation: its code, the disputed field and the page."""
    place = signal.evidence[0] if signal.evidence else None
    return signal.code, signal.field, place.file_id if place else "", place.page if place else 0
