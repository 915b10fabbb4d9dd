"""What only the S3 store promises: access by the right secret alone, its own bucket, quick failure."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from time import monotonic

import pytest

from app.errors import SettingsError
from app.settings import read_settings
from app.storage import StorageError, StoredObject, document_store
from app.storage_minio import MinioStore
from tests.s3_server import S3Server, running_s3_server

QUICK_SECONDS = 30.0


async def test_a_wrong_secret_is_refused_for_reading_and_writing(s3_server: S3Server) -> None:
    await s3_server.store("guarded").put("obj_one", b"private", "application/pdf")
    stranger = s3_server.store("guarded", secret_key="another-secret-0123456789")
    with pytest.raises(StorageError):
        await stranger.open("obj_one")
    with pytest.raises(StorageError):
        await stranger.put("obj_two", b"1", "image/png")
    assert await s3_server.store("guarded").list_keys() == ["obj_one"]


async def test_the_bucket_is_made_once_by_whoever_comes_first(s3_server: S3Server) -> None:
    stores = [s3_server.store("made-together") for _ in range(5)]
    await asyncio.gather(*(store.put(f"obj_{number}", b"1", "image/png") for number, store in enumerate(stores)))
    assert len(await stores[0].list_keys()) == 5


async def test_a_document_of_25_mb_is_one_object(s3_server: S3Server) -> None:
    store = s3_server.store("large")
    await store.put("obj_large", bytes(25 * 1024 * 1024), "application/pdf")
    assert await store.stat("obj_large") == StoredObject(25 * 1024 * 1024, "application/pdf")


async def test_settings_with_an_endpoint_give_the_s3_store(s3_server: S3Server, tmp_path: Path) -> None:
    environment = {"LEASELAB_DATA_DIR": str(tmp_path), **s3_server.environment("from-settings")}
    store = document_store(read_settings(environment))
    await store.put("obj_one", b"1", "image/png")
    assert await s3_server.store("from-settings").open("obj_one") == b"1"


@pytest.mark.parametrize("wrong", [{"MINIO_ENDPOINT": "http://store:9000/x"}, {"MINIO_BUCKET": "No Bucket"}])
def test_a_wrong_address_or_bucket_is_named_at_the_start(wrong: dict[str, str], tmp_path: Path) -> None:
    right = {"MINIO_ENDPOINT": "store:9000", "MINIO_ACCESS_KEY": "a", "MINIO_SECRET_KEY": "b"}
    with pytest.raises(SettingsError, match="MINIO_"):
        document_store(read_settings({"LEASELAB_DATA_DIR": str(tmp_path), **right, **wrong}))


async def test_a_server_that_was_stopped_is_a_storage_error_within_seconds(tmp_path: Path) -> None:
    with running_s3_server(tmp_path) as server:
        store = server.store("stopped")
        await store.put("obj_one", b"1", "image/png")
    await assert_quick_failure(store)


async def test_an_address_where_nobody_listens_is_a_storage_error_within_seconds() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        endpoint = f"127.0.0.1:{nobody.getsockname()[1]}"
        await assert_quick_failure(
            MinioStore(endpoint=endpoint, access_key="a", secret_key="b", bucket="none", secure=False)
        )


async def test_a_server_that_speaks_no_s3_is_a_storage_error() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/html\r\nConnection: close\r\n\r\nhello"
        )
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        store = MinioStore(endpoint=f"127.0.0.1:{port}", access_key="a", secret_key="b", bucket="none", secure=False)
        with pytest.raises(StorageError):
            await store.list_keys()


async def assert_quick_failure(store: MinioStore) -> None:
    begun = monotonic()
    for attempt in (store.put("obj_two", b"1", "image/png"), store.open("obj_one"), store.list_keys()):
        with pytest.raises(StorageError):
            await attempt
    assert monotonic() - begun < QUICK_SECONDS
