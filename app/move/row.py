"""What a row is whichever engine holds it: the same values give the same bytes, and so the same hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from piccolo.columns import JSON
from piccolo.table import Table, sort_table_classes

from app.piccolo_app import APP_CONFIG

Row = tuple[Any, ...]
"""The values of one row in the order of `column_names`."""


def all_tables() -> list[type[Table]]:
    """Every table of the application, those that others point to first."""
    return sort_table_classes(APP_CONFIG.table_classes)


def column_names(table: type[Table]) -> list[str]:
    """The columns as the database names them; the primary key is among them."""
    return [column._meta.db_column_name for column in table._meta.columns]


def json_positions(table: type[Table]) -> frozenset[int]:
    """Which values of a row are JSON, kept as the text that was written."""
    return frozenset(index for index, column in enumerate(table._meta.columns) if isinstance(column, JSON))


def row_hash(row: Row) -> bytes:
    """SHA-256 of the canonical values, their kinds included: `None`, `""` and `0` all differ."""
    words = [_word(value) for value in row]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def different_columns(table: type[Table], one: Row, other: Row) -> list[str]:
    """The columns in which two rows are not the same."""
    both = zip(column_names(table), one, other, strict=True)
    return [name for name, left, right in both if _word(left) != _word(right)]


def _word(value: Any) -> Sequence[str] | None:
    """A value with its kind. Raises TypeError for a kind that no column of ours has."""
    match value:
        case None:
            return None
        case bool():
            return ("bool", "1" if value else "0")
        case int() | str():
            return (type(value).__name__, str(value))
        case float():
            return ("float", repr(value))
        case Decimal():
            return ("decimal", format(value.normalize() + 0, "f"))  # 2000, 2000.0 and 2000.00 are one amount
        case datetime():
            return ("instant", value.astimezone(UTC).isoformat())
        case date():
            return ("date", value.isoformat())
    raise TypeError(f"no column of ours holds a {type(value).__name__}")
