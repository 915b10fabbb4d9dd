"""Servers of the project in processes of their own."""

from __future__ import annotations

import asyncio
import socket

import httpx


def free_port() -> int:
    """One that nobody listened on a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def answers(client: httpx.AsyncClient, process: asyncio.subprocess.Process) -> None:
    """Return with the server's first answer; fails with what it said when it has ended."""
    while True:
        try:
            await client.get("/health")
            return
        except httpx.TransportError:
            assert process.returncode is None, (await process.communicate())[1].decode()
            await asyncio.sleep(0.05)
