"""The second lock on sites: PostgreSQL itself shows a site's work no row of another, whatever a query forgot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from piccolo.engine.exceptions import TransactionError
from piccolo.table import Table

from app.database import PooledSQLiteEngine, engine, write_transaction
from app.database_lock import APART, OTHERWISE, SHARED, lock_tables, look_at_lock
from app.database_scope import every_site, no_site, site_scope
from app.move.carry import migrate_at
from app.move.row import all_tables, column_names
from app.move.side import open_side
from app.settings import current_settings
from app.sites.tables import Site
from tests.operations.filling import ROWS, fill_every_table, key_of
from tests.schema_of import another_database
from tests.services import renew_database

LOCKED = [table for table in all_tables() if table._meta.tablename not in {**SHARED, **APART}]
SITES = [key_of(Site, number) for number in range(ROWS)]


def name_of(table: type[Table]) -> str:
    return f'"{table._meta.tablename}"'


async def run(statement: str) -> list[Any]:
    """What a query that knows nothing of sites gets in the scope at work."""
    rows: list[Any] = await engine().run_ddl(statement)
    return rows


async def keys_in(table: type[Table]) -> set[str]:
    key = table._meta.primary_key._meta.db_column_name
    return {row[key] for row in await run(f"SELECT * FROM {name_of(table)}")}


@pytest.fixture
async def postgres(database: None) -> None:
    if isinstance(engine(), PooledSQLiteEngine):
        pytest.skip("SQLite has no policies; make test-services runs this on PostgreSQL")


@pytest.fixture
async def filled(postgres: None) -> None:
    """Rows in every table, row n of site n and pointing to rows n."""
    async with open_side(current_settings().database_url, writes=True) as side:
        await fill_every_table(side)


@pytest.fixture
async def connection(postgres: None) -> AsyncIterator[asyncpg.Connection]:
    """The login's own, as a migration has it."""
    found = await asyncpg.connect(current_settings().database_url)
    yield found
    await found.close()


def test_every_table_is_locked_or_named_with_the_reason_why_not() -> None:
    with_site = {table._meta.tablename for table in all_tables() if "site_id" in column_names(table)}
    others = [set(OTHERWISE), set(SHARED), set(APART) - {"migration"}]
    there = {table._meta.tablename for table in all_tables()}
    assert there - with_site.union(*others) == set(), "say in app/database_lock.py how its rows find their site"
    assert with_site.union(*others) - there == set(), "there is no such table any more"
    assert len(with_site) + sum(len(names) for names in others) == len(all_tables()), "a table stands in two lists"


async def test_the_lock_is_whole_after_the_migrations(connection: asyncpg.Connection) -> None:
    lock = await look_at_lock(connection)
    assert (lock.problem, lock.role[-9:]) == ("", "_one_site")


async def test_a_bare_select_shows_the_rows_of_one_site(filled: None) -> None:
    for number, site in enumerate(SITES):
        with site_scope(site):
            for table in LOCKED:
                assert await keys_in(table) == {key_of(table, number)}, (table, site)


async def test_without_a_site_nothing_is_there(filled: None) -> None:
    with no_site():
        for table in LOCKED:
            assert await keys_in(table) == set(), table


async def test_across_sites_everything_is_there(filled: None) -> None:
    with every_site("a test"):
        for table in all_tables():
            assert len(await keys_in(table)) == ROWS, table


async def test_no_row_can_be_put_into_another_site(filled: None) -> None:
    for table in LOCKED:
        key = table._meta.primary_key._meta.db_column_name
        names = ", ".join(f'"{name}"' for name in column_names(table))
        taken = ", ".join(f"'new'::text AS {key}" if name == key else f'r."{name}"' for name in column_names(table))
        await run(f"CREATE TABLE theirs AS SELECT {taken} FROM {name_of(table)} r WHERE {key} = '{key_of(table, 1)}'")
        try:
            lock = await engine().run_ddl("SELECT left(current_database(), 54) || '_one_site' AS role")
            await run(f'GRANT SELECT ON theirs TO "{lock[0]["role"]}"')
            with site_scope(SITES[0]), pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
                await run(f"INSERT INTO {name_of(table)} ({names}) SELECT {names} FROM theirs")
        finally:
            await run("DROP TABLE theirs")


async def test_rows_of_another_site_cannot_be_changed_or_deleted(filled: None) -> None:
    with site_scope(SITES[0]):
        for table in reversed(LOCKED):
            key = table._meta.primary_key._meta.db_column_name
            others = f"{name_of(table)} SET {key} = {key} WHERE {key} = '{key_of(table, 1)}' RETURNING {key}"
            assert await run(f"UPDATE {others}") == [], table
            assert await run(f"DELETE FROM {name_of(table)} WHERE {key} <> '{key_of(table, 0)}' RETURNING {key}") == []
    for table in LOCKED:
        assert len(await keys_in(table)) == ROWS, table


async def test_a_row_cannot_be_moved_to_another_site(filled: None) -> None:
    with site_scope(SITES[0]):
        for table in LOCKED:
            if "site_id" in column_names(table):
                with pytest.raises(asyncpg.PostgresError, match=r"row-level security|append-only"):
                    await run(f"UPDATE {name_of(table)} SET site_id = '{SITES[1]}'")


async def test_work_for_a_site_has_no_right_to_what_stands_apart(filled: None) -> None:
    for name in APART:
        with site_scope(SITES[0]), pytest.raises(asyncpg.InsufficientPrivilegeError):
            await run(f'SELECT * FROM "{name}"')


async def test_connections_change_hands_between_sites_and_take_no_row_along(filled: None) -> None:
    async def look(number: int) -> None:
        site = SITES[number % ROWS]
        with site_scope(site):
            if number % 3 == 0:
                with pytest.raises(ZeroDivisionError):
                    async with write_transaction():
                        assert await keys_in(Site) == {site}
                        raise ZeroDivisionError
            assert await keys_in(Site) == {site}
            async with write_transaction():
                assert await keys_in(Site) == {site}

    await asyncio.gather(*(look(number) for number in range(60)))


async def test_a_transaction_keeps_to_the_site_that_it_began_with(filled: None) -> None:
    with site_scope(SITES[0]):
        async with write_transaction():
            for other in (site_scope(SITES[1]), every_site("a test")):
                with other, pytest.raises(TransactionError, match="site changes"):
                    await Site.select(Site.id)
            assert await Site.select(Site.id) == [{"id": SITES[0]}]


async def test_a_command_without_a_pool_is_held_to_the_site_too(filled: None) -> None:
    await engine().close_connection_pool()
    with site_scope(SITES[2]):
        assert await keys_in(Site) == {SITES[2]}
        async with write_transaction():
            assert await Site.select(Site.id) == [{"id": SITES[2]}]


async def test_a_table_that_was_unlocked_is_found_and_locked_again(connection: asyncpg.Connection) -> None:
    for opening in (
        "ALTER TABLE leads DISABLE ROW LEVEL SECURITY",
        "DROP POLICY leaselab_one_site ON leads",
        "COMMENT ON POLICY leaselab_one_site ON leads IS 'what an older release thought right'",
    ):
        await connection.execute(opening)
        assert (await look_at_lock(connection)).problem == "run `leaselab migrate`: not locked yet are leads"
        assert (await lock_tables(connection)).role


async def test_a_table_that_is_in_use_all_the_time_is_left_for_the_next_try(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database_lock.PATIENCE", "10ms")
    await connection.execute("ALTER TABLE leads DISABLE ROW LEVEL SECURITY")
    reader = await asyncpg.connect(current_settings().database_url)
    async with reader.transaction():
        await reader.fetch("SELECT 1 FROM leads")
        assert (await lock_tables(connection)).problem.startswith("leads was in use all the time")
    await reader.close()
    assert (await lock_tables(connection)).role


async def test_other_logins_see_what_they_were_granted(filled: None, connection: asyncpg.Connection) -> None:
    reader = f"{await connection.fetchval('SELECT current_database()')}_reader"
    await connection.execute(
        f'DROP ROLE IF EXISTS "{reader}"; CREATE ROLE "{reader}"; GRANT SELECT ON leads TO "{reader}"'
    )
    try:
        async with connection.transaction():
            await connection.execute(f'SET LOCAL ROLE "{reader}"')
            assert await connection.fetchval("SELECT count(*) FROM leads") == ROWS
    finally:
        await connection.execute(f'REVOKE ALL ON leads FROM "{reader}"; DROP ROLE "{reader}"')


async def test_a_login_that_may_not_make_roles_is_told_what_to_do_and_then_bound(
    connection: asyncpg.Connection,
) -> None:
    own = current_settings().database_url
    name = f"{own.rpartition('/')[2]}_owned"
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.execute(f'DROP ROLE IF EXISTS "{name}_one_site"')
    await connection.execute(f'DROP ROLE IF EXISTS "{name}"')
    await connection.execute(f"""CREATE ROLE "{name}" LOGIN PASSWORD 'only-for-tests'""")
    url = await renew_database(own, name)
    await connection.execute(f'ALTER DATABASE "{name}" OWNER TO "{name}"')
    login = url.replace("//leaselab@", f"//{name}:only-for-tests@")
    try:
        await migrate_at(login)
        theirs = await asyncpg.connect(login)
        assert f'CREATE ROLE "{name}_one_site" NOLOGIN' in (await look_at_lock(theirs)).problem
        await connection.execute(f'CREATE ROLE "{name}_one_site" NOLOGIN; GRANT "{name}_one_site" TO "{name}"')
        assert (await lock_tables(theirs)).role == f"{name}_one_site"
        await theirs.close()
    finally:
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await connection.execute(f'DROP ROLE IF EXISTS "{name}_one_site"; DROP ROLE "{name}"')


async def test_a_role_that_is_above_policies_locks_nothing_and_is_named(postgres: None) -> None:
    async with another_database("mighty") as found:
        name = f"{await found.fetchval('SELECT current_database()')}_one_site"
        await found.execute(f'DROP ROLE IF EXISTS "{name}"; CREATE ROLE "{name}" NOLOGIN BYPASSRLS')
        assert "would lock nothing" in (await look_at_lock(found)).problem
        await found.execute(f'DROP ROLE "{name}"')
