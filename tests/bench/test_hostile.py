"""The benchmark of hostile files tells a loaded machine from a child that hangs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.hostile import _used, judged, second_try

BUSY = """
import sys, time
while time.process_time() < 0.3:
    pass
print(".", end="", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("done", "at_work", "expected"),
    [("not_in_time", 20.0, "busy"), ("not_in_time", 0.1, "not_in_time"), ("too_slow", 30.0, "too_slow")],
    ids=["a loaded machine", "a child that hangs", "a file that used its processor time"],
)
def test_the_clock_is_excused_only_where_the_child_was_at_work(done: str, at_work: float, expected: str) -> None:
    assert judged(done, at_work) == expected


def test_a_second_try_tells_what_became_of_the_file() -> None:
    assert second_try(b"no document") == "unsupported"


def test_the_time_of_a_child_counts_while_it_runs_and_after_it_has_ended() -> None:
    before = _used()
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, stdin=subprocess.PIPE) as child:
        assert child.stdout and child.stdout.read(1) == b"."
        assert _used() - before >= 0.2
        child.communicate()
    assert _used() - before >= 0.2
