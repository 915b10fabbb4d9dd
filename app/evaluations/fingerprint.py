"""Tells whether two evaluations would look at the same documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def document_fingerprint(hashes: Iterable[str]) -> str:
    """SHA-256 over the sorted SHA-256 of the documents: neither order nor names matter."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()
