"""What the framework refuses of an API call, said in the API's own shape."""

from __future__ import annotations

import logging
import re
from typing import Any

from litestar import Request, Response
from litestar.exceptions import ClientException, SerializationException, ValidationException

from app.api_schema import BadRequest
from app.errors import ValidationFailed
from app.web_errors import answer_http_error, answer_lease_lab_error

log = logging.getLogger("leaselab.web")
AnyRequest = Request[Any, Any, Any]

WORDS = {
    "str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "object": "an object",
    "array": "a list", "null": "null",
}  # fmt: skip
MISSING = re.compile(r"missing required field `(\w+)`")


def answer_invalid(request: AnyRequest, error: ValidationException) -> Response[Any]:
    """422 with a sentence for each field that the framework could not take."""
    found = error.extra if isinstance(error.extra, list) else []
    fields = dict(_field(str(item.get("key", "body")), str(item.get("message", ""))) for item in found)
    told = " ".join(f"{name}: {sentence}" for name, sentence in fields.items())
    return answer_lease_lab_error(request, ValidationFailed(f"Some fields need another look. {told}", fields=fields))


def answer_malformed(request: AnyRequest, error: ClientException) -> Response[Any]:
    """400 for a body that is not JSON; what else the framework refuses keeps its own answer."""
    if not isinstance(error.__cause__, SerializationException):
        return answer_http_error(request, error)
    return answer_lease_lab_error(request, BadRequest(f"The body is not JSON that can be read: {error.detail}."))


def answer_too_deep(request: AnyRequest, error: RecursionError) -> Response[Any]:
    """400 for JSON of a thousand levels, which no call asks for."""
    log.warning("recursion", exc_info=error)
    return answer_lease_lab_error(request, BadRequest("The body is nested too deeply."))


def _field(key: str, message: str) -> tuple[str, str]:
    if missing := MISSING.search(message):
        return missing.group(1), "This is missing."
    if message == "'data'":
        return "body", "Send a JSON body."
    sentence = re.sub(r"`([^`]+)`", lambda found: _in_words(found.group(1)), message)
    return ("body" if key == "data" else key), sentence.rstrip(".") + "."


def _in_words(types: str) -> str:
    return " or ".join(WORDS.get(name, name) for name in types.split(" | "))


HANDLERS: dict[int | type[Exception], Any] = {
    ValidationException: answer_invalid,
    ClientException: answer_malformed,
    RecursionError: answer_too_deep,
}
