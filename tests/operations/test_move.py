"""From one engine to the other: every row the same, or nothing at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.move.carry import CopyDiffers, carry, compare
from app.move.row import all_tables
from app.move.side import CopyRefused, open_side
from app.move.sqlite import connected, version_of
from app.move_command import move_rows
from app.properties.tables import Unit
from tests.operations.filling import ROWS


async def has_any_row(url: str) -> bool:
    async with open_side(url) as side:
        there = await side.columns()
        return any([await side.has_rows(t._meta.tablename) for t in all_tables() if t._meta.tablename in there])


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


async def test_every_row_of_every_table_arrives_the_same(filled_file: Path, target_url: str, now: datetime) -> None:
    checked = await move_rows(filled_file, target_url, now)
    assert {item.table for item in checked} == {table._meta.tablename for table in all_tables()}
    assert all(item.is_same and item.source_rows == ROWS for item in checked)


async def test_there_and_back_again_nothing_has_changed(filled_file: Path, empty_file: Path, postgres_url: str) -> None:
    for source, target in ((f"sqlite:///{filled_file}", postgres_url), (postgres_url, f"sqlite:///{empty_file}")):
        async with open_side(source) as side:
            await carry(side, target)
    async with open_side(f"sqlite:///{filled_file}") as one, open_side(f"sqlite:///{empty_file}") as other:
        assert all([(await compare(one, other, table)).is_same for table in all_tables()])


async def test_a_target_with_rows_is_refused_and_keeps_them(filled_file: Path, empty_file: Path, now: datetime) -> None:
    change(
        empty_file,
        "INSERT INTO users (id, email, name, password_hash, created_at) VALUES ('u', 'a@b.example', 'A', '!', '2026-01-01')",
    )
    with pytest.raises(CopyRefused, match="rows already, in users"):
        await move_rows(filled_file, f"sqlite:///{empty_file}", now)
    async with open_side(f"sqlite:///{empty_file}") as side:
        assert await side.has_rows("users") and not await side.has_rows("sites")


async def test_a_changed_value_is_named_by_row_and_column_never_shown(filled_file: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.sqlite"
    changed.write_bytes(filled_file.read_bytes())
    change(changed, "UPDATE units SET monthly_rent = monthly_rent + 0.01 WHERE id = 'B-units'")
    async with open_side(f"sqlite:///{filled_file}") as one, open_side(f"sqlite:///{changed}") as other:
        found = await compare(one, other, Unit)
    assert (found.is_same, found.source_rows, found.target_rows) == (False, ROWS, ROWS)
    assert found.first_difference == "row B-units, monthly_rent"


async def test_a_row_on_one_side_only_is_named(filled_file: Path, empty_file: Path) -> None:
    async with open_side(f"sqlite:///{filled_file}") as one, open_side(f"sqlite:///{empty_file}") as other:
        found = await compare(one, other, Unit)
    assert found.first_difference == "row B-units is only in the source"


async def test_an_amount_that_postgresql_would_round_stops_the_move(
    filled_file: Path, postgres_url: str, now: datetime
) -> None:
    change(filled_file, "UPDATE units SET monthly_rent = 1000.005 WHERE id = 'B-units'")
    with pytest.raises(CopyDiffers, match="row B-units, monthly_rent"):
        await move_rows(filled_file, postgres_url, now)
    assert not await has_any_row(postgres_url)


async def test_a_text_that_postgresql_cannot_hold_stops_the_move_with_a_sentence(
    filled_file: Path, postgres_url: str, now: datetime
) -> None:
    change(filled_file, "UPDATE sites SET name = 'secret' || char(0) WHERE id = 'B-sites'")
    with pytest.raises(CopyRefused, match="Table sites: the target refuses a row") as refused:
        await move_rows(filled_file, postgres_url, now)
    assert "secret" not in refused.value.message
    assert not await has_any_row(postgres_url)


async def test_a_source_on_which_a_worker_lives_is_refused(filled_file: Path, target_url: str, now: datetime) -> None:
    change(filled_file, f"UPDATE workers SET last_seen_at = '{now - timedelta(seconds=20)}' WHERE id = 'a-workers'")
    with pytest.raises(CopyRefused, match="worker answered"):
        await move_rows(filled_file, target_url, now)
    assert not await has_any_row(target_url)
    await move_rows(filled_file, target_url, now, is_forced=True)


async def test_nothing_is_kept_when_somebody_wrote_meanwhile(filled_file: Path, target_url: str) -> None:
    def write_and_look() -> None:
        change(filled_file, "UPDATE sites SET name = 'new' WHERE id = 'B-sites'")
        assert version_of(watching) != before
        raise CopyRefused

    with connected(filled_file) as watching:
        before = version_of(watching)
        assert version_of(watching) == before
        async with open_side(f"sqlite:///{filled_file}") as source:
            with pytest.raises(CopyRefused):
                await carry(source, target_url, write_and_look)
    assert not await has_any_row(target_url)


async def test_the_source_cannot_be_written_through_its_side(filled_file: Path) -> None:
    with connected(filled_file) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM workers")


async def test_columns_that_this_release_does_not_know_are_not_lost_silently(
    filled_file: Path, target_url: str, now: datetime
) -> None:
    change(filled_file, "ALTER TABLE sites ADD COLUMN from_the_future TEXT")
    with pytest.raises(CopyRefused, match="columns that this release does not know"):
        await move_rows(filled_file, target_url, now)


@pytest.mark.parametrize("to", ["sqlite:///other.sqlite", "mysql://root@localhost/db"])
def test_the_command_goes_to_postgresql_only(filled_file: Path, to: str) -> None:
    done = run_move(filled_file, to)
    assert (done.returncode, done.stderr) == (1, "leaselab: --to must start with postgresql://.\n")


def test_the_command_prints_what_it_checked(filled_file: Path, postgres_url: str) -> None:
    done = run_move(filled_file, postgres_url)
    assert done.returncode == 0, done.stderr
    assert f"{ROWS * len(all_tables())} rows are the same on both sides." in done.stdout
    again = run_move(filled_file, postgres_url)
    assert (again.returncode, again.stdout) == (1, "")
    assert "must be empty" in again.stderr


def run_move(path: Path, to: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "move", "--to", to],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{path}"},
        capture_output=True,
        text=True,
    )
