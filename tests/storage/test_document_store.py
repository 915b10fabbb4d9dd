"""One contract for every document store, run against files and against a real S3 server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.database import new_id
from app.storage import DocumentStore, LocalStore, ObjectMissing, StoredObject
from app.storage_encrypted import EncryptedStore
from tests.s3_server import S3Server


@pytest.fixture(params=["files", "s3"])
def plain(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentStore:
    if request.param == "files":
        return LocalStore(tmp_path / "documents")
    server: S3Server = request.getfixturevalue("s3_server")
    return server.store(new_bucket())


@pytest.fixture(params=["", "wrapped", "encrypted"])
def store(request: pytest.FixtureRequest, plain: DocumentStore) -> DocumentStore:
    if not request.param:
        return plain
    return EncryptedStore(plain, ["the only key of this test " + "k" * 32] if request.param == "encrypted" else [])


def new_bucket() -> str:
    return new_id("bucket").replace("_", "-").lower()[:24].rstrip("-") + "x"


async def test_what_was_put_is_opened_unchanged(store: DocumentStore) -> None:
    content = bytes(range(256)) * 40_000
    await store.put("obj_one", content, "application/pdf")
    assert await store.open("obj_one") == content
    assert await store.stat("obj_one") == StoredObject(len(content), "application/pdf")


async def test_the_head_is_the_first_bytes(store: DocumentStore) -> None:
    await store.put("obj_one", b"0123456789" * 20, "application/pdf")
    assert await store.head("obj_one", 4) == b"0123"
    assert await store.head("obj_one", 200) == b"0123456789" * 20
    with pytest.raises(ObjectMissing):
        await store.head("obj_none", 4)


async def test_an_empty_object_is_an_object(store: DocumentStore) -> None:
    await store.put("obj_empty", b"", "image/png")
    assert await store.open("obj_empty") == b""
    assert await store.stat("obj_empty") == StoredObject(0, "image/png")


async def test_a_second_put_replaces_the_first_whole(store: DocumentStore) -> None:
    await store.put("obj_one", b"first and longer", "image/png")
    await store.put("obj_one", b"second", "image/jpeg")
    assert await store.open("obj_one") == b"second"
    assert await store.stat("obj_one") == StoredObject(6, "image/jpeg")


async def test_a_missing_object_has_no_stat_and_cannot_be_opened(store: DocumentStore) -> None:
    assert await store.stat("obj_none") is None
    with pytest.raises(ObjectMissing):
        await store.open("obj_none")


async def test_deleting_twice_is_harmless(store: DocumentStore) -> None:
    await store.put("obj_one", b"1", "image/png")
    await store.delete("obj_one")
    await store.delete("obj_one")
    assert await store.stat("obj_one") is None
    assert await store.list_keys() == []


async def test_keys_are_listed_in_order_and_nothing_else_is(store: DocumentStore) -> None:
    for key in ("b_2", "a-1", "B_2", "x" * 120):
        await store.put(key, b"1", "image/png")
    assert await store.list_keys() == ["B_2", "a-1", "b_2", "x" * 120]


@pytest.mark.parametrize("key", ["", "a/b", "..", ".hidden", "a b", "x" * 121, "ключ", "a\n"])
async def test_a_key_that_could_mean_something_else_is_refused(store: DocumentStore, key: str) -> None:
    with pytest.raises(ValueError, match="storage key"):
        await store.put(key, b"1", "image/png")
    with pytest.raises(ValueError, match="storage key"):
        await store.open(key)


async def test_many_at_once_each_keep_their_own_content(store: DocumentStore) -> None:
    await asyncio.gather(*(store.put(f"obj_{number}", b"%d" % number, "image/png") for number in range(30)))
    found = await asyncio.gather(*(store.open(f"obj_{number}") for number in range(30)))
    assert found == [b"%d" % number for number in range(30)]


async def test_readers_during_a_replacement_see_one_version_whole(store: DocumentStore) -> None:
    versions = [bytes([letter]) * 200_000 for letter in b"abcd"]
    await store.put("obj_one", versions[0], "image/png")
    puts = [store.put("obj_one", version, "image/png") for version in versions]
    seen = await asyncio.gather(*puts, *(store.open("obj_one") for _ in range(12)))
    assert {content for content in seen if content is not None} <= set(versions)
