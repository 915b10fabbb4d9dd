"""The migrations lead exactly to the tables, on both engines."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest
from piccolo.apps.migrations.commands.new import NoChanges, _create_new_migration
from piccolo.apps.migrations.tables import Migration

from app.database import PooledSQLiteEngine, engine
from app.migrate import SchemaBehind, migrate, require_newest_schema
from app.piccolo_app import APP_CONFIG
from app.settings import current_settings
from tests.schema_of import Index, declared_shape, indexes, migrated_shape
from tests.services import renew_database

PROMISED = {
    "idx_ai_jobs_lead_id": Index(is_unique=False, is_partial=False),
    "idx_ai_jobs_site_id": Index(is_unique=False, is_partial=False),
    "idx_ai_jobs_status": Index(is_unique=False, is_partial=False),
    "idx_ai_jobs_requested_at": Index(is_unique=False, is_partial=False),
    "idx_ai_jobs_lead_status": Index(is_unique=False, is_partial=False),
    "idx_ai_jobs_pending": Index(is_unique=False, is_partial=True),
    "idx_ai_jobs_one_open": Index(is_unique=True, is_partial=True),
    "idx_ai_usage_site_month": Index(is_unique=True, is_partial=False),
}


async def test_a_new_automatic_migration_would_be_empty(database: None) -> None:
    with pytest.raises(NoChanges):
        await _create_new_migration(app_config=APP_CONFIG, auto=True, description="", auto_input="y")


async def test_the_migrated_tables_equal_the_declared_ones(database: None) -> None:
    migrated = await migrated_shape()
    for name, words in (await declared_shape()).items():
        assert migrated[name] == words


async def test_the_indexes_that_outsiders_rely_on_are_there(database: None) -> None:
    there = await indexes()
    assert {name: there.get(name) for name in PROMISED} == PROMISED


async def test_migrating_again_changes_nothing(database: None) -> None:
    before = await migrated_shape(), await indexes(), await Migration.count()
    await migrate()
    assert (await migrated_shape(), await indexes(), await Migration.count()) == before


async def test_foreign_keys_and_checks_are_enforced(database: None) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await engine().run_ddl(
            "INSERT INTO user_sessions (id, user_id, created_at, expires_at) VALUES ('a', 'nobody', '2026-01-01', '2026-01-01')"
        )
    with pytest.raises(Exception, match=r"(?i)check"):
        await engine().run_ddl(
            "INSERT INTO sites (id, slug, name, timezone, tier, created_at) VALUES ('a', 'a', 'a', 'UTC', 'golden', '2026-01-01')"
        )


async def test_machines_that_migrate_at_the_same_time_follow_each_other(database: None) -> None:
    if isinstance(engine(), PooledSQLiteEngine):
        pytest.skip("SQLite belongs to one machine; make test-services runs this on PostgreSQL")
    own = current_settings().database_url
    url = await renew_database(own, f"{own.rpartition('/')[2]}_together")
    words = (sys.executable, "-m", "app", "migrate")
    both = [await asyncio.create_subprocess_exec(*words, env={**os.environ, "DATABASE_URL": url}) for _ in range(2)]
    assert [await process.wait() for process in both] == [0, 0]


async def test_a_process_on_an_older_schema_is_told_to_migrate(database: None) -> None:
    await require_newest_schema()
    newest = await Migration.select(Migration.name).order_by(Migration.name, ascending=False).first()
    await Migration.delete().where(Migration.name == newest["name"])
    try:
        with pytest.raises(SchemaBehind, match="leaselab migrate"):
            await require_newest_schema()
    finally:
        await Migration.insert(Migration(name=newest["name"], app_name="leaselab"))
