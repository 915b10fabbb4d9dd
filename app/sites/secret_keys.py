"""Bearer secrets (session cookies, API tokens): made here, kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """SHA-256 in hex: the secret is random, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
