"""What encryption promises: nothing readable in the store, nothing changed or exchanged unnoticed, every key's turn."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.sealing import MAGIC, OVERHEAD, Damaged, Keyring, UnknownKey
from app.settings import read_settings
from app.storage import LocalStore, StorageError, StoredObject, document_store
from app.storage_encrypted import EncryptedStore

OLD, NEW = "an-old-key-" + "o" * 32, "a-new-key-" + "n" * 32
WORDS = b"Jane Doe, account 000123456789"


@pytest.fixture
def files(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "documents")


async def test_what_lies_in_the_store_tells_nothing_but_its_length(files: LocalStore) -> None:
    store = EncryptedStore(files, [OLD])
    for key in ("obj_one", "obj_two"):
        await store.put(key, WORDS, "application/pdf")
    one, two = await files.open("obj_one"), await files.open("obj_two")
    assert WORDS not in one and len(one) == len(WORDS) + OVERHEAD
    assert one[len(MAGIC) + 9 :] != two[len(MAGIC) + 9 :], "the same content must not look the same"
    assert await store.stat("obj_one") == StoredObject(len(WORDS), "application/pdf")


async def test_objects_from_before_stay_readable(files: LocalStore) -> None:
    await files.put("obj_one", WORDS * 10, "application/pdf")
    store = EncryptedStore(files, [OLD])
    assert await store.open("obj_one") == WORDS * 10
    assert await store.stat("obj_one") == StoredObject(len(WORDS) * 10, "application/pdf")


async def test_the_first_key_seals_and_all_unseal(files: LocalStore) -> None:
    await EncryptedStore(files, [OLD]).put("obj_old", WORDS, "application/pdf")
    both = EncryptedStore(files, [NEW, OLD])
    await both.put("obj_new", WORDS, "application/pdf")
    assert await both.open("obj_old") == await EncryptedStore(files, [NEW]).open("obj_new") == WORDS


@pytest.mark.parametrize("keys", [[], [NEW]])
async def test_without_its_key_an_object_is_a_sentence_and_no_noise(files: LocalStore, keys: list[str]) -> None:
    await EncryptedStore(files, [OLD]).put("obj_one", WORDS, "application/pdf")
    with pytest.raises(UnknownKey, match="key that this installation was not given") as caught:
        await EncryptedStore(files, keys).open("obj_one")
    assert isinstance(caught.value, StorageError)


def flipped(position: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]


CHANGES = {
    "version": flipped(len(MAGIC)),
    "random bytes": flipped(30),
    "text": flipped(-20),
    "tag": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    "shorter": lambda content: content[:-1],
    "longer": lambda content: content + b"\0",
    "header alone": lambda content: content[:40],
}


@pytest.mark.parametrize("name", CHANGES)
async def test_a_changed_object_is_noticed(files: LocalStore, name: str) -> None:
    store = EncryptedStore(files, [OLD])
    await store.put("obj_one", WORDS, "application/pdf")
    await files.put("obj_one", CHANGES[name](await files.open("obj_one")), "application/pdf")
    with pytest.raises(Damaged, match="not what was written"):
        await store.open("obj_one")


async def test_an_object_cannot_stand_in_for_another(files: LocalStore) -> None:
    store = EncryptedStore(files, [OLD])
    await store.put("obj_one", WORDS, "application/pdf")
    await files.put("obj_two", await files.open("obj_one"), "application/pdf")
    with pytest.raises(Damaged):
        await store.open("obj_two")


async def test_the_key_bytes_of_the_header_cannot_be_passed_off(files: LocalStore) -> None:
    store, new = EncryptedStore(files, [OLD, NEW]), Keyring([NEW])
    await store.put("obj_one", WORDS, "application/pdf")
    sealed = await files.open("obj_one")
    assert new.first is not None
    await files.put("obj_one", sealed[: len(MAGIC) + 1] + new.first + sealed[len(MAGIC) + 9 :], "application/pdf")
    with pytest.raises(Damaged):
        await store.open("obj_one")


async def test_sealing_again_moves_an_object_to_the_first_key_once(files: LocalStore) -> None:
    await files.put("obj_plain", WORDS, "image/png")
    await files.put("obj_empty", b"", "image/png")
    await EncryptedStore(files, [OLD]).put("obj_old", WORDS, "application/pdf")
    both = EncryptedStore(files, [NEW, OLD])
    for key in ("obj_plain", "obj_old", "obj_empty"):
        assert await both.seal_again(key)
        assert not await both.seal_again(key)
    only_new = EncryptedStore(files, [NEW])
    assert await only_new.open("obj_plain") == await only_new.open("obj_old") == WORDS
    assert await only_new.stat("obj_plain") == StoredObject(len(WORDS), "image/png")
    assert await only_new.open("obj_empty") == b""
    assert not await only_new.seal_again("obj_none")


def test_keys_come_from_the_settings_and_short_ones_are_refused(tmp_path: Path) -> None:
    environment = {"LEASELAB_DATA_DIR": str(tmp_path), "LEASELAB_DOCUMENT_KEYS": f"{NEW}, {OLD},"}
    assert read_settings(environment).document_keys == (NEW, OLD)
    with pytest.raises(SettingsError, match="LEASELAB_DOCUMENT_KEYS") as caught:
        read_settings({**environment, "LEASELAB_DOCUMENT_KEYS": f"{NEW},hunter2"})
    assert not re.search("hunter2|new-key", caught.value.message)


async def test_the_store_of_the_settings_encrypts(database: None, tmp_path: Path) -> None:
    environment = {"LEASELAB_DATA_DIR": str(tmp_path), "LEASELAB_DOCUMENT_KEYS": NEW}
    await document_store(read_settings(environment)).put("obj_one", WORDS, "application/pdf")
    assert WORDS not in (tmp_path / "documents" / "obj_one").read_bytes()
