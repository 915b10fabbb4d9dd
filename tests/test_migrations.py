"""The migrations lead exactly to the tables."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from piccolo.apps.migrations.commands.new import NoChanges, _create_new_migration

from app.database import PooledSQLiteEngine, engine
from app.piccolo_app import APP_CONFIG


async def test_a_new_automatic_migration_would_be_empty(database: None) -> None:
    with pytest.raises(NoChanges):
        await _create_new_migration(app_config=APP_CONFIG, auto=True, description="", auto_input="y")


async def test_the_migrated_tables_equal_the_declared_ones(database: None, tmp_path: Path) -> None:
    found = engine()
    if not isinstance(found, PooledSQLiteEngine):
        pytest.skip("compares SQLite's own text of each table")
    migrated = dict(sqlite3.connect(found.path).execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    declared = sqlite3.connect(":memory:")
    for table in APP_CONFIG.table_classes:
        declared.execute(str(table.create_table().ddl[0]))
    for name, sql in declared.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        assert migrated[name] == sql


async def test_foreign_keys_and_checks_are_enforced(database: None) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await engine().run_ddl(
            "INSERT INTO user_sessions (id, user_id, created_at, expires_at) VALUES ('a', 'nobody', '2026-01-01', '2026-01-01')"
        )
    with pytest.raises(Exception, match=r"(?i)check"):
        await engine().run_ddl(
            "INSERT INTO sites (id, slug, name, timezone, tier, created_at) VALUES ('a', 'a', 'a', 'UTC', 'golden', '2026-01-01')"
        )
