"""What every answer carries: a request id, the security headers, and one log line without anything personal."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Iterable

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

log = logging.getLogger("leaselab.web")
Pair = tuple[bytes, bytes]
"""A header: its name, which ASGI wants in lower case, and its value."""

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
SENT = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())
NOT_KEPT = (b"cache-control", b"private, no-store")
SECRET_PATH = re.compile(r"^(/apply/)[^/]+")
"""An applicant's link opens the page for whoever reads it, so it is not logged."""
SENT_ID = re.compile(r"[A-Za-z0-9_-]{8,40}")


class HeadersMiddleware:
    """Pure ASGI; a handler's own value of a header wins."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = SENT if scope["path"].startswith("/static/") else (*SENT, NOT_KEPT)
                message["headers"] = _with_own(message.get("headers", ()), own, request_id)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            _log_line(scope, status, request_id, started)


def _with_own(given: Iterable[Pair], own: Iterable[Pair], request_id: str) -> list[Pair]:
    kept = [pair for pair in given if pair[0] != b"x-request-id"]
    names = {name for name, _ in kept}
    return [*kept, *(pair for pair in own if pair[0] not in names), (b"x-request-id", request_id.encode())]


def _request_id(scope: HTTPScope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and SENT_ID.fullmatch(value.decode("latin-1")):
            return value.decode("latin-1")
    return secrets.token_urlsafe(12)


def _log_line(scope: HTTPScope, status: int, request_id: str, started: float) -> None:
    log.info(
        "request",
        extra={
            "method": scope["method"],
            "path": SECRET_PATH.sub(r"\1…", scope["path"]),
            "status": status,
            "request_id": request_id,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        },
    )
