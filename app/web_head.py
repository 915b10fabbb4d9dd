"""HEAD, which RFC 9110 (section 9.1) wants wherever GET is answered: monitors and link checkers send it."""

from __future__ import annotations

from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send


class AnswerHead:
    """Pure ASGI: asks the application for a GET and sends its status and headers alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_no_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(cast("HTTPScope", {**scope, "method": "GET"}), receive, send_no_body)
