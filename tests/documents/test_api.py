"""The rows of documents in the contract of the JSON API."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from app.documents.tables import LeadDocument
from app.leads.tables import Lead
from tests.documents.files import BAD, pdf, picture
from tests.documents.people import Client, parts, program
from tests.factories import World, make_lead, make_world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def world(database: None, now: datetime) -> World:
    return await make_world(now)


@pytest.fixture
async def lead(world: World, now: datetime) -> Lead:
    return await make_lead(world.oak, now)


@pytest.fixture
async def api(app: Any, world: World) -> AsyncIterator[Client]:
    async with program(app, world.bob, world.oak) as client:
        yield client


async def test_documents_are_uploaded_listed_fetched_and_removed(api: Client, lead: Lead) -> None:
    url = f"/api/ops/leads/{lead.id}/documents"
    files = parts(("stub.pdf", pdf()), ("id.png", picture()))
    created = await api.post(url, files=files, data={"document_type": "paystub"})
    assert created.status_code == 201
    stub, photo = created.json()["data"]
    assert stub == {
        "id": stub["id"],
        "file_name": "stub.pdf",
        "document_type": "paystub",
        "mime_type": "application/pdf",
        "size": len(pdf()),
        "sha256": hashlib.sha256(pdf()).hexdigest(),
        "pages": 1,
    }
    assert photo["mime_type"] == "image/png"
    listed = (await api.get(url)).json()
    assert listed["success"] is True
    assert {document["id"] for document in listed["data"]} == {stub["id"], photo["id"]}
    content = await api.get(f"/api/ops/documents/{stub['id']}/content")
    assert content.content == pdf()
    gone = await api.delete(f"/api/ops/documents/{stub['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert [document["id"] for document in (await api.get(url)).json()["data"]] == [photo["id"]]
    assert (await api.get(f"/api/ops/documents/{stub['id']}/content")).status_code == 404


async def test_every_bad_file_is_refused_with_its_status_code_and_name(api: Client, lead: Lead) -> None:
    statuses = {"UnsupportedDocument": 415, "DocumentTooLarge": 413, "UnreadableDocument": 422}
    for file_name, make, code, sentence in BAD.values():
        files = parts(("good.pdf", pdf()), (file_name, make()))
        answer = await api.post(f"/api/ops/leads/{lead.id}/documents", files=files)
        assert answer.status_code == statuses[code]
        body = answer.json()
        assert (body["success"], body["error"], body["file_name"]) == (False, code, file_name)
        assert sentence in body["message"]
    assert await LeadDocument.count() == 0


async def test_a_form_that_is_none_is_the_senders_mistake(api: Client, lead: Lead) -> None:
    head = b"--b\r\nContent-Disposition: form-data; name="
    forms = [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--b\r\n"),
        ("multipart/form-data; boundary=", b"--b\r\n"),
        ("multipart/form-data; boundary=b", b"no form at all"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", head + b'"document_type"\r\n\r\n\xff\r\n--b--\r\n'),
        ("multipart/form-data; boundary=b", head + b'"file"\r\n\r\ntext\r\n--b--\r\n'),
        ("multipart/form-data; boundary=b", head + b'"file"; filename="a'),
    ]
    for content_type, body in forms:
        headers = {"content-type": content_type}
        answer = await api.post(f"/api/ops/leads/{lead.id}/documents", content=body, headers=headers)
        assert answer.status_code in {400, 422}
        assert answer.json()["success"] is False


async def test_an_unknown_type_names_the_field(api: Client, lead: Lead) -> None:
    url = f"/api/ops/leads/{lead.id}/documents"
    answer = await api.post(url, files=parts(("stub.pdf", pdf())), data={"document_type": "passport"})
    assert (answer.status_code, answer.json()["error"]) == (422, "ValidationFailed")
    assert "paystub" in answer.json()["fields"]["document_type"]


async def test_a_token_of_another_site_finds_nothing(app: Any, api: Client, world: World, lead: Lead) -> None:
    url = f"/api/ops/leads/{lead.id}/documents"
    document = (await api.post(url, files=parts(("stub.pdf", pdf())))).json()["data"][0]
    async with program(app, world.charlie, world.elm) as stranger:
        answers = [
            await stranger.get(url),
            await stranger.post(url, files=parts(("stub.pdf", pdf()))),
            await stranger.get(f"/api/ops/documents/{document['id']}/content"),
            await stranger.delete(f"/api/ops/documents/{document['id']}"),
        ]
    assert [answer.status_code for answer in answers] == [404] * 4


async def test_the_schema_says_that_the_form_has_files(api: Client) -> None:
    schema = (await api.get("/api/schema/openapi.json")).json()
    body = schema["paths"]["/api/ops/leads/{lead_id}/documents"]["post"]["requestBody"]
    form = body["content"]["multipart/form-data"]["schema"]
    assert form["properties"]["file"]["type"] == "array"
    assert form["required"] == ["file"]
