"""Figures beside their targets: what every part of the benchmark gives, and how the one table shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.tables import table


@dataclass(frozen=True)
class Figure:
    """What was measured, in words; its target and whether that was met, where there is one."""

    work: str
    measured: str
    target: str = ""
    is_met: bool | None = None


def at_least(work: str, value: float, target: float, shown: str) -> Figure:
    """A figure whose target is a lower bound; `shown` is how it stands in the table."""
    return Figure(work, shown, f"≥ {target:.3g}", value >= target)


def at_most(work: str, value: float, target: float, unit: str, more: str = "") -> Figure:
    """A figure whose target is an upper bound, with its unit."""
    return Figure(work, f"{value:,.1f} {unit}{more}", f"≤ {target:g} {unit}", value <= target)


def as_table(figures: Sequence[Figure]) -> str:
    """Markdown, with a word for each target."""
    words = {True: "met", False: "MISSED", None: ""}
    return table(
        ("work", "measured", "target", ""),
        [(figure.work, figure.measured, figure.target, words[figure.is_met]) for figure in figures],
    )
