"""Passwords, hashed with argon2id at the library's defaults (RFC 9106, low-memory profile)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The encoded argon2id hash, salt included."""
    return _hasher.hash(password)


def is_right_password(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; takes as long for a user that does not exist (None)."""
    try:
        return _hasher.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
