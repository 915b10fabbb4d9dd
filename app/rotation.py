"""Seals every stored object under the first document key, while everything runs; begun again, it goes on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.documents.tables import LeadDocument
from app.sealing import Damaged, UnknownKey
from app.storage_encrypted import EncryptedStore

AT_ONCE = 4
"""Objects in memory together: up to 25 MB each, twice."""
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass
class Rotated:
    """How many objects were sealed again, and how many were under the first key `before`. `unread` are the keys of
    objects that could not be opened; `unnamed` belong to no document: an upload under way, or left by a crash."""

    sealed: int = 0
    before: int = 0
    unnamed: int = 0
    unread: list[str] = field(default_factory=list)


async def rotate_keys(store: EncryptedStore, tell: Callable[[int], None]) -> Rotated:
    """Seal again what is plain or under an older key; `tell` hears how many objects were looked at since it last did.

    What is erased meanwhile stays erased. Raises StorageError when the store fails; nothing is lost by that.
    """
    rotated = Rotated()
    keys = await store.list_keys()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        named = await _named(some)
        await asyncio.gather(*(_rotate(store, key, rotated) for key in named))
        rotated.unnamed += len(some) - len(named)
        # An object that was erased between being read and being written is back: nothing names it any more.
        for key in set(named) - set(await _named(named)):
            await store.delete(key)
        tell(len(some))
    rotated.unread.sort()
    return rotated


async def _rotate(store: EncryptedStore, key: str, rotated: Rotated) -> None:
    try:
        if await store.seal_again(key):
            rotated.sealed += 1
        else:
            rotated.before += 1
    except (UnknownKey, Damaged):
        rotated.unread.append(key)


async def _named(keys: Sequence[str]) -> list[str]:
    """Those that are a document's bytes, or were made from them."""
    if not keys:
        return []
    hashes = {part for key in keys for part in key.split("-") if HASH.fullmatch(part)}
    rows = await LeadDocument.select(LeadDocument.storage_key, LeadDocument.sha256).where(
        LeadDocument.storage_key.is_in(list(keys)) | LeadDocument.sha256.is_in([*hashes, ""]),
        LeadDocument.storage_key != "",
    )
    known = {row["storage_key"] for row in rows} | {row["sha256"] for row in rows}
    return [key for key in keys if key in known or known & set(key.split("-"))]
