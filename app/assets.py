"""Static files, read once, served under names that carry their hash, so that a browser may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    gzipped: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every static file by its hashed path, such as `3f2a9c81d0b7/leaselab.css`."""
    found = {}
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.suffix in {".css", ".js", ".svg", ".png", ".ico"}:
            content = path.read_bytes()
            media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            digest = hashlib.sha256(content).hexdigest()[:12]
            found[f"{digest}/{path.relative_to(STATIC)}"] = Asset(content, gzip.compress(content, 9), media_type)
    return found


@cache
def asset_url(name: str) -> str:
    """The hashed URL of a static file; raises KeyError for one that does not exist."""
    for hashed in assets():
        if hashed.partition("/")[2] == name:
            return f"/static/{hashed}"
    raise KeyError(name)
