"""What only the store of files promises: rights, no half files, and a sentence when the disk refuses."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.settings import read_settings
from app.storage import LocalStore, StorageError, document_store


async def test_only_this_user_may_read_folder_and_files(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    await LocalStore(folder).put("obj_one", b"private", "application/pdf")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


async def test_a_put_that_fails_leaves_no_object_and_no_rest(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    (tmp_path / "obj_one").mkdir()  # the rename onto a folder fails after the bytes were written
    with pytest.raises(StorageError):
        await store.put("obj_one", b"content", "application/pdf")
    assert names_in(tmp_path) == ["obj_one", "obj_one.json"]


async def test_a_folder_that_went_away_is_a_storage_error(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    store = LocalStore(folder)
    folder.rmdir()
    with pytest.raises(StorageError):
        await store.put("obj_one", b"content", "application/pdf")
    with pytest.raises(StorageError):
        await store.list_keys()
    with pytest.raises(StorageError):
        await store.open("obj_one")
    with pytest.raises(StorageError):
        await store.stat("obj_one")


async def test_a_lost_note_costs_the_type_and_not_the_content(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    await store.put("obj_one", b"content", "application/pdf")
    (tmp_path / "obj_one.json").unlink()
    found = await store.stat("obj_one")
    assert found is not None
    assert found.content_type == "application/octet-stream"
    assert await store.open("obj_one") == b"content"


def test_without_an_endpoint_documents_are_files_in_the_data_directory(tmp_path: Path) -> None:
    document_store(read_settings({"LEASELAB_DATA_DIR": str(tmp_path)}))
    assert (tmp_path / "documents").is_dir()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
