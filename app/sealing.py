"""Seals a document under a key of the installation: only its holder can read it, change it or pass it off as another.

A sealed object is MAGIC, a version, which key, 32 random bytes, then AES-256-GCM's text and tag (NIST SP 800-38D). Each
object has a key of its own, derived by HKDF-SHA256 (RFC 5869) from the installation's and the random bytes; since that
key seals once, its nonce need not be random. Header and storage key are authenticated with the content.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.storage import StorageError

if TYPE_CHECKING:  # costs start-up time and memory that an installation without keys need not pay
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"\x93LLSEAL\n"
VERSION = b"\x01"
ID_BYTES = 8
SALT_BYTES = 32
TAG_BYTES = 16
HEADER_BYTES = len(MAGIC) + len(VERSION) + ID_BYTES + SALT_BYTES
OVERHEAD = HEADER_BYTES + TAG_BYTES
"""Bytes that a sealed object has more than its content."""
_NONCE = bytes(12)


class UnknownKey(StorageError):
    """This document is encrypted with a key that this installation was not given. Your operator can put it right."""


class Damaged(StorageError):
    """What is stored is not what was written, so it is not shown. Your operator can restore it from a backup."""


class Keyring:
    """The installation's keys, random texts; the first seals, all unseal. Without any, `seal` must not be called."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._masters = {_derive(key.encode(), "key id", ID_BYTES): _derive(key.encode(), "master", 32) for key in keys}
        self.first = next(iter(self._masters), None)

    def seal(self, name: str, content: bytes) -> bytes:
        """`content` for nobody but a holder of the first key, under no other name than this."""
        if self.first is None:
            raise ValueError("There is no key to seal with.")
        header = MAGIC + VERSION + self.first + secrets.token_bytes(SALT_BYTES)
        return header + _cipher(self._masters[self.first], header).encrypt(_NONCE, content, header + name.encode())

    def unseal(self, name: str, sealed: bytes) -> bytes:
        """The content again. Raises UnknownKey and Damaged."""
        header = sealed[:HEADER_BYTES]
        if len(sealed) < OVERHEAD or header[len(MAGIC) : len(MAGIC) + 1] != VERSION:
            raise Damaged
        master = self._masters.get(key_of(header) or b"")
        if master is None:
            raise UnknownKey
        from cryptography.exceptions import InvalidTag

        try:
            return _cipher(master, header).decrypt(_NONCE, sealed[HEADER_BYTES:], header + name.encode())
        except InvalidTag:
            raise Damaged from None


def is_sealed(beginning: bytes) -> bool:
    """Whether an object that begins so is a sealed one; no PDF, picture or JSON does."""
    return beginning.startswith(MAGIC)


def key_of(beginning: bytes) -> bytes | None:
    """Which key an object that begins so was sealed with; None for a plain one."""
    start = len(MAGIC) + len(VERSION)
    return beginning[start : start + ID_BYTES] if is_sealed(beginning) else None


def _cipher(master: bytes, header: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_derive(master, "object", 32, header[-SALT_BYTES:]))


def _derive(secret: bytes, purpose: str, length: int, salt: bytes | None = None) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt, f"leaselab documents v1: {purpose}".encode()).derive(secret)
