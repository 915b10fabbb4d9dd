"""One process's work of the accuracy benchmark: read, screen, and compare with the truth."""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.screening.policy import Policy, load_policy
from app.screening.reading.pages import ReadFile
from app.screening.reading.reader import Reader
from app.screening.screen import NothingReadable, read_files, screen
from app.screening.verdict import Severity, SourceFile, Verdict
from bench.cases import AS_OF, Case
from bench.compare import Facts
from bench.print_out import Alarms

ALARMING = (Severity.review, Severity.strong)


def digest(source: SourceFile) -> str:
    """The file's content hash."""
    return hashlib.sha256(source.content).hexdigest()


@dataclass
class Run:
    """Reads every distinct file once, keeps the times, and hands out verdicts."""

    reader: Reader
    readings: dict[str, ReadFile] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    times: defaultdict[str, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    policy: Policy = field(default_factory=load_policy)

    def read(self, source: SourceFile) -> ReadFile:
        """The file's reading, from memory when the same bytes came before."""
        key = digest(source)
        if key not in self.readings:
            began = time.perf_counter()
            self.readings[key] = read_files(self.reader, [source])[0]
            self.seconds[key] = time.perf_counter() - began
        known = self.readings[key]
        return ReadFile(source.file_id, source.file_name, known.reading, known.error)

    def verdict(self, case: Case) -> Verdict | None:
        """The verdict on a packet, or None when nothing could be read."""
        sources = [SourceFile(f"file_{place}", item.file_name, item.content) for place, item in enumerate(case.files)]
        files = [self.read(source) for source in sources]
        began = time.perf_counter()
        try:
            done = screen(case.applicant, files, self.policy, AS_OF)
        except NothingReadable:
            return None
        spent = (
            time.perf_counter()
            - began
            + sum(self.seconds[hashlib.sha256(source.content).hexdigest()] for source in sources)
        )
        pages = sum(item.reading.page_count for item in files if item.reading)
        self.times[case.delivery].append((spent, pages))
        return done


def alarms_of(verdict: Verdict | None) -> set[tuple[str, str, str]]:
    """`(check, severity, file)` of the signals at review or strong."""
    signals = [signal for signal in verdict.signals if signal.severity in ALARMING] if verdict else []
    return {
        (signal.check, signal.severity.value, place)
        for signal in signals
        for place in ({item.file_id for item in signal.evidence} or {""})
    }


def measure_genuine(run: Run, cases: Iterable[Case]) -> tuple[Facts, Alarms]:
    """Facts and false alarms on honest packets."""
    facts, alarms = Facts(), Alarms()
    for case in cases:
        verdict = run.verdict(case)
        for place, item in enumerate(case.files):
            found = [each for each in verdict.documents if each.file_id == f"file_{place}"] if verdict else []
            facts.compare(item, found, case.delivery)
        alarms.add(case.delivery, case.oddity, alarms_of(verdict))
        progress(case.key, case.delivery, case.oddity)
    return facts, alarms


def measure_forged(run: Run, cases: Iterable[Case]) -> defaultdict[str, Counter[str]]:
    """Per method how many packets raised a signal that their honest twin does not raise."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    honest: dict[str, set[tuple[str, str, str]]] = {}
    for case in cases:
        seen = alarms_of(run.verdict(case))
        if not case.twin:
            honest[case.key] = seen
            continue
        new = seen - honest[case.twin]
        count = found[case.method]
        count["all"] += 1
        count["found"] += bool(new)
        count["strong"] += any(severity == "strong" for _, severity, _ in new)
        if not new:
            count[f"missed {case.key} ({case.layout})"] += 1
        count.update(f"by {check}" for check in {check for check, _, _ in new})
        progress(case.key, case.method, sorted(new))
    return found


def measure_renamed(run: Run, cases: Iterable[Case]) -> tuple[list[str], int]:
    """The name swaps that changed anything that an agent sees, and how many were tried."""
    first: dict[str, object] = {}
    changed: list[str] = []
    tried = 0
    for case in cases:
        result = visible(run.verdict(case))
        if not case.twin:
            first[case.key] = result
            continue
        tried += 1
        if result != first[case.twin]:
            changed.append(f"{case.key}: {case.oddity}, {case.applicant.name}")
        progress(case.key, "changed" if result != first[case.twin] else "same", case.oddity)
    return changed, tried


def visible(verdict: Verdict | None) -> object:
    """What must not depend on a name: score, label, recommendation, flags, points and signals."""
    if verdict is None:
        return None
    points = [(factor.name, factor.points, factor.assessed) for factor in verdict.factors]
    signals = sorted((signal.check, signal.code, signal.severity.value) for signal in verdict.signals)
    return (
        verdict.score,
        verdict.label,
        verdict.recommendation,
        verdict.risk_flags,
        verdict.fraud_signals,
        points,
        signals,
    )


def progress(*words: object) -> None:
    """One line on standard error, so that a long run shows that it lives."""
    sys.stderr.write(" ".join(str(word) for word in words) + "\n")
    sys.stderr.flush()
