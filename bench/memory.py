"""What web and worker hold while nothing happens: proportional set sizes, so that shared pages are counted once."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep

from bench.figures import Figure, at_most
from bench.installation import Installation, log_in

MOST_MB = 200.0
SETTLE_SECONDS = 60.0
STILL_SECONDS = 1.0


def measure_memory(place: Installation) -> list[Figure]:
    """Web after a log-in, worker once it is still, each with what it has started; recognition of scans apart."""
    place.prepare(10)
    with place.web() as (web, _), place.worker() as worker:
        log_in(place.address)
        wait_until_still(worker)
        started = [child for process in (web, worker) for child in descendants(process)]
        recognising = [child for child in started if _is_recognising(child)]
        reading = [child for child in started if child not in recognising]
        sizes = {
            "memory of web, idle": pss_mb(web),
            "memory of worker, idle": pss_mb(worker),
            "memory of the process that opens documents": sum(map(pss_mb, reading)),
        }
        model = sum(map(pss_mb, recognising))
    return [
        *(Figure(name, f"{size:.0f} MB PSS") for name, size in sizes.items()),
        at_most("memory of these together", sum(sizes.values()), MOST_MB, "MB PSS"),
        Figure("memory of the process that recognises scans, its model loaded", f"{model:.0f} MB PSS"),
    ]


def _is_recognising(process: int) -> bool:
    try:
        return b"ocr_child" in Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def pss_mb(process: int) -> float:
    """The proportional set size of a process; 0 of one that has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def descendants(process: int) -> list[int]:
    """The processes that this one has started, and theirs."""
    found: list[int] = []
    for listing in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, listing.read_text().split()):
            found += [child, *descendants(child)]
    return found


def cpu_seconds(process: int) -> float:
    """Processor time of a process and of all that it has started, those that have ended included."""
    return sum(_ticks(each) for each in (process, *descendants(process))) / 100


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(map(int, fields[11:15]))


def wait_until_still(process: int) -> None:
    """Until it has done next to nothing for a second: what a start sets going, such as loading models, has ended."""
    until, before = monotonic() + SETTLE_SECONDS, -1.0
    while monotonic() < until:
        now = cpu_seconds(process)
        if before >= 0 and now - before < 0.05 and descendants(process):
            return
        before = now
        sleep(STILL_SECONDS)
