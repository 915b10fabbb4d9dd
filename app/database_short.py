"""Look-ups on the event loop's own thread: SQLite finds a few rows along an index in some 10 µs, while the way to
another thread and back costs 100.

A reader waits for nobody: beside a write-ahead log nothing locks it out but a recovery, and then it gives up at once.
A statement that turns out to be longer than a look-up is broken off too. Whoever asked then goes through a thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

MOST_STEPS = 30_000
"""Of SQLite's machine, for one statement: less than 2 ms. A look-up takes 50 to 1,000."""
STEPS_UNTIL_A_LOOK = 1_000
KEPT_STATEMENTS = 256
"""Compiled once and kept: every statement of the pages that are looked at most."""
CACHE_KILOBYTES = 2_000


class ShortReader:
    """One connection of one thread, which can write nothing. Every statement sees what is committed when it begins."""

    def __init__(self, **how_to_connect: Any) -> None:
        self._left = 0
        self._connection = sqlite3.connect(**how_to_connect, cached_statements=KEPT_STATEMENTS)
        for pragma in ("query_only=ON", "busy_timeout=0", f"cache_size=-{CACHE_KILOBYTES}"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.set_progress_handler(self._is_too_long, STEPS_UNTIL_A_LOOK)

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """The rows as dictionaries. Raises sqlite3.OperationalError for what is too long, and for what must wait."""
        self._left = MOST_STEPS // STEPS_UNTIL_A_LOOK
        found = self._connection.execute(query, values)
        try:
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except BaseException:
            found.close()  # half read, it would keep every later look-up at what was committed by now
            raise

    def close(self) -> None:
        self._connection.close()

    def _is_too_long(self) -> bool:
        self._left -= 1
        return self._left < 0
