"""The document store on MinIO or any other S3, with time limits that a person at a page can live with."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from xml.etree.ElementTree import ParseError

from minio import Minio
from minio.error import MinioException, S3Error
from minio.helpers import check_bucket_name
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from app.storage import UNKNOWN_TYPE, ObjectMissing, StorageError, StoredObject, check_key

REGION = "us-east-1"
"""Passed so that the client never asks the server for it: an extra request, and one that some servers refuse."""
ONE_PART = 64 * 1024 * 1024
"""Above every upload's limit: one request a document, stored whole or not at all."""
MISSING = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})
MADE = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})
MOST_AT_ONCE = 16
CONNECT_SECONDS, ANSWER_SECONDS = 2.0, 10.0
"""A server that is gone is told after 4 s, one that goes in the middle of an answer after 14 s."""
Result = TypeVar("Result")


class MinioStore:
    """Objects in one bucket, made at the first use where it is missing. ValueError for a wrong endpoint or bucket."""

    def __init__(self, *, endpoint: str, access_key: str, secret_key: str, bucket: str, secure: bool) -> None:
        # The client's own defaults are 300 s and five tries; a refused connection would take 6 s to be noticed.
        limits = PoolManager(
            maxsize=MOST_AT_ONCE,
            timeout=Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS),
            retries=Retry(total=2, connect=1, read=1, backoff_factor=0.1, status_forcelist=[500, 502, 503, 504]),
        )
        self._client = Minio(
            endpoint, access_key=access_key, secret_key=secret_key, secure=secure, region=REGION, http_client=limits
        )
        check_bucket_name(bucket, True)
        self._bucket = bucket
        # Not the threads that everything else uses: while the store is away, its calls would hold all of them.
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, "store")
        self._bucket_lock = threading.Lock()
        self._has_bucket = False

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        check_key(key)
        await self._in_thread(
            lambda: self._client.put_object(
                self._bucket, key, io.BytesIO(content), len(content), content_type, part_size=ONE_PART
            )
        )

    async def open(self, key: str) -> bytes:
        check_key(key)
        return await self._in_thread(lambda: self._read(key))

    async def head(self, key: str, size: int) -> bytes:
        check_key(key)
        return await self._in_thread(lambda: self._read(key, size))

    async def stat(self, key: str) -> StoredObject | None:
        check_key(key)
        try:
            found = await self._in_thread(lambda: self._client.stat_object(self._bucket, key))
        except ObjectMissing:
            return None
        return StoredObject(found.size or 0, found.content_type or UNKNOWN_TYPE)

    async def list_keys(self) -> list[str]:
        listed = await self._in_thread(lambda: list(self._client.list_objects(self._bucket, recursive=True)))
        return sorted(item.object_name for item in listed if item.object_name)

    async def delete(self, key: str) -> None:
        check_key(key)
        try:
            await self._in_thread(lambda: self._client.remove_object(self._bucket, key))
        except ObjectMissing:
            return

    def _read(self, key: str, size: int = 0) -> bytes:
        """The whole object, or its first bytes."""
        response = self._client.get_object(self._bucket, key, length=size)
        try:
            return response.read()
        finally:
            response.close()
            response.release_conn()

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._guarded, work)

    def _guarded(self, work: Callable[[], Result]) -> Result:
        try:
            self._make_bucket()
            return work()
        except S3Error as error:
            if error.code in MISSING:
                raise ObjectMissing from None
            raise StorageError from error
        except (MinioException, HTTPError, ParseError, OSError) as error:
            raise StorageError from error

    def _make_bucket(self) -> None:
        with self._bucket_lock:
            if self._has_bucket:
                return
            try:
                if not self._client.bucket_exists(self._bucket):
                    self._client.make_bucket(self._bucket)
            except S3Error as error:
                if error.code not in MADE:  # another process made it between the two requests
                    raise
            self._has_bucket = True
