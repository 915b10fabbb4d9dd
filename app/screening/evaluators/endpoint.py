"""One OpenAI-compatible endpoint: a question in, words out, every failure told apart, nothing waited for too long.

The `openai` client is an optional extra and only imported with the first question.
"""

from __future__ import annotations

import asyncio
import importlib
import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from app.screening.evaluators.answer import NotAnAnswer, Reply, reply_of
from app.screening.evaluators.dialects import LADDER, Dialect, Dialects
from app.screening.evaluators.failures import ModelDown, ModelRefused, ModelTimeout
from app.screening.evaluators.prompt import Message
from app.screening.evaluators.spending import Meter, NoMeter, Tokens

CONNECT_SECONDS = 5.0
MOST_BYTES = 1_000_000
"""2,000 tokens are about 10 KB; a server that sends a hundred times that is broken or hostile."""
LONGEST_RETRY_AFTER = 900.0
SHORT_WAIT = 5.0
"""A wish to wait that is not longer is granted on the spot, once."""
_OTHER_DIALECT = frozenset({400, 415, 422, 500, 501})
"""What servers answer to a response format that they do not know; 500 is llama.cpp's Python server."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is and how it is asked. `seconds` limits one request in all, connecting and reading included."""

    base_url: str
    api_key: str = field(repr=False)
    model: str
    seconds: float = 60.0
    max_tokens: int = 2000
    temperature: float = 0.1
    dialects: Dialects = field(default_factory=Dialects, repr=False, compare=False)

    async def ask(self, messages: Sequence[Message], schema: dict[str, Any], meter: Meter) -> tuple[Reply, Dialect]:
        """The model's words, and the dialect that it took.

        Raises `ModelTimeout`, `ModelDown` and `ModelRefused`, of which `meter` is told, and `NotAnAnswer` for a
        response without a message.
        """
        try:
            try:
                return await self._climb_down(messages, schema, meter)
            except ModelDown as busy:
                if busy.retry_after is None or busy.retry_after > SHORT_WAIT:
                    raise
                await asyncio.sleep(busy.retry_after)
                return await self._climb_down(messages, schema, meter)
        except (ModelTimeout, ModelDown, ModelRefused) as failure:
            await meter.failed(failure)
            raise

    async def models(self) -> list[str] | None:
        """The models that the server names, or None when it does not tell. Raises as `ask` does."""
        client = await load_client()
        try:
            async with asyncio.timeout(self.seconds), self._client(client) as asked:
                return [str(model.id) async for model in asked.models.list()]
        except (TimeoutError, client.openai.APITimeoutError):
            raise ModelTimeout(_LATE) from None
        except client.openai.APIStatusError as error:
            if error.status_code in (401, 403):
                raise self._refusal(error.status_code) from None
            return None
        except (client.openai.APIError, client.transport.HTTPError):
            raise ModelDown(_UNREACHABLE) from None

    async def try_out(self) -> None:
        """The smallest question there is, to see whether key and model are right. Raises as `ask` does."""
        asked = replace(self, max_tokens=1)
        with suppress(NotAnAnswer):
            await asked.ask([{"role": "user", "content": "Say yes."}], {"type": "object"}, NoMeter())

    async def _climb_down(
        self, messages: Sequence[Message], schema: dict[str, Any], meter: Meter
    ) -> tuple[Reply, Dialect]:
        known = self.dialects.known
        rungs = [known] if known else [Dialect(rung) for rung in LADDER]
        status = 0
        while rungs:
            dialect = rungs.pop(0)
            await meter.begin()
            try:
                reply = await self._once(messages, dialect.options(schema, self.max_tokens, self.temperature), meter)
            except _NotTaken as refusal:
                status = refusal.status
                if refusal.wants_modern and not dialect.is_modern:
                    rungs = [Dialect(rung.rung, is_modern=True) for rung in (dialect, *rungs)]
                continue
            self.dialects.remember(dialect)
            return reply, dialect
        if status >= 500:
            raise ModelDown(f"The model's server is in trouble (HTTP {status}).")
        raise self._refusal(status)

    async def _once(self, messages: Sequence[Message], options: dict[str, Any], meter: Meter) -> Reply:
        client = await load_client()
        try:
            async with asyncio.timeout(self.seconds), self._client(client) as asked:
                reply = reply_of(await _body(asked, {"model": self.model, "messages": list(messages), **options}))
        except (TimeoutError, client.openai.APITimeoutError, client.transport.TimeoutException):
            raise ModelTimeout(_LATE) from None
        except client.openai.APIStatusError as error:
            raise self._failure(error) from None
        except (client.openai.APIError, client.transport.HTTPError):
            raise ModelDown(_UNREACHABLE) from None
        except NotAnAnswer:
            await meter.answered(Tokens())
            raise
        await meter.answered(reply.tokens)
        return reply

    def _client(self, client: _Client) -> Any:
        limits = client.openai.Timeout(self.seconds, connect=min(CONNECT_SECONDS, self.seconds))
        return client.openai.AsyncOpenAI(
            base_url=self.base_url, api_key=self.api_key or "none", timeout=limits, max_retries=0
        )

    def _failure(self, error: Any) -> Exception:
        status = int(error.status_code)
        if status in _OTHER_DIALECT:
            return _NotTaken(status, "max_completion_tokens" in str(error.body))
        if status == 408:
            return ModelTimeout(_LATE)
        if status == 429:
            return ModelDown("The model's server asks for fewer requests (HTTP 429).", _retry_after(error))
        if status > 500:
            return ModelDown(f"The model's server is in trouble (HTTP {status}).", _retry_after(error))
        return self._refusal(status)

    def _refusal(self, status: int) -> ModelRefused:
        if status in (401, 403):
            return ModelRefused(
                f"The model's server refuses the key (HTTP {status}). The operator must check LLM_API_KEY."
            )
        if status == 404:
            return ModelRefused(
                f"The server at LLM_BASE_URL has no model called {self.model} (HTTP 404)."
                " The operator must check LLM_MODEL and LLM_BASE_URL."
            )
        return ModelRefused(
            f"The model's server does not take the request (HTTP {status}). The operator must check LLM_MODEL;"
            " for a model that sees no pictures, LLM_PICTURES=0."
        )


@dataclass(frozen=True, slots=True)
class _Client:
    """The client library and the errors of the library beneath it."""

    openai: ModuleType
    transport: ModuleType


class _NotTaken(Exception):
    """The server does not take this form of request, or any."""

    def __init__(self, status: int, wants_modern: bool) -> None:
        self.status, self.wants_modern = status, wants_modern
        super().__init__(status)


_LATE = "The model did not answer in time."
_UNREACHABLE = "The model's server cannot be reached."


async def load_client() -> _Client:
    """Import the client, which takes a second, in a thread. Raises `ModelRefused` when it is not installed."""
    try:
        openai = await asyncio.to_thread(importlib.import_module, "openai")
        return _Client(openai, importlib.import_module("httpx2"))
    except ImportError:
        raise ModelRefused(
            "The client for models is not installed. The operator must install leaselab with the extra llm."
        ) from None


async def _body(asked: Any, request: dict[str, Any]) -> bytes:
    """The response's bytes. Raises `NotAnAnswer` when there is no end to them."""
    parts: list[bytes] = []
    messages, model = request.pop("messages"), request.pop("model")
    create = asked.chat.completions.with_streaming_response.create
    async with create(model=model, messages=messages, extra_body=request) as response:
        async for part in response.iter_bytes():
            parts.append(part)
            if sum(map(len, parts)) > MOST_BYTES:
                raise NotAnAnswer("It was too long.")
    return b"".join(parts)


def _retry_after(error: Any) -> float | None:
    """The header in seconds, bounded; its other form, a date, is not worth a clock here."""
    try:
        seconds = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if math.isfinite(seconds) else None
