"""Figures as Markdown tables, with Wilson intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

Z = 1.959964


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927), both ends between 0 and 1; (0, 1) of nothing."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(hits: int, total: int) -> str:
    """`97.5 %`, or a dash of nothing."""
    return f"{100 * hits / total:.1f} %" if total else "–"


def with_interval(hits: int, total: int) -> str:
    """`3/80 = 3.8 % (1.3–10.5)`."""
    low, high = wilson(hits, total)
    return f"{hits}/{total} = {share(hits, total)} ({100 * low:.1f}–{100 * high:.1f})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with aligned columns."""
    widths = [max(len(str(row[place])) for row in (head, *rows)) for place in range(len(head))]
    lines = [
        "| " + " | ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (head, *rows)
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def percentile(values: Sequence[float], part: float) -> float:
    """The nearest-rank percentile; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0
