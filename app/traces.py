"""Spans of requests, jobs and steps, for whoever watches with OpenTelemetry; nothing is imported where nobody does.

They hold ids, names of routes and steps, and states: never a path, a name, an amount or an exception's message.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from app.errors import SettingsError

if TYPE_CHECKING:
    from app.traces_export import Exporter

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
UNTRACED = ("/static/", "/health", "/ready", "/metrics")


class Span(Protocol):
    """What is known about a piece of work while it lasts."""

    def note(self, **attributes: str | int) -> None:
        """Add what has become known; `leaselab.` is put before each name."""

    def fail(self, kind: str) -> None:
        """It did not succeed; `kind` is a code or an exception's class."""


class _Unseen:
    def note(self, **attributes: str | int) -> None:
        """Nobody watches."""

    def fail(self, kind: str) -> None:
        """Nobody watches."""


_UNSEEN = _Unseen()
_exporter: Exporter | None = None


def set_up_traces() -> None:
    """Send spans from now on where OTEL_EXPORTER_OTLP_ENDPOINT is set; again changes nothing. Raises SettingsError
    where the optional packages are missing."""
    global _exporter
    if _exporter is not None or not any(os.environ.get(name) for name in ENDPOINTS):
        return
    try:
        from app.traces_export import Exporter
    except ImportError as error:
        raise SettingsError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: pip install 'leaselab[traces]'."
        ) from error
    _exporter = Exporter()


def close_traces() -> None:
    """Send what is left, for two seconds at most."""
    global _exporter
    if _exporter is not None:
        _exporter.close()
        _exporter = None


def is_traced() -> bool:
    """Whether spans of this process are sent."""
    return _exporter is not None


def carried() -> str:
    """The present piece of work as a `traceparent` (W3C), for whoever goes on with it; empty where nobody watches."""
    return _exporter.carried() if _exporter is not None else ""


@contextmanager
def span(name: str, request_id: str = "", parent: str = "", **attributes: str | int) -> Iterator[Span]:
    """A piece of work within the one that `parent` carries, else within the present one; with a request id and no
    parent the first of a trace that all work for that request shares."""
    if _exporter is None:
        yield _UNSEEN
        return
    with _exporter.span(name, request_id, attributes, {"traceparent": parent} if parent else {}) as shown:
        yield shown


class TracedRequests:
    """Pure ASGI: one span for each request, named by its route."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if _exporter is None or scope["type"] != "http" or scope["path"].startswith(UNTRACED):
            await self.app(scope, receive, send)
            return
        sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        with _exporter.request(scope["method"], scope["state"]["request_id"], sent) as shown:

            async def send_and_note(message: Any) -> None:
                if message["type"] == "http.response.start":
                    shown.answered(message["status"], scope.get("path_template") or "")
                await send(message)

            await self.app(scope, receive, send_and_note)
