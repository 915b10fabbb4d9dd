"""OpenAPI: what every operation says of its refusals and bodies, the schema, and a plain page of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from litestar.connection import Request
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.openapi.spec import (
    Components,
    Example,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
    Tag,
)

from app.api_answers import Refusal
from app.assets import asset_url
from app.errors import Forbidden, LeaseLabError, TooManyRequests, Unauthorized, ValidationFailed


class BadRequest(LeaseLabError):
    """The request could not be understood."""

    status_code = 400


ALWAYS = (BadRequest, Unauthorized, Forbidden, ValidationFailed, TooManyRequests)
"""How any call with a token may be refused."""


def refusals(*kinds: type[LeaseLabError]) -> dict[int, ResponseSpec]:
    """The `responses` of an operation with a token: its own refusals beside those of every call."""
    return only_refusals(*kinds, *ALWAYS)


def only_refusals(*kinds: type[LeaseLabError]) -> dict[int, ResponseSpec]:
    """The `responses` of an operation, by status, each code with its sentence as an example."""
    by_status: dict[int, list[type[LeaseLabError]]] = {}
    for kind in dict.fromkeys(kinds):
        by_status.setdefault(kind.status_code, []).append(kind)
    return {
        status: ResponseSpec(
            Refusal,
            generate_examples=False,
            description=" · ".join(f"`{kind.__name__}`" for kind in group),
            examples=[_example(kind) for kind in group],
        )
        for status, group in sorted(by_status.items())
    }


def _example(kind: type[LeaseLabError]) -> Example:
    refusal = kind()
    value = {"success": False, "error": refusal.code, "message": refusal.message, "request_id": "4f1mXw0TQ9kLb2aC"}
    return Example(id=refusal.code, summary=refusal.message, value=value)


NO_NUL = "^[^\\x00]*$"


def text(most: int, least: int = 0, description: str = "") -> Schema:
    """A member of a body: text without the NUL character, of so many characters, `least` without the spaces around.

    It may be null when `least` is 0.
    """
    kinds = OpenAPIType.STRING if least else [OpenAPIType.STRING, OpenAPIType.NULL]
    pattern = {0: NO_NUL, 1: r"^[^\x00]*\S[^\x00]*$"}.get(least, rf"^[^\x00]*\S[^\x00]{{{least - 2},}}\S[^\x00]*$")
    words = description or None
    return Schema(type=kinds, min_length=least or None, max_length=most, pattern=pattern, description=words)


def json_body(
    title: str,
    properties: Mapping[str, Schema],
    *,
    required: Sequence[str] = (),
    example: Mapping[str, Any],
    any_of: Sequence[Schema | Reference] | None = None,
) -> type[Operation]:
    """An operation whose JSON body is described here, while the handler takes any and names all that is wrong at once.

    Without required members the body itself may be left out.
    """
    schema = Schema(
        title=title,
        type=OpenAPIType.OBJECT,
        properties=dict(properties),
        required=list(required) or None,
        any_of=any_of,
    )
    media = OpenAPIMediaType(schema=schema, examples={"example": Example(value=dict(example))})

    @dataclass
    class WithBody(Operation):
        def __post_init__(self) -> None:
            self.request_body = RequestBody(content={"application/json": media}, required=bool(required))

    return WithBody


class PlainPage(OpenAPIRenderPlugin):
    """Every call with its summary and answers, in the site's own style; the full schema is a link away."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        rows = "".join(
            _row(method, path, call)
            for path, calls in sorted(openapi_schema["paths"].items())
            for method, call in calls.items()
        )
        return _PAGE.format(css=asset_url("leaselab.css"), icon=asset_url("icon.svg"), rows=rows).encode()


def _row(method: str, path: str, call: Mapping[str, Any]) -> str:
    answers = " ".join(
        f'<span class="pill" title="{escape(str(answer.get("description", "")).replace("`", ""))}">{status}</span>'
        for status, answer in sorted(call["responses"].items())
    )
    return (
        f'<tr><td><code>{method.upper()}</code></td><th scope="row"><code>{escape(path)}</code></th>'
        f"<td>{escape(str(call.get('summary', '')))}</td><td>{answers}</td></tr>"
    )


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>JSON API · LeaseLab</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{css}">
</head>
<body>
<main>
<div class="page-head"><h1>JSON API</h1><a class="button" href="/api/schema/openapi.json">openapi.json</a></div>
<section class="panel">
<p>Make a token on the settings page of your site and send it with every call:
<code>Authorization: Bearer ll_…</code>. Every record belongs to the site of the token.</p>
<p class="muted">An answer is <code>{{"success": true, "data": …}}</code>; a refusal is
<code>{{"success": false, "error": "Code", "message": "A sentence."}}</code>. Point at a status to see its codes.</p>
</section>
<div class="panel"><div class="table-frame"><table class="table">
<thead><tr><th>Method</th><th>Path</th><th>What it does</th><th>Answers</th></tr></thead>
<tbody>{rows}</tbody>
</table></div></div>
</main>
</body>
</html>
"""

CONFIG = OpenAPIConfig(
    title="LeaseLab",
    version="1",
    description="Rental applicant screening. Every record belongs to the site of the token.",
    path="/api/schema",
    render_plugins=[PlainPage(path="/"), JsonRenderPlugin()],
    components=Components(
        security_schemes={
            "token": SecurityScheme(type="http", scheme="bearer", description="A token of one user for one site."),
            "cron": SecurityScheme(type="http", scheme="bearer", description="The CRON_SECRET of the installation."),
        }
    ),
    security=[{"token": []}],
    tags=[
        Tag("Leads", "Rental applicants."),
        Tag("Documents", "Files of a lead."),
        Tag("Evaluations", "Asking for evaluations, following them, reading and overriding their results."),
        Tag("Jobs", "For the scheduler of the installation."),
    ],
)
