"""docs/api.md names every call, every code and every limit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from app.api_limits import A_MINUTE, BURST_PART
from tests.browsing import person

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "api.md"


def test_every_api_route_is_in_the_documentation(app: Any) -> None:
    text = PAGE.read_text()
    for route in app.routes:
        if not route.path.startswith("/api/") or route.path.startswith("/api/schema"):
            continue
        for method in set(route.methods) - {"OPTIONS", "HEAD"}:
            assert f"{method} {route.path_format}" in text, f"docs/api.md does not mention {method} {route.path_format}"


async def test_every_code_of_the_schema_is_in_the_documentation(app: Any) -> None:
    async with person(app) as anyone:
        schema = (await anyone.get("/api/schema/openapi.json")).text
    text = PAGE.read_text()
    for code in set(re.findall(r'"error":"(\w+)"', schema)):
        assert f"`{code}`" in text, f"docs/api.md does not mention {code}"


def test_the_limits_are_those_of_the_code() -> None:
    text = PAGE.read_text()
    assert f"{A_MINUTE} requests a minute" in text and f"{A_MINUTE // BURST_PART} at once" in text
