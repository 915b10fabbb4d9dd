"""One handler that turns every error into a page, a fragment or JSON, whichever was asked for."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import quote

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template

from app.database_outage import is_busy, refusal_for
from app.errors import LeaseLabError
from app.sites.current import LoginRequired

log = logging.getLogger("leaselab.web")

SENTENCES = {
    400: "The request could not be understood.",
    403: "This form is out of date. Reload the page and try again.",
    404: "There is nothing here, or it belongs to another site.",
    405: "This address does not answer to that kind of request.",
    413: "That is too much to send at once. Files may have up to 25 MB each.",
    500: "Something went wrong on our side. Try again; if it stays, tell your operator the request number.",
}
CODES = {400: "BadRequest", 403: "Forbidden", 404: "NotFound", 405: "MethodNotAllowed", 413: "DocumentTooLarge"}
RETRY_SECONDS = "30"
"""After which what was away or busy may be back: what its sentence calls a minute, for machines that count."""
AnyRequest = Request[Any, Any, Any]


def answer_lease_lab_error(request: AnyRequest, error: LeaseLabError) -> Response[Any]:
    """A person can put it right: say the sentence where they are."""
    if isinstance(error, LoginRequired):
        return _to_login(request)
    return _answer(request, error.status_code, error.code, error.message, error.details)


def answer_http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """What the framework refuses: unknown routes, wrong methods, a missing CSRF token, a body that is too large."""
    status = error.status_code
    answer = _answer(request, status, CODES.get(status, "BadRequest"), SENTENCES.get(status, SENTENCES[400]), {})
    answer.headers.update({name: value for name, value in (error.headers or {}).items() if name == "allow"})
    return answer


def answer_bug(request: AnyRequest, error: Exception) -> Response[Any]:
    """A bug or an outage: logged with its trace; the person only sees the request number. What the database itself
    refuses is no bug, and has a sentence: one that is busy for too long, has no space left or cannot be read."""
    if (refusal := refusal_for(error)) is not None:
        about = {"request_id": _request_id(request), "error_code": refusal.code, "reason": str(error)}
        log.log(logging.WARNING if is_busy(error) else logging.ERROR, "the database refused", extra=about)
        return answer_lease_lab_error(request, refusal)
    log.error("unhandled error", exc_info=error, extra={"request_id": _request_id(request)})
    return _answer(request, 500, "InternalError", SENTENCES[500], {})


def _answer(request: AnyRequest, status: int, code: str, message: str, details: dict[str, Any]) -> Response[Any]:
    if request.url.path.startswith("/api/"):
        body = {"success": False, "error": code, "message": message, "request_id": _request_id(request), **details}
        return Response(body, status_code=status, media_type=MediaType.JSON, headers=_headers(status, details))
    context = {"message": message, "status": status, "request_id": _request_id(request), "back": _back(request)}
    headers = _headers(status, details)
    if "hx-request" in request.headers:
        headers |= {"HX-Retarget": "#flash", "HX-Reswap": "innerHTML"}
        return Template("_flash.html", context=context, status_code=status, headers=headers)
    return Template("error.html", context=context, status_code=status, headers=headers)


def _headers(status: int, details: dict[str, Any]) -> dict[str, str]:
    """What RFC 9110 asks for beside a status."""
    if "retry_after" in details:
        return {"Retry-After": str(details["retry_after"])}
    if status == 503:
        return {"Retry-After": RETRY_SECONDS}
    return {"WWW-Authenticate": "Bearer"} if status == 401 else {}


def _to_login(request: AnyRequest) -> Response[Any]:
    query = f"?{request.url.query}" if request.url.query else ""
    target = f"/login?next={quote(request.url.path + query)}" if request.method == "GET" else "/login"
    if "hx-request" in request.headers:
        return Response(None, status_code=204, headers={"HX-Redirect": "/login"})
    return Redirect(target, status_code=303)


def _back(request: AnyRequest) -> str:
    """The page that the person came from, when it is ours."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    referer = request.headers.get("referer", "")
    # Two slashes would begin another host's address.
    return referer.removeprefix(origin) if re.match(f"{re.escape(origin)}/(?![/\\\\])", referer) else "/"


def _request_id(request: AnyRequest) -> str:
    return str(request.scope["state"].get("request_id", ""))
