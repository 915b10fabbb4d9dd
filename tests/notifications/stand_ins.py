"""Small real servers on loopback: one that takes mails, one that takes webhooks, each with the answers a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast


@dataclass
class MailBox:
    """`answers` are given to the RCPT commands, one after another, then 250."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    log_ins: list[str] = field(default_factory=list)
    connections: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            word = line.split()[0].upper().decode()
            if word == "DATA":
                writer.write(b"354 go on\r\n")
                raw = (await reader.readuntil(b"\r\n.\r\n"))[:-5]
                self.mails.append(cast(EmailMessage, message_from_bytes(raw, policy=default)))
            writer.write(self.answer(word, line.decode().strip()).encode() + b"\r\n")
            if word == "QUIT":
                break
        writer.close()

    def answer(self, word: str, line: str) -> str:
        if word == "EHLO":
            return "250-here\r\n250 AUTH PLAIN"
        if word == "AUTH":
            self.log_ins.append(line)
            return "235 welcome"
        if word == "RCPT":
            self.recipients.append(line)
            return self.answers.pop(0) if self.answers else "250 fine"
        return {"QUIT": "221 bye"}.get(word, "250 fine")


@dataclass
class Receiver:
    """`answers` are sent raw to the calls, one after another, then 204; None never answers."""

    port: int = 0
    answers: list[bytes | None] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    connections: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            body = await reader.readexactly(int(headers["Content-Length"]))
            self.calls.append((head[0], headers, body))
            answer = self.answers.pop(0) if self.answers else b"HTTP/1.1 204 No Content\r\n\r\n"
            if answer is None:
                await reader.read()
            else:
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?from=oak"


@asynccontextmanager
async def running(stand_in: MailBox | Receiver, ssl: object = None) -> AsyncIterator[None]:
    server = await asyncio.start_server(stand_in.talk, "127.0.0.1", 0, ssl=ssl)  # type: ignore[arg-type]
    stand_in.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        await server.wait_closed()


def status(code: int, headers: Sequence[str] = ()) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} Whatever", *headers, "", ""]).encode()
