"""Each request begins with no site, whatever the one before it on the same connection was about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from app.database_scope import no_site

App = Callable[[Any, Any, Any], Awaitable[None]]


class ForgetSite:
    """Pure ASGI, around everything; `sites/current.py` and an applicant's link say which site it is."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        with no_site():
            await self.app(scope, receive, send)
