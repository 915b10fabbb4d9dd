"""Identifiers that nobody can guess; what is made one after the other lies side by side in every index."""

from __future__ import annotations

import secrets
from time import time_ns

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""Of base 36: in this order under every collation."""
_TICK = 1_000_000_000 // 16
"""Nanoseconds: seven digits count them until the year 2125."""
_RANDOM = 13


def new_id(prefix: str) -> str:
    """An identifier such as `lead_dexq3k0Xo3q2v9…`: seven digits of time, then 13 random letters and digits (77 bits).

    Rows that are made together share the pages of an index: a commit then writes a few of them, instead of one for each
    row and index, the more the larger the tables are. No hyphen: a PDF loses it where it ends a line. Twenty characters
    behind the prefix, which columns count on that hold an identifier among other words.
    """
    while not (key := secrets.token_urlsafe(_RANDOM)[:_RANDOM]).isalnum():
        continue
    return f"{prefix}_{_digits(time_ns() // _TICK)}{key}"


def _digits(ticks: int) -> str:
    found = ""
    while ticks:
        ticks, digit = divmod(ticks, 36)
        found = _DIGITS[digit] + found
    return found
