"""What a database says about its own tables, to compare one made by migrations with one made by declarations."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from piccolo.table import sort_table_classes

from app.database import PooledSQLiteEngine, engine
from app.piccolo_app import APP_CONFIG
from app.settings import current_settings
from tests.services import renew_database

Shape = dict[str, list[str]]
"""For each table its columns and constraints, as the database words them."""

_COLUMNS = """
    SELECT c.relname AS name, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'NOT NULL' END, pg_get_expr(d.adbin, d.adrelid)) AS words
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' ORDER BY c.relname, a.attname"""
_CONSTRAINTS = """
    SELECT c.relname AS name, concat_ws(' ', k.conname, pg_get_constraintdef(k.oid)) AS words
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' ORDER BY c.relname, k.conname"""


@dataclass(frozen=True, slots=True)
class Index:
    is_unique: bool
    is_partial: bool


async def migrated_shape() -> Shape:
    """The shape of the database of this test."""
    found = engine()
    if isinstance(found, PooledSQLiteEngine):
        return _sqlite_shape(sqlite3.connect(found.path))
    connection = await asyncpg.connect(current_settings().database_url)
    try:
        return await _postgres_shape(connection)
    finally:
        await connection.close()


async def declared_shape() -> Shape:
    """The shape of a new database made from the table classes alone."""
    statements = [str(table.create_table().ddl[0]) for table in sort_table_classes(APP_CONFIG.table_classes)]
    if isinstance(engine(), PooledSQLiteEngine):
        memory = sqlite3.connect(":memory:")
        for statement in statements:
            memory.execute(statement)
        return _sqlite_shape(memory)
    async with another_database("declared") as connection:
        for statement in statements:
            await connection.execute(statement)
        return await _postgres_shape(connection)


async def indexes() -> dict[str, Index]:
    """The named indexes of this test's database."""
    postgres = (
        "SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexname NOT LIKE '%_pkey'"
    )
    sqlite = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    rows = await engine().run_ddl(sqlite if isinstance(engine(), PooledSQLiteEngine) else postgres)
    return {row["name"]: Index(" UNIQUE " in row["sql"], " WHERE " in row["sql"]) for row in rows}


@asynccontextmanager
async def another_database(purpose: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to an empty database beside this test's own."""
    own = current_settings().database_url
    url = await renew_database(own, f"{own.rpartition('/')[2]}_{purpose}")
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def _postgres_shape(connection: asyncpg.Connection) -> Shape:
    shape: Shape = {}
    for query in (_COLUMNS, _CONSTRAINTS):
        for row in await connection.fetch(query):
            shape.setdefault(row["name"], []).append(row["words"])
    return shape


def _sqlite_shape(connection: sqlite3.Connection) -> Shape:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {name: sorted(_parts(sql)) for name, sql in rows}


def _parts(statement: str) -> list[str]:
    """The columns and constraints of CREATE TABLE; a column that was added later stands last, which means nothing."""
    inner = statement[statement.index("(") + 1 : statement.rindex(")")]
    return [part.strip() for part in re.split(r",(?![^(]*\))", inner)]
