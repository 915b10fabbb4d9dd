"""Identifiers that nobody can guess; what is made one after the other lies side by side in every index."""

from __future__ import annotations

from base64 import b64encode
from secrets import token_bytes
from time import time_ns

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""Of base 36: in this order under every collation."""


def new_id(prefix: str) -> str:
    """An identifier such as `lead_emk3v9x0q2Xo3…`: ten digits of time, then 95 random bits.

    Rows that are made together share the pages of an index: a commit then writes a few of them, instead of one for each
    row and index, the more the larger the tables are. Letters and digits alone (two letters stand for two values each):
    a PDF loses a hyphen where it ends a line.
    """
    return f"{prefix}_{_digits(time_ns() // 1000)}{b64encode(token_bytes(12), b'Zz').decode()}"


def _digits(microseconds: int) -> str:
    """Ten digits of base 36, enough until the year 2085; eleven after that."""
    found = ""
    while microseconds:
        microseconds, digit = divmod(microseconds, 36)
        found = DIGITS[digit] + found
    return found
