"""Row-level security on PostgreSQL: a second lock on the scope of a site, for queries that forgot their WHERE.

The first lock are the queries themselves. Why it is built so, and what it does not guard against:
docs/decisions/10-row-level-security.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import asyncpg  # type: ignore[import-untyped]

SETTING = "leaselab.site"
_SITE = f"(SELECT current_setting('{SETTING}', true))"
"""In brackets it is asked for once a query, not once a row. Null or empty where no site is known: equal to nothing."""
_BY_COLUMN = f"site_id = {_SITE}"
# Without a site of their own. The parent's own policy holds inside EXISTS, which is what is asked for.
OTHERWISE = {
    "sites": f"id = {_SITE}",
    "ai_evaluation_steps": "EXISTS (SELECT 1 FROM ai_evaluation_jobs p WHERE p.id = job_id)",
    "ai_evaluation_job_traces": "EXISTS (SELECT 1 FROM ai_evaluation_jobs p WHERE p.id = job_id)",
    "job_run_changes": "EXISTS (SELECT 1 FROM job_runs p WHERE p.id = run_id)",
    "job_run_lines": "EXISTS (SELECT 1 FROM job_runs p WHERE p.id = run_id)",
    "alert_deliveries": "EXISTS (SELECT 1 FROM alerts p WHERE p.id = alert_id)",
}
"""Policies of the tables that reach their site in another way than by a column `site_id`."""
SHARED = {
    "users": "a person may work for several sites, and is named in what they did there after they left",
    "user_sessions": "of a person, not of a site; found by the hash of a secret alone",
    "workers": "signs of life of processes",
    "metrics": "totals of the installation",
    "circuit_breakers": "the state of what lies outside, for all sites together",
    "store_purges": "keys of objects whose rows are gone; random, and no site is left to name",
}
"""Tables without a policy that work for one site may use, and why that is right."""
APART = {"login_failures": "hashes of addresses that nobody has logged in from", "migration": "Piccolo's own list"}
"""Tables that work for one site never touches: its role has no right to them."""
POLICY = "leaselab_one_site"
_ANYBODY = "leaselab_anybody"
PATIENCE = "10s"
"""For a table's lock: while it waits behind a backup, say, every query waits behind it."""

_TABLES = """
    SELECT c.relname AS name, c.relrowsecurity AS is_on, obj_description(p.oid, 'pg_policy') AS words, EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'site_id' AND NOT a.attisdropped
    ) AS has_site, coalesce(r.oid IS NOT NULL AND has_table_privilege(r.oid, c.oid, 'SELECT') AND
        has_table_privilege(r.oid, c.oid, 'INSERT') AND has_table_privilege(r.oid, c.oid, 'UPDATE') AND
        has_table_privilege(r.oid, c.oid, 'DELETE'), false) AS is_granted, c.relowner = r.oid AS is_owned
    FROM pg_class c LEFT JOIN pg_roles r ON r.rolname = $1
    LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'leaselab_one_site' AND p.polroles = ARRAY[r.oid]
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname"""
_ROLE = """
    SELECT r.rolsuper OR r.rolbypassrls OR r.rolcanlogin AS is_mighty,
        pg_has_role(current_user, r.oid, CASE WHEN v.number >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS is_ours,
        pg_has_role(current_user, r.oid, 'USAGE') AND row_security_active(to_regclass('sites')) AS is_inherited,
        has_schema_privilege(r.oid, current_schema(), 'USAGE') AS finds_tables
    FROM pg_roles r, (SELECT current_setting('server_version_num')::int AS number) AS v WHERE r.rolname = $1"""


@dataclass(frozen=True, slots=True)
class Lock:
    """`role` is what connections that work for a site become; without one, `problem` is a sentence that says why."""

    role: str = ""
    problem: str = ""


async def role_name(connection: asyncpg.Connection) -> str:
    """One for each database: roles are the whole server's, and the rows of another database no business of this one."""
    return str(await connection.fetchval("SELECT left(current_database(), 54) || '_one_site'"))


async def look_at_lock(connection: asyncpg.Connection) -> Lock:
    """Whether the lock is whole: the role is there and ours, is bound by policies, and every table has its own."""
    name = await role_name(connection)
    role = await connection.fetchrow(_ROLE, name)
    if role is None or not role["is_ours"]:
        return Lock(problem=_missing(name))
    tables = await connection.fetch(_TABLES, name)
    if role["is_mighty"] or any(table["is_owned"] for table in tables):
        return Lock(
            problem=f"the role {name} may log in, owns tables or is above policies, so that it would lock nothing"
        )
    if role["is_inherited"]:
        return Lock(problem=f"this login inherits from {name}, so that it cannot look across sites: make it NOINHERIT")
    open_tables = [table["name"] for table in tables if not _is_right(table)]
    if open_tables:
        return Lock(problem=f"run `leaselab migrate`: not locked yet are {', '.join(open_tables)}")
    return Lock(role=name)


async def lock_tables(connection: asyncpg.Connection) -> Lock:
    """Make the role, its rights and the policies that are not there yet; table by table, so that nobody waits for long.

    Policies follow the tables, whichever migration made them. Where the login may not make the role, the lock stays
    open and its sentence says what to do.
    """
    name = await role_name(connection)
    try:
        await _make_role(connection, name)
    except asyncpg.InsufficientPrivilegeError:
        return Lock(problem=_missing(name))
    for table in await connection.fetch(_TABLES, name):
        try:
            if not _is_right(table):
                await connection.execute(_statements(table, name))
        except asyncpg.InsufficientPrivilegeError:
            return Lock(problem=f"{table['name']} belongs to another login; have that one run `leaselab migrate`")
        except asyncpg.LockNotAvailableError:
            return Lock(problem=f"{table['name']} was in use all the time; run `leaselab migrate` again")
    return await look_at_lock(connection)


async def bind(connection: asyncpg.Connection, role: str) -> None:
    """From here on the connection is the role: held to the policies, whatever the login itself may do."""
    await connection.execute("SELECT set_config('role', $1, false)", role)


async def set_site(connection: asyncpg.Connection, site: str) -> None:
    """Whose rows a bound connection sees."""
    await connection.execute(f"SELECT set_config('{SETTING}', $1, false)", site)


async def _make_role(connection: asyncpg.Connection, name: str) -> None:
    quoted = _quoted(name)
    role = await connection.fetchrow(_ROLE, name)
    if role is None:
        await connection.execute(f"CREATE ROLE {quoted} NOLOGIN")
        role = await connection.fetchrow(_ROLE, name)
    if not role["is_ours"]:
        await connection.execute(f"GRANT {quoted} TO CURRENT_USER")
    if not role["finds_tables"]:
        schema = _quoted(await connection.fetchval("SELECT current_schema()"))
        await connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {quoted}")


def _policy(table: Any) -> str | None:
    """The condition of a table's rows; None for one without a policy."""
    return OTHERWISE.get(table["name"], _BY_COLUMN if table["has_site"] else None)


def _is_right(table: Any) -> bool:
    policy = _policy(table)
    if policy is None:
        return table["is_granted"] or table["name"] not in SHARED
    return bool(table["is_on"] and table["is_granted"] and table["words"] == policy)


def _statements(table: Any, role: str) -> str:
    """One transaction. The lock's own policy is restrictive and for its role alone; whoever else reads the table, an
    older release in the middle of an upgrade too, sees what they saw before."""
    name, to, policy = _quoted(table["name"]), _quoted(role), _policy(table)
    grant = f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {to};"
    if policy is None:
        return grant
    words = policy.replace("'", "''")
    return (
        f"SET LOCAL lock_timeout = '{PATIENCE}';"
        f"DROP POLICY IF EXISTS {POLICY} ON {name}; DROP POLICY IF EXISTS {_ANYBODY} ON {name};"
        f"CREATE POLICY {_ANYBODY} ON {name} USING (true) WITH CHECK (true);"
        f"CREATE POLICY {POLICY} ON {name} AS RESTRICTIVE TO {to} USING ({policy}) WITH CHECK ({policy});"
        f"COMMENT ON POLICY {POLICY} ON {name} IS '{words}';"
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; {grant}"
    )


def _missing(name: str) -> str:
    return (
        f"there is no role {name} that this login may become; have somebody who may create roles run"
        f' CREATE ROLE "{name}" NOLOGIN; GRANT "{name}" TO this login; and then run `leaselab migrate`'
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
