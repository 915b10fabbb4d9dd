"""The benchmark of hostile files tells a loaded machine from a child that hangs."""

from __future__ import annotations

import pytest

from bench.hostile import judged, second_try


@pytest.mark.parametrize(
    ("done", "at_work", "expected"),
    [("not_in_time", 20.0, "busy"), ("not_in_time", 4.0, "not_in_time"), ("too_slow", 30.0, "too_slow")],
    ids=["a loaded machine", "a child that hangs", "a file that used its processor time"],
)
def test_the_clock_is_excused_only_where_the_child_was_at_work(done: str, at_work: float, expected: str) -> None:
    assert judged(done, at_work) == expected


def test_a_second_try_tells_what_became_of_the_file() -> None:
    assert second_try(b"no document") == "unsupported"
