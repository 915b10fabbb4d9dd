"""What a person can put right, as exceptions whose docstring is the sentence shown."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable
from typing import Any


class LeaseLabError(Exception):
    """Something about this request cannot be done."""

    status_code = 400

    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.message = message or inspect.cleandoc(type(self).__doc__ or "")
        self.details = details
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """The PascalCase name that the JSON API answers with."""
        return type(self).__name__


async def refusal_of(deed: Awaitable[object], *kinds: type[LeaseLabError]) -> LeaseLabError | None:
    """Do it; a refusal of these kinds is returned, to be shown at the place where the person tried."""
    try:
        await deed
    except kinds as refusal:
        return refusal
    return None


class NotFound(LeaseLabError):
    """There is nothing here, or it belongs to another site."""

    status_code = 404


class Forbidden(LeaseLabError):
    """Your role does not allow this. Ask a manager of the site."""

    status_code = 403


class Unauthorized(LeaseLabError):
    """Log in, or send a valid token, to continue."""

    status_code = 401


class ValidationFailed(LeaseLabError):
    """Some fields need another look."""

    status_code = 422


class TooManyRequests(LeaseLabError):
    """Too many requests in a short time. Wait a moment and try again."""

    status_code = 429


class SettingsError(LeaseLabError):
    """A setting is missing or wrong."""
