"""Every object comes under the first key while people work, and what is erased meanwhile does not come back."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path

import pytest

from app.documents.tables import LeadDocument
from app.rotation import Rotated, rotate_keys
from app.storage import LocalStore
from app.storage_encrypted import EncryptedStore
from tests.factories import World, make_document, make_lead

OLD, NEW = "an-old-key-" + "o" * 32, "a-new-key-" + "n" * 32
CONTENT = b"%PDF-1.7 of a document"


@pytest.fixture
def files(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "documents")


async def stored(world: World, now: datetime, store: EncryptedStore, count: int) -> list[LeadDocument]:
    lead = await make_lead(world.oak, now)
    documents = [await make_document(lead, now) for _ in range(count)]
    for document in documents:
        await store.put(document.storage_key, CONTENT, "application/pdf")
        await store.put(f"reading-{document.sha256}-7", b"{}", "application/json")
    return documents


async def test_all_come_under_the_first_key_and_a_second_pass_finds_nothing(
    world: World, now: datetime, files: LocalStore
) -> None:
    documents = await stored(world, now, EncryptedStore(files, [OLD]), 3)
    plain = await stored(world, now, EncryptedStore(files, []), 2)
    told: list[int] = []
    assert await rotate_keys(EncryptedStore(files, [NEW, OLD]), told.append) == Rotated(sealed=10)
    assert sum(told) == 10
    assert await rotate_keys(EncryptedStore(files, [NEW, OLD]), told.append) == Rotated(before=10)
    for document in (*documents, *plain):
        assert await EncryptedStore(files, [NEW]).open(document.storage_key) == CONTENT


async def test_a_rotation_that_was_cut_short_goes_on(world: World, now: datetime, files: LocalStore) -> None:
    documents = await stored(world, now, EncryptedStore(files, [OLD]), 4)
    both = EncryptedStore(files, [NEW, OLD])

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rotate_keys(both, stop)
    for document in documents:
        assert await both.open(document.storage_key) == CONTENT
    assert await rotate_keys(both, lambda _: None) == Rotated(sealed=4, before=4)


async def test_a_document_that_is_erased_meanwhile_stays_erased(world: World, now: datetime, files: LocalStore) -> None:
    (document,) = await stored(world, now, EncryptedStore(files, [OLD]), 1)

    class Erasing(LocalStore):
        """Where somebody erases the document between its reading and its writing."""

        async def open(self, key: str) -> bytes:
            content = await super().open(key)
            await LeadDocument.delete().where(LeadDocument.id == document.id)
            await self.delete(key)
            return content

    await rotate_keys(EncryptedStore(Erasing(files._folder), [NEW, OLD]), lambda _: None)
    assert await files.list_keys() == []


async def test_what_no_document_names_is_left_and_what_cannot_be_read_is_told(
    world: World, now: datetime, files: LocalStore
) -> None:
    (document,) = await stored(world, now, EncryptedStore(files, [OLD]), 1)
    await EncryptedStore(files, [OLD]).put("obj_upload_under_way", CONTENT, "application/pdf")
    rotated = await rotate_keys(EncryptedStore(files, [NEW]), lambda _: None)
    assert rotated == Rotated(unnamed=1, unread=sorted([document.storage_key, f"reading-{document.sha256}-7"]))


async def test_the_command_needs_a_key_and_says_what_it_did(world: World, now: datetime, tmp_path: Path) -> None:
    await stored(world, now, EncryptedStore(LocalStore(tmp_path / "documents"), []), 2)
    without, with_key = await asyncio.gather(command(tmp_path, ""), command(tmp_path, NEW))
    assert without[0] == 1 and "LEASELAB_DOCUMENT_KEYS is not set" in without[1]
    assert with_key[0] == 0 and "4 objects encrypted with the first key; 0 were already." in with_key[1]


async def command(folder: Path, keys: str) -> tuple[int | None, str]:
    """`leaselab rotate-keys` on this database and the documents in the folder: its exit status and all its words."""
    from app.settings import current_settings

    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MINIO_")},
        "DATABASE_URL": current_settings().database_url,
        "LEASELAB_DATA_DIR": str(folder),
        "LEASELAB_DOCUMENT_KEYS": keys,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "rotate-keys",
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    words, _ = await process.communicate()
    return process.returncode, words.decode()
