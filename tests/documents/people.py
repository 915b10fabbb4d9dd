"""People at their browsers and programs with their tokens, against the whole application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx

from app.clock import utc_now
from app.database import new_id
from app.sites.current import SESSION_COOKIE
from app.sites.secret_keys import hash_secret, new_secret
from app.sites.tables import ApiToken, Site, User, UserSession

Client = httpx.AsyncClient


def _client(app: Any) -> Client:
    return Client(transport=httpx.ASGITransport(app=app), base_url="http://testserver.local", follow_redirects=True)


@asynccontextmanager
async def browser(app: Any, user: User) -> AsyncIterator[Client]:
    """A browser in which the person is logged in, with a CSRF cookie and its header."""
    secret, at = new_secret(), utc_now()
    session = UserSession(id=hash_secret(secret), user_id=user.id, created_at=at, expires_at=at + timedelta(hours=1))
    await session.save()
    async with _client(app) as client:
        client.cookies.set(SESSION_COOKIE, secret)
        await client.get("/login")
        client.headers["x-csrftoken"] = client.cookies["leaselab_csrf"]
        yield client


@asynccontextmanager
async def program(app: Any, user: User, site: Site) -> AsyncIterator[Client]:
    """A client of the JSON API with a token of this person at this site."""
    secret = new_secret()
    given = {"user_id": user.id, "site_id": site.id, "token_hash": hash_secret(secret), "created_at": utc_now()}
    await ApiToken(id=new_id("tok"), **given).save()
    async with _client(app) as client:
        client.headers["authorization"] = f"Bearer {secret}"
        yield client


def parts(*files: tuple[str, bytes]) -> list[tuple[str, Any]]:
    """The files as the `file` parts of a form."""
    return [("file", (name, content, "application/octet-stream")) for name, content in files]
