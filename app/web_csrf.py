"""Form tokens under several keys, so that a new secret key neither logs anybody out nor loses an open form.

The framework's own middleware knows one key, and keeps a cookie that it can no longer verify: after a change of the key
no form of that browser would be accepted until it is closed. The tokens are the framework's: 32 random bytes in hex and
their HMAC-SHA256, once in a cookie and once in the form.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from secrets import compare_digest
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_token
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

FORMS = {RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class FormTokens(ASGIMiddleware):
    """The first key signs, all verify. A cookie of an older key gets the first key's signature and keeps its random
    bytes, so forms that are open go on; a cookie of no key is replaced."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, keys: Sequence[str], *, cookie_name: str, secure: bool, exclude: Sequence[str]) -> None:
        self._excluded = re.compile("|".join(exclude))
        self._keys, self._cookie_name, self._secure = tuple(keys), cookie_name, secure

    def should_bypass_for_scope(self, scope: Scope) -> bool:
        """Machines send no forms."""
        return self._excluded.match(scope["path"]) is not None

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Raises PermissionDeniedException for a form whose token is not the cookie's."""
        request: Request[Any, Any, Any] = scope["litestar_app"].request_class(scope, receive)
        cookie = request.cookies.get(self._cookie_name, "")
        state = ScopeState.from_scope(scope)
        if request.method in SAFE:
            state.csrf_token = token = self._current(cookie)
            await next_app(scope, receive, send if token == cookie else self._with_cookie(send, token))
            return
        sent = await _sent_token(request)
        known = self._random_part(cookie)
        if known is None or not compare_digest(known, self._random_part(sent) or ""):
            raise PermissionDeniedException("CSRF token verification failed")
        state.csrf_token = self._current(cookie)
        await next_app(scope, receive, send)

    def _current(self, cookie: str) -> str:
        """The cookie's own token where the first key signed it; its random bytes signed anew, or new ones."""
        random = cookie[:CSRF_SECRET_LENGTH]
        signed = random + _signature(random, self._keys[0])
        if compare_digest(cookie.encode(), signed.encode()):
            return cookie
        return generate_csrf_token(self._keys[0]) if self._random_part(cookie) is None else signed

    def _random_part(self, token: str) -> str | None:
        """None where no key has signed the token."""
        random, signature = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:].encode()
        good = [compare_digest(signature, _signature(random, key).encode()) for key in self._keys]
        return random if any(good) else None

    def _with_cookie(self, send: Send, token: str) -> Send:
        cookie = Cookie(key=self._cookie_name, value=token, secure=self._secure, httponly=True, samesite="lax")

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                MutableScopeHeaders.from_message(message).add("set-cookie", cookie.to_header(header=""))
            await send(message)

        return send_with_cookie


def _signature(random: str, key: str) -> str:
    """The framework's, in one call."""
    return hmac.digest(key.encode(), random.encode(), "sha256").hex()


async def _sent_token(request: Request[Any, Any, Any]) -> str:
    token: Any = request.headers.get("x-csrftoken")
    if not token and request.content_type[0] in FORMS:
        token = (await request.form()).get("_csrf_token")
    return token if isinstance(token, str) else ""
