"""Whose rows the code at work may touch: one site's, by name every site's, or nobody's.

PostgreSQL holds every query to it (`database_lock.py`, docs/decisions/10-row-level-security.md); SQLite does not look.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from functools import wraps
from typing import Any, ParamSpec, TypeVar

NOBODY = ""
EVERY = "*"
_scope: ContextVar[str] = ContextVar("leaselab_site", default=NOBODY)
Given = ParamSpec("Given")
Result = TypeVar("Result")


def current_scope() -> str:
    """A site's id, EVERY or NOBODY."""
    return _scope.get()


def enter_site(site_id: str) -> None:
    """From here to the end of the task: rows of this site alone. For requests, which `no_site` surrounds."""
    _scope.set(site_id)


@contextmanager
def site_scope(site_id: str) -> Iterator[None]:
    """Rows of this site alone."""
    token = _scope.set(site_id)
    try:
        yield
    finally:
        _scope.reset(token)


def no_site() -> Any:
    """No rows of any site, until it is known who asks."""
    return site_scope(NOBODY)


class every_site:
    """Rows of all sites, for the few deeds that go across them; a block, or the decorator of an async function.

    `tests/database/test_scopes.py` lists them: a new one is a decision.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self._token: Token[str] | None = None

    def __enter__(self) -> None:
        self._token = _scope.set(EVERY)

    def __exit__(self, *error: object) -> None:
        if self._token is not None:
            _scope.reset(self._token)

    def __call__(
        self, deed: Callable[Given, Coroutine[Any, Any, Result]]
    ) -> Callable[Given, Coroutine[Any, Any, Result]]:
        @wraps(deed)
        async def across(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            with every_site(self.reason):
                return await deed(*args, **kwargs)

        return across
