"""A person at a browser without JavaScript: logs in, keeps cookies, sends CSRF tokens."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.factories import PASSWORD


class Person:
    """`get` and `post` answer like a browser's, redirects not followed."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def log_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        return await self.post("/login", {"email": email, "password": password})

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def post(
        self, path: str, data: dict[str, Any] | None = None, files: Any = None, **headers: str
    ) -> httpx.Response:
        if "leaselab_csrf" not in self.client.cookies:
            await self.client.get("/login")
        token = self.client.cookies["leaselab_csrf"]
        return await self.client.post(
            path, data={**(data or {}), "_csrf_token": token}, files=files, headers={"x-csrftoken": token, **headers}
        )


@asynccontextmanager
async def person(app: Any, email: str = "", password: str = PASSWORD) -> AsyncIterator[Person]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        somebody = Person(client)
        if email:
            answer = await somebody.log_in(email, password)
            assert answer.status_code == 303, answer.text
        yield somebody


def text_of(answer: httpx.Response) -> str:
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
