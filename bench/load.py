"""A lean load generator: keep-alive connections that send prepared requests and count the answers.

One loop over plain sockets, a third of what the plainest answer costs the server: that, not this, must be measured.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

CONNECTIONS = 8
ANSWER_BYTES = 1 << 20
LENGTH = b"content-length: "


@dataclass(frozen=True)
class Load:
    """What a run gave: requests a second, latencies in ms, and the statuses with their counts."""

    rate: float
    p50: float
    p95: float
    statuses: dict[int, int]


@dataclass
class _Connection:
    wire: socket.socket
    began: float = 0.0
    answer: bytes = b""


def run_load(port: int, requests: Sequence[bytes], total: int, connections: int = CONNECTIONS) -> Load:
    """Send `total` requests, taken in turn from `requests`, over this many connections."""
    pending = iter([requests[number % len(requests)] for number in range(total)])
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    began = perf_counter()
    with selectors.DefaultSelector() as ready:
        for _ in range(connections):
            connection = _Connection(socket.create_connection(("127.0.0.1", port)))
            connection.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(connection.wire, selectors.EVENT_READ, connection)
            _send_next(connection, pending, ready)
        while ready.get_map():
            for key, _ in ready.select():
                _receive(key.data, latencies, statuses, pending, ready)
    seconds = perf_counter() - began
    latencies.sort()
    return Load(total / seconds, latencies[len(latencies) // 2], latencies[int(len(latencies) * 0.95)], statuses)


def _send_next(connection: _Connection, pending: Iterator[bytes], ready: selectors.BaseSelector) -> None:
    request = next(pending, None)
    if request is None:
        ready.unregister(connection.wire)
        connection.wire.close()
        return
    connection.began = perf_counter()
    connection.wire.sendall(request)


def _receive(
    connection: _Connection,
    latencies: list[float],
    statuses: dict[int, int],
    pending: Iterator[bytes],
    ready: selectors.BaseSelector,
) -> None:
    piece = connection.wire.recv(ANSWER_BYTES)
    if not piece:
        raise ConnectionError("the server closed a connection")
    connection.answer += piece
    if not _is_whole(connection.answer):
        return
    latencies.append((perf_counter() - connection.began) * 1000)
    status = int(connection.answer[9:12])
    statuses[status] = statuses.get(status, 0) + 1
    connection.answer = b""
    _send_next(connection, pending, ready)


def _is_whole(answer: bytes) -> bool:
    """Whether head and body are there; every answer of ours tells its length, but for a 304, which has no body."""
    head = answer.find(b"\r\n\r\n")
    if head < 0:
        return False
    at = answer[:head].lower().find(LENGTH)
    length = int(answer[at + len(LENGTH) : head].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return len(answer) >= head + 4 + length


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """One HTTP/1.1 request, ready to be written."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
