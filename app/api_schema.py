"""OpenAPI: the schema and a plain page that loads nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import Any

from litestar.connection import Request
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme


class PlainPage(OpenAPIRenderPlugin):
    """Every call with its summary, as one table; the full schema is a link away."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        rows = "".join(
            f"<tr><td><code>{method.upper()}</code></td><td><code>{escape(path)}</code></td>"
            f"<td>{escape(str(call.get('summary', '')))}</td></tr>"
            for path, calls in openapi_schema["paths"].items()
            for method, call in calls.items()
        )
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>LeaseLab API</title><h1>LeaseLab API</h1>'
            '<p>Send <code>Authorization: Bearer …</code>. <a href="/api/schema/openapi.json">openapi.json</a></p>'
            "<table><thead><tr><th>Method</th><th>Path</th><th>What it does</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )
        return page.encode()


CONFIG = OpenAPIConfig(
    title="LeaseLab",
    version="1",
    description="Rental applicant screening. Every record belongs to the site of the token.",
    path="/api/schema",
    render_plugins=[PlainPage(path="/"), JsonRenderPlugin()],
    components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
    security=[{"token": []}],
)
