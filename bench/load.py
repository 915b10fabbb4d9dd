"""A small load generator: keep-alive connections that send prepared requests and count the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Load:
    """What a run gave: requests a second, latencies in ms, and the statuses with their counts."""

    rate: float
    p50: float
    p95: float
    statuses: dict[int, int]


async def run_load(port: int, requests: Sequence[bytes], connections: int, total: int) -> Load:
    """Send `total` requests, taken in turn from `requests`, over this many connections."""
    pending = iter([requests[number % len(requests)] for number in range(total)])
    latencies: list[float] = []
    statuses: dict[int, int] = {}

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in pending:
            began = perf_counter()
            writer.write(request)
            status = await _read_answer(reader)
            latencies.append((perf_counter() - began) * 1000)
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()
        await writer.wait_closed()

    began = perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(connections)))
    seconds = perf_counter() - began
    latencies.sort()
    return Load(total / seconds, latencies[len(latencies) // 2], latencies[int(len(latencies) * 0.95)], statuses)


async def _read_answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            await reader.readexactly(int(line.partition(b":")[2]))
    return status


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """One HTTP/1.1 request, ready to be written."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
