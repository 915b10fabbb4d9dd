"""What every refusal must look like."""

from __future__ import annotations

from typing import Any

import httpx


def refusal(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The body, after a look at its shape."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body["success"] is False
    assert body["error"] == code, body
    assert body["message"].endswith((".", "?")) and body["message"][0].isupper()
    assert body["request_id"] == answer.headers["x-request-id"]
    return body
