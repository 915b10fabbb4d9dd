"""Measure reader and checks on documents whose truth is known: `python -m bench.accuracy --seed 7 --packets 40`."""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import repeat

from app.demo.delivery import FORMS
from app.screening.reading.reader import Reader
from bench.cases import forged, genuine, renamed
from bench.compare import Facts
from bench.measure import Run, measure_forged, measure_genuine, measure_renamed
from bench.print_out import Alarms, print_alarms, print_facts, print_found, print_times, say


@dataclass
class Share:
    """What one process measured, or all of them together."""

    facts: Facts = field(default_factory=Facts)
    alarms: Alarms = field(default_factory=Alarms)
    found: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    changed: list[str] = field(default_factory=list)
    tried: int = 0
    times: defaultdict[str, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))

    def join(self, other: Share) -> None:
        """Add what another process measured."""
        self.facts.join(other.facts)
        self.alarms.join(other.alarms)
        for method, counts in other.found.items():
            self.found[method].update(counts)
        self.changed += other.changed
        self.tried += other.tried
        for form, spent in other.times.items():
            self.times[form] += spent


def measure(given: argparse.Namespace, rank: int) -> Share:
    """Every packet whose number falls to process `rank`, with a reader of its own; readings are kept in memory."""
    forms = tuple(given.deliveries.split(","))
    with closing(Reader(children=1, ocr_threads=max(1, (os.cpu_count() or 1) // given.processes))) as reader:
        run = Run(reader)
        mine = [range(rank, count, given.processes) for count in (given.packets, given.forged, given.renamed)]
        facts, alarms = measure_genuine(run, genuine(given.seed, mine[0], forms, given.layouts))
        found = measure_forged(run, forged(given.seed, mine[1], given.layouts))
        changed, tried = measure_renamed(run, renamed(given.seed, mine[2], given.layouts, given.groups))
    return Share(facts, alarms, found, changed, tried, run.times)


def shares(given: argparse.Namespace) -> Iterator[Share]:
    """What each process measured."""
    if given.processes == 1:
        yield measure(given, 0)
        return
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.processes, mp_context=fresh) as pool:
        yield from pool.map(measure, repeat(given), range(given.processes))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--packets", type=int, default=30, help="honest packets, spread over the delivery forms")
    parser.add_argument("--forged", type=int, default=None, help="forged packets (default: as many)")
    parser.add_argument("--renamed", type=int, default=None, help="packets whose names are swapped (default: a tenth)")
    parser.add_argument("--groups", type=int, default=3, help="groups of names a packet is tried in; 0 for all")
    parser.add_argument("--deliveries", default=",".join(FORMS), help="comma-separated, of: %(default)s")
    parser.add_argument("--layouts", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--mistakes", type=int, default=40, help="how many examples of mistakes to print")
    parser.add_argument("--processes", type=int, default=1, help="each with a reader of its own")
    given = parser.parse_args()
    if unknown := set(given.deliveries.split(",")) - set(FORMS):
        parser.error(f"unknown delivery forms: {', '.join(sorted(unknown))}")
    given.forged = given.packets if given.forged is None else given.forged
    given.renamed = max(1, given.packets // 10) if given.renamed is None else given.renamed
    return given


def main() -> None:
    """Run and print."""
    given, total = arguments(), Share()
    for share in shares(given):
        total.join(share)
    counts = f"{given.packets} honest and {given.forged} forged packets"
    say(f"# Accuracy: seed {given.seed}, layouts {given.layouts}, {counts}\n")
    print_facts(total.facts, given.mistakes)
    print_found(total.found)
    print_alarms(total.alarms)
    say(f"\n## Names\n\nName swaps that changed a result: {len(total.changed)} of {total.tried}.")
    say("".join(f"\n* {words}" for words in total.changed))
    print_times(total.times)


if __name__ == "__main__":
    main()
