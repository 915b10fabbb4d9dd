"""What a request costs and who is asked before it: the seam through which the application keeps budget and breaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.screening.evaluators.failures import ModelFailure


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer cost; 0 where the server does not say."""

    prompt: int = 0
    completion: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.prompt + other.prompt, self.completion + other.completion)

    @property
    def total(self) -> int:
        return self.prompt + self.completion


class Meter(Protocol):
    """Told of every request. `begin` may raise, and then the request is not made."""

    async def begin(self) -> None: ...
    async def answered(self, tokens: Tokens) -> None: ...
    async def failed(self, failure: ModelFailure) -> None: ...


class NoMeter:
    """Lets everything pass."""

    async def begin(self) -> None:
        """Nothing to ask."""

    async def answered(self, tokens: Tokens) -> None:
        """Nobody counts."""

    async def failed(self, failure: ModelFailure) -> None:
        """Nobody counts."""
