"""Rows for every table there is, made from the table classes, with the values that engines treat differently."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from piccolo.columns import JSON, BigInt, Boolean, Column, Date, DoublePrecision, ForeignKey, Numeric, Timestamptz
from piccolo.table import Table

from app.columns import Choice, Whole
from app.move.row import Row, all_tables
from app.move.side import Side

ROWS = 4
WORDS = ("Zoë O’Neil \U0001f3e0", "quoted ' \" \\ and\ttab\nline", "", "Ａ wide % _ ; --")
INSTANTS = (
    datetime(2026, 3, 8, 6, 59, 59, 999_999, tzinfo=UTC),
    datetime(1900, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
)
DAYS = (date(2028, 2, 29), date(1900, 1, 1), date(9999, 12, 30), date(2026, 11, 21))
TEXTS = (
    '{"b": 1,  "a": [1.10, null, "é"], "b": 2}',
    "[]",
    json.dumps({"text": "Zoë \\u0041 \U0001f3e0"}),
    '{"deep": [[{"x": -0.0}]]}',
)
FLOATS = (0.1 + 0.2, -1e-300, 1.7976931348623157e308, 0.0)


async def fill_every_table(side: Side) -> None:
    """ROWS rows in each table; row n points to row n of others."""
    for table in all_tables():
        await side.fill(table, _one_chunk([_row(table, number) for number in range(ROWS)]))


async def _one_chunk(rows: list[Row]) -> AsyncIterator[list[Row]]:
    yield rows


def _row(table: type[Table], number: int) -> Row:
    return tuple(_value(table, column, number) for column in table._meta.columns)


def _value(table: type[Table], column: Column, number: int) -> Any:
    if column is table._meta.primary_key:
        return key_of(table, number)
    if isinstance(column, ForeignKey):
        return key_of(column._foreign_key_meta.resolved_references, number)
    if column._meta.null and number == ROWS - 1:
        return None
    return _filled(column, number)


def key_of(table: type[Table], number: int) -> str:
    """Keys whose order differs between a language's collation and bytes."""
    return f"{('Z', 'a', 'B', '_')[number]}-{table._meta.tablename}"[: table._meta.primary_key.length or 40]


def _filled(column: Column, number: int) -> Any:
    match column:
        case Choice():
            return column.words[number % len(column.words)]
        case Whole():
            return (column.least, column.most, column.least, column.most)[number]
        case Boolean():
            return number % 2 == 0
        case BigInt():
            return 2**53 + 1 + number
        case DoublePrecision():
            return FLOATS[number]
        case Numeric():
            return _decimal(column, number)
        case Timestamptz():
            return INSTANTS[number]
        case Date():
            return DAYS[number]
        case JSON():
            return TEXTS[number]
    return f"{number}{WORDS[number]}"[: getattr(column, "length", None) or 1_000]


def _decimal(column: Numeric, number: int) -> Decimal:
    digits, scale = column.digits or (10, 2)
    most = Decimal(10 ** min(digits, 15) - 1).scaleb(-scale)
    return (most, -most, Decimal(1).scaleb(-scale), Decimal(0))[number]
