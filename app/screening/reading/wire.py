"""Frames on a pipe: a JSON head and raw bytes. Never pickle: the sender may have been taken over by a hostile file."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

HEAD = struct.Struct("!II")
MAX_HEAD = 64 * 1024 * 1024
MAX_BODY = 160 * 1024 * 1024


class Closed(Exception):
    """The other side is gone."""


def send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame. Raises `Closed` when nobody reads."""
    text = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    try:
        stream.write(HEAD.pack(len(text), len(body)))
        stream.write(text)
        stream.write(body)
        stream.flush()
    except (OSError, ValueError) as error:
        raise Closed from error


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read one frame. Raises `Closed` at the end of the stream, and for a frame that is absurd."""
    text_length, body_length = HEAD.unpack(_exactly(stream, HEAD.size))
    if text_length > MAX_HEAD or body_length > MAX_BODY:
        raise Closed
    try:
        head = json.loads(_exactly(stream, text_length))
    except ValueError as error:
        raise Closed from error
    if not isinstance(head, dict):
        raise Closed
    return head, _exactly(stream, body_length)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    try:
        data = stream.read(count)
    except (OSError, ValueError) as error:
        raise Closed from error
    if data is None or len(data) < count:
        raise Closed
    return data
