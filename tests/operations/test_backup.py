"""Back up, destroy, restore: the same rows and the same bytes, on either engine and any store."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest

from app.backup.manifest import DATABASE, KEY_NOTE, MANIFEST, OBJECTS, BackupBroken, read_manifest, verify_files
from app.backup.restore import RestoreRefused, restore
from app.backup.write import BackupRefused, back_up
from app.database import new_id
from app.move.carry import carry
from app.move.row import all_tables, row_hash
from app.move.side import CopyRefused, open_side
from app.settings import Settings, current_settings
from app.storage import DocumentStore, document_store
from tests.operations.filling import ROWS
from tests.services import renew_database

OBJECTS_THERE = {"obj_small": b"%PDF-1.7 rent 1,234.56", "obj_empty": b"", "obj_big": bytes(range(256)) * 2_000}


def quiet(_: str) -> None:
    """Nobody reads what a test would be told."""


@pytest.fixture
def installation(filled_file: Path, tmp_path: Path) -> Settings:
    """Rows in every table and objects, on SQLite and files."""
    data = tmp_path / "installation"
    data.mkdir()
    shutil.move(filled_file, data / "leaselab.sqlite")
    own = {"data_dir": data, "database_url": f"sqlite:///{data}/leaselab.sqlite"}
    settings = replace(current_settings(), **own, minio_endpoint="", document_keys=())
    asyncio.run(put_objects(document_store(settings)))
    return settings


@pytest.fixture
def fleet(postgres_url: str, tmp_path: Path) -> Settings:
    """Nothing yet, on PostgreSQL and S3."""
    settings = replace(current_settings(), database_url=postgres_url, data_dir=tmp_path / "fleet", document_keys=())
    if not settings.minio_endpoint:
        pytest.skip("needs an S3 server; make test-services runs this")
    return replace(settings, minio_bucket=new_id("fleet").replace("_", "-").lower().strip("-")[:20] + "x")


async def put_objects(store: DocumentStore) -> None:
    for key, content in OBJECTS_THERE.items():
        await store.put(key, content, "application/pdf")


async def everything(settings: Settings) -> tuple[dict[str, list[bytes]], dict[str, tuple[bytes, str]]]:
    """The hash of every row by table, and every object with its type by key."""
    async with open_side(settings.database_url) as side:
        rows = {
            table._meta.tablename: [row_hash(row) async for chunk in side.chunks(table) for row in chunk]
            for table in all_tables()
        }
    store = document_store(settings)
    objects = {key: (await store.open(key), (await store.stat(key)).content_type) for key in await store.list_keys()}
    return rows, objects


async def destroy(settings: Settings) -> None:
    store = document_store(settings)
    for key in await store.list_keys():
        await store.delete(key)
    if settings.is_sqlite:
        shutil.rmtree(settings.data_dir)
    else:
        await renew_database(settings.database_url, settings.database_url.rpartition("/")[2])


async def test_backed_up_destroyed_restored_it_is_the_same(
    installation: Settings, tmp_path: Path, now: datetime
) -> None:
    before = await everything(installation)
    assert all(len(rows) == ROWS for rows in before[0].values()) and len(before[1]) == len(OBJECTS_THERE)
    await back_up(tmp_path / "backup", installation, document_store(installation), now, quiet)
    await destroy(installation)
    manifest, checked = await restore(tmp_path / "backup", installation, document_store(installation), quiet)
    assert await everything(installation) == before
    assert all(item.is_same for item in checked)
    assert manifest.rows["units"] == ROWS


async def test_on_postgresql_and_s3_too(installation: Settings, fleet: Settings, tmp_path: Path, now: datetime) -> None:
    async with open_side(installation.database_url) as source:
        await carry(source, fleet.database_url)
    await put_objects(document_store(fleet))
    before = await everything(fleet)
    await back_up(tmp_path / "backup", fleet, document_store(fleet), now, quiet)
    await destroy(fleet)
    with pytest.raises((CopyRefused, asyncpg.PostgresError)):
        await everything(fleet)
    await restore(tmp_path / "backup", fleet, document_store(fleet), quiet)
    assert await everything(fleet) == before == await everything(installation)


async def test_a_laptop_s_backup_restores_to_a_fleet(
    installation: Settings, fleet: Settings, tmp_path: Path, now: datetime
) -> None:
    await back_up(tmp_path / "backup", installation, document_store(installation), now, quiet)
    await restore(tmp_path / "backup", fleet, document_store(fleet), quiet)
    assert await everything(fleet) == await everything(installation)


async def test_encrypted_documents_stay_encrypted_in_a_backup(
    installation: Settings, tmp_path: Path, now: datetime
) -> None:
    sealed = replace(installation, document_keys=("a document key of " + "x" * 32,))
    await put_objects(document_store(sealed))
    before = await everything(sealed)
    await back_up(tmp_path / "backup", sealed, document_store(sealed), now, quiet)
    assert OBJECTS_THERE["obj_small"] not in (tmp_path / "backup" / OBJECTS / "obj_small").read_bytes()
    assert sealed.document_keys[0] not in (tmp_path / "backup" / KEY_NOTE).read_text()
    await destroy(sealed)
    await restore(tmp_path / "backup", sealed, document_store(sealed), quiet)
    assert await everything(sealed) == before


async def test_a_backup_is_readable_by_its_owner_alone(installation: Settings, tmp_path: Path, now: datetime) -> None:
    await back_up(tmp_path / "backup", installation, document_store(installation), now, quiet)
    for path in [tmp_path / "backup", *(tmp_path / "backup").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name
    assert {path.name for path in (tmp_path / "backup").iterdir()} == {DATABASE, OBJECTS, MANIFEST, KEY_NOTE}


async def test_a_folder_that_is_there_is_not_written_to(installation: Settings, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(BackupRefused):
        await back_up(installation.data_dir, installation, document_store(installation), now, quiet)


async def test_a_backup_that_fails_leaves_nothing(installation: Settings, tmp_path: Path, now: datetime) -> None:
    installation.sqlite_path.unlink()
    with pytest.raises(CopyRefused, match="no SQLite database"):
        await back_up(tmp_path / "backups" / "one", installation, document_store(installation), now, quiet)
    assert list((tmp_path / "backups").iterdir()) == []


async def test_a_place_that_cannot_be_written_is_said_to_be_so(
    installation: Settings, tmp_path: Path, now: datetime
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    with pytest.raises(BackupRefused, match="cannot be written"):
        await back_up(in_the_way / "backup", installation, document_store(installation), now, quiet)


async def test_a_restore_without_the_documents_key_says_so(
    installation: Settings, tmp_path: Path, now: datetime
) -> None:
    sealed = replace(installation, document_keys=("a document key of " + "x" * 32,))
    await put_objects(document_store(sealed))
    await back_up(tmp_path / "backup", sealed, document_store(sealed), now, quiet)
    for keys, warned in [(("another document key of " + "y" * 32,), 1), ((), 1), (sealed.document_keys, 0)]:
        await destroy(sealed)
        told: list[str] = []
        await restore(tmp_path / "backup", sealed, document_store(replace(sealed, document_keys=keys)), told.append)
        assert sum(KEY_NOTE in line for line in told) == warned


async def test_documents_without_an_object_are_counted(installation: Settings, tmp_path: Path, now: datetime) -> None:
    made = await back_up(tmp_path / "backup", installation, document_store(installation), now, quiet)
    assert made.missing == 1  # of the rows that fill the table, one is not deleted


@pytest.mark.parametrize("damage", ["database", "object", "lost", "surplus", "manifest"])
async def test_a_damaged_backup_restores_nothing(
    installation: Settings, tmp_path: Path, now: datetime, damage: str
) -> None:
    folder = tmp_path / "backup"
    await back_up(folder, installation, document_store(installation), now, quiet)
    verify_files(folder, read_manifest(folder))
    await destroy(installation)
    hurt(folder, damage)
    with pytest.raises(BackupBroken):
        await restore(folder, installation, document_store(installation), quiet)
    assert not installation.sqlite_path.exists()
    assert await document_store(installation).list_keys() == []


def hurt(folder: Path, damage: str) -> None:
    match damage:
        case "database":
            with (folder / DATABASE).open("r+b") as file:
                file.seek(5_000)
                file.write(b"\x00\xff")
        case "object":
            (folder / OBJECTS / "obj_small").write_bytes(b"%PDF-1.7 rent 9,234.56")
        case "lost":
            (folder / OBJECTS / "obj_small").unlink()
        case "surplus":
            (folder / OBJECTS / "obj_other").write_bytes(b"")
        case _:
            (folder / MANIFEST).write_text("{}")


async def test_an_installation_in_use_is_not_overwritten(installation: Settings, tmp_path: Path, now: datetime) -> None:
    await back_up(tmp_path / "backup", installation, document_store(installation), now, quiet)
    before = await everything(installation)
    with pytest.raises(CopyRefused, match="rows already"):
        await restore(tmp_path / "backup", installation, document_store(installation), quiet)
    assert await everything(installation) == before


async def test_a_store_with_other_objects_is_refused_and_one_restored_in_part_goes_on(
    installation: Settings, tmp_path: Path, now: datetime
) -> None:
    before = await everything(installation)
    await back_up(tmp_path / "backup", installation, document_store(installation), now, quiet)
    await destroy(installation)
    store = document_store(installation)
    await store.put("obj_small", OBJECTS_THERE["obj_small"], "application/pdf")
    await store.put("obj_foreign", b"1", "application/pdf")
    with pytest.raises(RestoreRefused):
        await restore(tmp_path / "backup", installation, store, quiet)
    await store.delete("obj_foreign")
    await restore(tmp_path / "backup", installation, store, quiet)
    assert await everything(installation) == before


def test_both_commands_work_from_a_shell(installation: Settings, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup")
    assert "Backed up to" in run(installation, "backup", backup)
    asyncio.run(destroy(installation))
    assert "is whole" in run(installation, "restore", "--check", backup)
    assert "Restored what was backed up at" in run(installation, "restore", backup)


def run(installation: Settings, *words: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MINIO_")}
    environment |= {"DATABASE_URL": installation.database_url, "LEASELAB_DATA_DIR": str(installation.data_dir)}
    done = subprocess.run([sys.executable, "-m", "app", *words], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
