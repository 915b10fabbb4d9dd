"""Read over 200 damaged and hostile files: none may crash a worker, hang, or need more than its memory."""

from __future__ import annotations

import argparse
import os
import resource
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from app.screening.reading.reader import Reader, ReadingError
from bench.hostile_files import makers

LIMIT_SECONDS = 60.0
LIMIT_MEMORY = 1024 * 1024
"""Kilobytes that the largest child may have held."""
NOTHING = b"%PDF-1.7"
"""Nothing but a first line: a child is there once it was refused."""
HALF_WAY = 28.0
AT_WORK = 0.5
"""Seconds of processor time after half of the time on the clock: a child that hangs uses none."""


def outcome(reader: Reader, content: bytes) -> str:
    """The code of the refusal, or "read"."""
    try:
        reader.read(content)
    except ReadingError as refusal:
        return refusal.code
    return "read"


def second_try(content: bytes) -> str:
    """The outcome in fresh children of a file that the clock ended."""
    used_by_then: list[float] = []
    watch = threading.Timer(HALF_WAY, lambda: used_by_then.append(_used()))
    watch.daemon = True
    with closing(Reader(children=1)) as reader:
        watch.start()
        done = outcome(reader, content)
        watch.cancel()
    return judged(done, _used() - used_by_then[0] if used_by_then else 0.0)


def judged(done: str, at_work: float) -> str:
    """ "busy" for a file that the clock ended although its child was `at_work` (seconds of processor time) to the end.

    On a loaded machine the clock may end a file before it has had its processor time. That is within the guarantee, and
    the file may be tried again; a child that waits for something is not.
    """
    return "busy" if done == "not_in_time" and at_work > AT_WORK else done


def _used() -> float:
    """Processor seconds of all children, ended or not."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime + sum(map(_of_child, Path("/proc").glob("[0-9]*/stat")))


def _of_child(stat: Path) -> float:
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return 0.0
    is_mine = int(fields[1]) == os.getpid()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") if is_mine else 0.0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="files whose name contains this")
    return parser.parse_args()


def main() -> None:
    """Run, print, and end with 1 where a limit was broken, whatever else the machine does meanwhile."""
    given, slow, outcomes = arguments(), list[tuple[float, str]](), Counter[str]()
    with closing(Reader(children=1)) as reader:
        for name, make in makers(given.seed).items():
            if given.only not in name:
                continue
            content = make()
            outcome(reader, NOTHING)  # the start of a child is no document's time
            began = time.perf_counter()
            done = outcome(reader, content)
            spent = time.perf_counter() - began
            done = second_try(content) if done == "not_in_time" else done
            outcomes[done] += 1
            slow.append((spent, name))
            sys.stdout.write(f"{spent:7.2f} s  {len(content):>9}  {done:<16} {name}\n")
            sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    worst = max(slow, default=(0.0, ""))
    sys.stdout.write(f"\n{len(slow)} files: {dict(outcomes.most_common())}\n")
    sys.stdout.write(f"slowest {worst[0]:.1f} s ({worst[1]}), largest child {peak // 1024} MB\n")
    unexpected = outcomes["reader_stopped"] + outcomes["not_in_time"]
    raise SystemExit(1 if worst[0] > LIMIT_SECONDS or peak > LIMIT_MEMORY or unexpected else 0)


if __name__ == "__main__":
    main()
