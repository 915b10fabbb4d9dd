"""A database that is away: noticed within seconds, and told in a sentence that a person can use.

asyncpg waits for an answer as long as a statement may take, and as long again for its cancellation, and sets no option
of TCP: after a cut a page would hang for a minute.
"""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from app.errors import LeaseLabError

SILENCE_SECONDS = 10
"""After which the kernel ends a connection whose other side confirms nothing that was sent."""
_OPTIONS = {
    "SO_KEEPALIVE": (socket.SOL_SOCKET, 1),
    "TCP_KEEPIDLE": (socket.IPPROTO_TCP, 5),  # an answer that is waited for: nothing is sent, so the kernel asks
    "TCP_KEEPINTVL": (socket.IPPROTO_TCP, 3),
    "TCP_KEEPCNT": (socket.IPPROTO_TCP, 3),
    "TCP_USER_TIMEOUT": (socket.IPPROTO_TCP, SILENCE_SECONDS * 1000),
}


_OF_THE_SERVER = (
    f"SET tcp_user_timeout = '{SILENCE_SECONDS}s'; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3;"
    " SET tcp_keepalives_count = 3; SET idle_in_transaction_session_timeout = '60s'"
)


class DatabaseUnreachable(LeaseLabError):
    """The database does not answer at the moment. Try again in a minute; look first whether your change was kept."""

    status_code = 503


class DatabaseBusy(LeaseLabError):
    """The database was busy with other work for too long, and did not take this. Nothing of it was saved; try again in
    a minute."""

    status_code = 503


class DatabaseFull(LeaseLabError):
    """There is no space left where the database is. Nothing of this was saved; tell your operator, who has to make
    room. Then try again."""

    status_code = 507


class DatabaseBroken(LeaseLabError):
    """The database cannot be read or written at the moment. Tell your operator, and look first whether your change was
    kept before you try again."""

    status_code = 503


_OF_SQLITE: dict[int, type[LeaseLabError]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: DatabaseFull,
    sqlite3.SQLITE_READONLY: DatabaseBroken,
    sqlite3.SQLITE_IOERR: DatabaseBroken,
    sqlite3.SQLITE_CANTOPEN: DatabaseBroken,
    sqlite3.SQLITE_CORRUPT: DatabaseBroken,
    sqlite3.SQLITE_NOTADB: DatabaseBroken,
}


def refusal_for(error: BaseException) -> LeaseLabError | None:
    """What a person is told of an error of the database itself; None for what is a bug of ours."""
    if isinstance(error, asyncpg.DiskFullError):
        return DatabaseFull()
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.Error) else None
    kind = _OF_SQLITE.get(code & 0xFF) if code is not None else None
    return kind() if kind else None


def is_busy(error: BaseException) -> bool:
    """Whether SQLite gave up waiting for somebody's lock."""
    return isinstance(refusal_for(error), DatabaseBusy)


class WatchedConnection(asyncpg.Connection):  # type: ignore[misc]
    """One that ends by itself when the server's machine is gone."""

    __slots__ = ()

    def __init__(self, protocol: Any, transport: Any, *rest: Any, **named: Any) -> None:
        super().__init__(protocol, transport, *rest, **named)
        watch(transport.get_extra_info("socket"))


def watch(connected: socket.socket | None) -> None:
    """Set what this system knows of the options; a socket of the file system has none."""
    if connected is None or connected.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    for name, (level, value) in _OPTIONS.items():
        if hasattr(socket, name):
            connected.setsockopt(level, getattr(socket, name), value)


async def let_server_watch(connection: asyncpg.Connection) -> None:
    """The other direction: by its defaults a server keeps the locks of a machine that is gone for two hours."""
    await connection.execute(_OF_THE_SERVER)


def is_outage(error: BaseException) -> bool:
    """Whether the server could not be reached, went away or did not answer in time, rather than refused something."""
    if isinstance(error, asyncpg.InterfaceError):  # "connection is closed", not what is wrong with a value
        return not isinstance(error, ValueError)
    gone = (asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.TooManyConnectionsError)
    return isinstance(error, (OSError, TimeoutError, *gone))


@contextmanager
def outage_told() -> Iterator[None]:
    """Raises DatabaseUnreachable in place of the driver's many words for it."""
    try:
        yield
    except Exception as error:
        if is_outage(error):
            raise DatabaseUnreachable from error
        raise
