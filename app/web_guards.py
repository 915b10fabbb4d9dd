"""What is turned away before a handler looks at it."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler


async def refuse_nul(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """No address holds a NUL character, which PostgreSQL would not even look for. Raises ClientException.

    It waits for nothing, yet is `async`: the framework sends every other guard through a thread.
    """
    if "\0" in connection.scope["path"] or "%00" in connection.scope["query_string"].decode("latin-1"):
        raise ClientException
