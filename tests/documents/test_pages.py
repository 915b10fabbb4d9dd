"""The pages of documents, as a person's browser sees them, with and without JavaScript."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from app.documents.tables import LeadDocument
from app.leads.tables import Lead
from app.sites.tables import AuditEntry
from app.storage import current_store
from tests.documents.files import BAD, pdf
from tests.documents.people import Client, browser, parts
from tests.factories import World, make_document, make_lead, make_world

pytestmark = pytest.mark.usefixtures("database")
HTMX = {"hx-request": "true"}


@pytest.fixture
async def world(database: None, now: datetime) -> World:
    return await make_world(now)


@pytest.fixture
async def lead(world: World, now: datetime) -> Lead:
    return await make_lead(world.oak, now)


@pytest.fixture
async def bob(app: Any, world: World) -> AsyncIterator[Client]:
    async with browser(app, world.bob) as client:
        yield client


async def stored(lead: Lead, now: datetime, content: bytes, **values: str) -> LeadDocument:
    document = await make_document(lead, now, **values)
    await current_store().put(document.storage_key, content, "application/pdf")
    return document


async def test_an_upload_answers_with_the_list_in_place(bob: Client, lead: Lead) -> None:
    url = f"/sites/oak/leads/{lead.id}/documents"
    answer = await bob.post(url, files=parts(("stub.pdf", pdf(pages=2)), ("a.pdf", pdf())), headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.startswith('<section id="documents"')
    assert "stub.pdf" in answer.text
    assert "2 pages" in answer.text
    assert await LeadDocument.count() == 2


async def test_without_javascript_an_upload_leads_back_to_the_lead(bob: Client, lead: Lead) -> None:
    token = bob.headers.pop("x-csrftoken")
    url = f"/sites/oak/leads/{lead.id}/documents"
    form = {"_csrf_token": token, "document_type": "paystub"}
    answer = await bob.post(url, data=form, files=parts(("stub.pdf", pdf())), follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sites/oak/leads/{lead.id}#documents"
    page = await bob.get(f"/sites/oak/leads/{lead.id}")
    assert "stub.pdf" in page.text
    assert "Pay stub" in page.text


async def test_an_upload_with_a_wrong_csrf_token_is_refused(bob: Client, lead: Lead) -> None:
    bob.headers["x-csrftoken"] = "0" * 96
    answer = await bob.post(f"/sites/oak/leads/{lead.id}/documents", files=parts(("stub.pdf", pdf())))
    assert answer.status_code == 403
    assert await LeadDocument.count() == 0


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["in place", "as a page"])
async def test_a_refusal_is_a_sentence_with_the_files_name(headers: dict[str, str], bob: Client, lead: Lead) -> None:
    for name in ("text named pdf", "encrypted", "empty", "over 25 MB"):
        file_name, make, _, sentence = BAD[name]
        url = f"/sites/oak/leads/{lead.id}/documents"
        answer = await bob.post(url, files=parts((file_name, make())), headers=headers)
        assert answer.status_code in {413, 415, 422}
        assert f"{file_name}: " in answer.text
        assert sentence in answer.text
        assert ('id="documents"' in answer.text) is bool(headers)
    assert await LeadDocument.count() == 0


async def test_an_empty_choice_asks_for_a_file(bob: Client, lead: Lead) -> None:
    answer = await bob.post(f"/sites/oak/leads/{lead.id}/documents", files=parts(("", b"")), headers=HTMX)
    assert answer.status_code == 422
    assert "Choose at least one file" in answer.text


async def test_a_request_beyond_200_mb_is_refused_before_it_is_read(bob: Client, lead: Lead) -> None:
    headers = {**HTMX, "content-length": str(300_000_000), "content-type": "multipart/form-data; boundary=b"}
    answer = await bob.post(f"/sites/oak/leads/{lead.id}/documents", content=b"--b--\r\n", headers=headers)
    assert answer.status_code == 413
    assert "25 MB" in answer.text


async def test_a_document_is_removed_and_brought_back(bob: Client, lead: Lead, now: datetime) -> None:
    document = await make_document(lead, now)
    removed = await bob.post(f"/sites/oak/documents/{document.id}/delete", headers=HTMX)
    assert removed.status_code == 200
    assert "was removed" in removed.text
    assert "No documents yet" in removed.text
    back = await bob.post(f"/sites/oak/documents/{document.id}/restore", headers=HTMX)
    assert "was removed" not in back.text
    assert "stub.pdf" in back.text
    plain = await bob.post(f"/sites/oak/documents/{document.id}/delete", follow_redirects=False)
    assert plain.status_code == 303


async def test_a_second_tab_may_remove_and_restore_once_more(bob: Client, lead: Lead, now: datetime) -> None:
    document = await stored(lead, now, pdf(), file_name="stub.pdf")
    for deed, shown in (("restore", 0), ("delete", 1), ("delete", 1), ("restore", 0), ("restore", 0)):
        answer = await bob.post(f"/sites/oak/documents/{document.id}/{deed}", headers=HTMX)
        assert (answer.status_code, answer.text.count("was removed")) == (200, shown)
    assert await AuditEntry.count().where(AuditEntry.action.is_in(["document_deleted", "document_restored"])) == 2


async def test_a_download_is_the_bytes_and_nothing_that_a_browser_runs(bob: Client, lead: Lead, now: datetime) -> None:
    document = await stored(lead, now, pdf(), file_name='Lohn "März".pdf')
    answer = await bob.get(f"/sites/oak/documents/{document.id}/content")
    assert answer.content == pdf()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    actions = (
        await AuditEntry.select(AuditEntry.action).where(AuditEntry.subject_id == document.id).output(as_list=True)
    )
    assert actions == ["document_downloaded"]


async def test_a_page_picture_is_a_jpeg_that_the_browser_may_keep(bob: Client, lead: Lead, now: datetime) -> None:
    document = await stored(lead, now, pdf())
    url = f"/sites/oak/documents/{document.id}/pages/1"
    answer = await bob.get(f"{url}?width=480")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.content.startswith(b"\xff\xd8")
    named = await bob.get(f"{url}?width=480&v={document.sha256[:16]}")
    assert named.headers["cache-control"] == "private, max-age=604800, immutable"
    assert named.headers["etag"] == answer.headers["etag"]
    again = await bob.get(f"{url}?width=480", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await bob.get(f"{url}?width=960")).headers["etag"] != answer.headers["etag"]
    assert (await bob.get(f"/sites/oak/documents/{document.id}/pages/2")).status_code == 404
    assert (await bob.get(f"{url}?width=wide")).status_code == 200


async def test_a_link_to_a_document_leads_to_its_evidence(bob: Client, lead: Lead, now: datetime) -> None:
    document = await stored(lead, now, pdf(pages=2))
    url = f"/sites/oak/documents/{document.id}?page=2&box=72.0,300.5,130.2,312.0"
    answer = await bob.get(url, follow_redirects=False)
    assert answer.status_code == 303
    place = f"file={document.id}&page=2&box=72.0,300.5,130.2,312.0#chosen"
    assert answer.headers["location"] == f"/sites/oak/leads/{lead.id}/evidence?{place}"
    page = await bob.get(url)
    assert 'x="69.0" y="297.5" width="64.2" height="17.5"' in page.text
    assert f"/sites/oak/documents/{document.id}/pages/2?width=960" in page.text
    entry = await AuditEntry.objects().where(AuditEntry.action == "document_read").first()
    assert entry is not None
    assert entry.subject_id == document.id


async def test_a_link_that_names_no_place_still_shows_the_document(bob: Client, lead: Lead, now: datetime) -> None:
    document = await stored(lead, now, pdf())
    for query in ("", "?page=9&box=1,2,3,4", "?page=x", "?page=1&box=1,2", "?box=&page=", "?box=%3Cscript%3E"):
        answer = await bob.get(f"/sites/oak/documents/{document.id}{query}")
        assert answer.status_code == 200
        assert "evidence-frame" not in answer.text
        assert "<script>" not in answer.text


async def test_bytes_that_are_gone_are_a_sentence(bob: Client, lead: Lead, now: datetime) -> None:
    document = await make_document(lead, now)
    answer = await bob.get(f"/sites/oak/documents/{document.id}/content")
    assert answer.status_code == 404
    assert "no longer in the document store" in answer.text


async def test_charlie_of_elm_row_finds_nothing_of_oak_court(app: Any, world: World, lead: Lead, now: datetime) -> None:
    document = await stored(lead, now, pdf())
    async with browser(app, world.charlie) as charlie:
        for site in ("oak", "elm"):
            for path in ("", "/content", "/pages/1", "/states"):
                assert (await charlie.get(f"/sites/{site}/documents/{document.id}{path}")).status_code == 404
            for path in ("delete", "restore"):
                assert (await charlie.post(f"/sites/{site}/documents/{document.id}/{path}")).status_code == 404
            url = f"/sites/{site}/leads/{lead.id}/documents"
            assert (await charlie.post(url, files=parts(("stub.pdf", pdf())))).status_code == 404
    assert await LeadDocument.count().where(LeadDocument.deleted_at.is_null()) == 1
