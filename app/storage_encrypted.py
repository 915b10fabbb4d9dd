"""Any document store, with objects sealed where the installation has keys; those from before stay readable."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from app.sealing import HEADER_BYTES, OVERHEAD, Keyring, UnknownKey, is_sealed, key_of
from app.storage import DocumentStore, ObjectMissing, StoredObject


class EncryptedStore:
    """Wraps `inner`. The first of `keys` seals, all unseal; without keys it stores plainly, and sealed objects are a
    StorageError instead of noise. Sizes and types are the content's own; the type is not secret."""

    def __init__(self, inner: DocumentStore, keys: Sequence[str]) -> None:
        self.inner = inner
        self._keyring = Keyring(keys)

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        if self._keyring.first is not None:
            content = await asyncio.to_thread(self._keyring.seal, key, content)
        await self.inner.put(key, content, content_type)

    async def open(self, key: str) -> bytes:
        """The content; raises ObjectMissing, UnknownKey and Damaged."""
        content = await self.inner.open(key)
        return await asyncio.to_thread(self._keyring.unseal, key, content) if is_sealed(content) else content

    async def head(self, key: str, size: int) -> bytes:
        """The content's first bytes; the whole object is read, since none of it is proven before the end."""
        return (await self.open(key))[:size]

    async def stat(self, key: str) -> StoredObject | None:
        found = await self.inner.stat(key)
        if found is None or found.size < OVERHEAD:
            return found
        try:
            beginning = await self.inner.head(key, HEADER_BYTES)
        except ObjectMissing:  # deleted since
            return None
        return StoredObject(found.size - OVERHEAD, found.content_type) if is_sealed(beginning) else found

    async def list_keys(self) -> list[str]:
        return await self.inner.list_keys()

    async def delete(self, key: str) -> None:
        await self.inner.delete(key)

    async def seal_again(self, key: str) -> bool:
        """Store the object under the first key; False where it is already, or there is none. Doing it twice is
        harmless. Raises UnknownKey, also where there are no keys, and Damaged."""
        first = self._keyring.first
        if first is None:
            raise UnknownKey
        found = await self.inner.stat(key)
        try:
            if found is None or (found.size >= OVERHEAD and key_of(await self.inner.head(key, HEADER_BYTES)) == first):
                return False
            content = await self.open(key)
        except ObjectMissing:
            return False
        await self.put(key, content, found.content_type)
        return True
