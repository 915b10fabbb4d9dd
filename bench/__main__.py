"""`make bench`: starts what it needs, measures, and prints one table, within three minutes on two idle cores."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import click

from bench.evaluations import measure_evaluations
from bench.figures import Figure, as_table
from bench.installation import Installation
from bench.lists import measure_lists
from bench.memory import measure_memory
from bench.queue import PLAIN, measure_queue
from bench.web import measure_pages

PARTS = ("pages", "lists", "queue", "memory", "evaluations")
LEADS = (1_000, 100_000)


class Bench:
    """A small one asks little of everything, to see that it runs; its figures mean nothing."""

    def __init__(self, folder: Path, *, is_small: bool) -> None:
        self.folder, self.is_small, self.plain = folder, is_small, PLAIN

    def pages(self) -> list[Figure]:
        leads, share = (60, 0.02) if self.is_small else (LEADS[0], 1.0)
        self.plain, figures = measure_pages(self._place("pages"), leads, share)
        return figures

    def lists(self) -> list[Figure]:
        sizes, each = ((60,), 1) if self.is_small else (LEADS, 40)
        place = self._place("lists")
        return [figure for size in sizes for figure in measure_lists(place, size, each)]

    def queue(self) -> list[Figure]:
        return measure_queue(self._place("queue"), self.plain, (5, 10) if self.is_small else (100, 1_000, 10_000))

    def memory(self) -> list[Figure]:
        return measure_memory(self._place("memory"))

    def evaluations(self) -> list[Figure]:
        return measure_evaluations(self._place("evaluations"), 1 if self.is_small else 4)

    def _place(self, name: str) -> Installation:
        place = self.folder / name
        place.mkdir()
        return Installation(place)


@click.command()
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="This part alone; may be given several times.")
@click.option("--small", is_flag=True, help="A little of everything, to see that it runs.")
def main(only: tuple[str, ...], small: bool) -> None:
    """Measure and print one table; the exit status is 0 whatever was met."""
    began = perf_counter()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="leaselab-bench-") as folder:
        bench = Bench(Path(folder), is_small=small)
        parts: dict[str, Callable[[], list[Figure]]] = {name: getattr(bench, name) for name in PARTS}
        for name in only or PARTS:
            figures += parts[name]()
            click.echo(f"{name}: done after {perf_counter() - began:.0f} s", err=True)
    click.echo(as_table(figures))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    click.echo(
        f"\n{os.cpu_count()} cores, load {load}, Python {sys.version.split()[0]}, {perf_counter() - began:.0f} s in all"
    )


if __name__ == "__main__":
    main()
