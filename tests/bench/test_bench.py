"""The benchmark's command in miniature: each part runs, and the one table tells every figure with its target."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.figures import Figure, as_table, at_least, at_most

PARTS = {
    "pages": ["start-up", "plain answer", "status poll, 200", "status poll, 304", "lead page", "job creation"],
    "lists": ["first page", "middle page", "last page"],
    "queue": ["5 waiting", "10 waiting", "slowest over quickest", "while a sweep runs"],
    "memory": ["of web", "of worker", "together"],
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_runs_alone(part: str) -> None:
    words = [sys.executable, "-m", "bench", "--small", "--only", part]
    told = subprocess.run(words, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    for work in PARTS[part]:
        assert work in told.stdout


def test_the_table_says_which_targets_were_met() -> None:
    figures = [at_least("rate", 0.3, 0.2, "0.300 of plain"), at_most("start", 3.04, 2, "s"), Figure("memory", "9 MB")]
    rate, start, memory = as_table(figures).splitlines()[2:]
    assert rate.split("|")[1:-1] == [" rate   ", " 0.300 of plain ", " ≥ 0.2  ", " met    "]
    assert "MISSED" in start
    assert "met" not in memory.lower().replace("measured", "")
