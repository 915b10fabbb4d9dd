"""Uploading: everything of a request is taken, or nothing of it is kept."""

from __future__ import annotations

import asyncio
import hashlib
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import IntegrityError

import pytest
from asyncpg import IntegrityConstraintViolationError

from app.documents.find import list_documents
from app.documents.refusals import DocumentRefused, DocumentTooLarge, NoDocuments, TooManyDocuments, UnreadableDocument
from app.documents.tables import LeadDocument
from app.documents.upload import Upload, upload_documents
from app.errors import ValidationFailed
from app.leads.tables import Lead
from app.retention.purge import purge_store
from app.screening.reading.reader import Reader
from app.sites.tables import AuditEntry
from app.storage import DocumentStore, LocalStore, StorageError
from tests.documents.files import BAD, encrypted_pdf, pdf, picture
from tests.factories import make_lead, make_world
from tests.s3_server import S3Server, running_s3_server

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def lead(database: None, now: datetime) -> Lead:
    world = await make_world(now)
    return await make_lead(world.oak, now)


async def upload(
    lead: Lead, files: list[Upload], now: datetime, store: DocumentStore, reader: Reader, kind: str | None = None
) -> list[LeadDocument]:
    return await upload_documents(lead.site_id, lead.id, files, kind, "user_bob", now, store=store, reader=reader)


async def nothing_kept(store: DocumentStore) -> bool:
    return not await store.list_keys() and not await LeadDocument.count()


async def test_files_are_stored_and_described_by_their_content(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    files = [Upload("stub.txt", pdf(pages=3)), Upload("id.pdf", picture("JPEG"))]
    stub, photo = await upload(lead, files, now, store, reader, "paystub")
    assert (stub.file_name, stub.mime_type, stub.pages) == ("stub.txt", "application/pdf", 3)
    assert (photo.file_name, photo.mime_type, photo.pages) == ("id.pdf", "image/jpeg", 1)
    assert stub.sha256 == hashlib.sha256(files[0].content).hexdigest()
    assert (stub.size, stub.document_type) == (len(files[0].content), "paystub")
    assert await store.open(stub.storage_key) == files[0].content
    assert sorted(await store.list_keys()) == sorted([stub.storage_key, photo.storage_key])


async def test_the_lead_goes_on_to_documents_received_and_the_deed_is_recorded(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    (document,) = await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader)
    fresh = await Lead.objects().get(Lead.id == lead.id)
    assert fresh is not None
    assert (fresh.status, fresh.last_activity_at) == ("documents_received", now)
    entry = await AuditEntry.objects().first()
    assert entry is not None
    assert (entry.action, entry.subject_id, entry.actor_id) == ("document_uploaded", document.id, "user_bob")


async def test_a_lead_that_went_further_keeps_its_status(now: datetime, store: LocalStore, reader: Reader) -> None:
    world = await make_world(now)
    lead = await make_lead(world.oak, now, status="approved")
    await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader)
    assert (await Lead.select(Lead.status).first()) == {"status": "approved"}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_gets_its_sentence_and_nothing_is_kept(
    name: str, lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    file_name, make, code, sentence = BAD[name]
    with pytest.raises(DocumentRefused) as refused:
        await upload(lead, [Upload("good.pdf", pdf()), Upload(file_name, make())], now, store, reader)
    assert refused.value.code == code
    assert refused.value.message.startswith(f"{file_name}: ")
    assert sentence in refused.value.message
    assert refused.value.details["file_name"] == file_name
    assert await nothing_kept(store)


async def test_every_bad_file_of_a_request_is_named(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    files = [Upload("locked.pdf", encrypted_pdf()), Upload("good.pdf", pdf()), Upload("empty.png", b"")]
    with pytest.raises(UnreadableDocument) as refused:
        await upload(lead, files, now, store, reader)
    assert "locked.pdf: " in refused.value.message
    assert "empty.png: " in refused.value.message
    assert [it["file_name"] for it in refused.value.details["files"]] == ["locked.pdf", "empty.png"]


async def test_the_limits_are_20_files_and_25_mb_each(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    with pytest.raises(NoDocuments):
        await upload(lead, [], now, store, reader)
    with pytest.raises(TooManyDocuments):
        await upload(lead, [Upload("stub.pdf", pdf())] * 21, now, store, reader)
    with pytest.raises(DocumentTooLarge):
        await upload(lead, [Upload("stub.pdf", bytes(25 * 1024 * 1024 + 1))], now, store, reader)
    with pytest.raises(ValidationFailed):
        await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader, "passport")
    assert await nothing_kept(store)


async def test_the_same_file_again_gives_the_row_that_is_there(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    (first,) = await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader)
    again = await upload(lead, [Upload("copy.pdf", pdf()), Upload("id.png", picture())], now, store, reader)
    assert [again[0].id, again[0].file_name] == [first.id, "stub.pdf"]
    assert len(await store.list_keys()) == await LeadDocument.count() == 2


async def test_the_same_file_twice_in_one_request_is_one_document(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    documents = await upload(lead, [Upload("a.pdf", pdf()), Upload("b.pdf", pdf())], now, store, reader)
    assert [document.file_name for document in documents] == ["a.pdf"]
    assert len(await store.list_keys()) == 1


async def test_the_same_file_from_many_requests_at_once_is_one_row_and_one_object(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    requests = [upload(lead, [Upload("stub.pdf", pdf())], now, store, reader) for _ in range(8)]
    answers = await asyncio.gather(*requests)
    assert len({document.id for (document,) in answers}) == 1
    assert await store.list_keys() == [answers[0][0].storage_key]
    assert len(await list_documents(lead.id)) == 1


async def test_two_leads_may_have_the_same_file(now: datetime, store: LocalStore, reader: Reader) -> None:
    world = await make_world(now)
    for site in (world.oak, world.elm):
        await upload(await make_lead(site, now), [Upload("stub.pdf", pdf())], now, store, reader)
    assert len(await store.list_keys()) == await LeadDocument.count() == 2


async def test_a_store_that_is_gone_is_an_error_and_leaves_no_row(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "documents")
    with pytest.raises(StorageError):
        await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader)
    assert await LeadDocument.count() == 0


async def test_an_s3_server_that_stopped_is_an_error_and_leaves_no_row(
    lead: Lead, now: datetime, reader: Reader, tmp_path: Path
) -> None:
    with running_s3_server(tmp_path) as server:
        store = server.store("documents")
        await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader)
    with pytest.raises(StorageError):
        await upload(lead, [Upload("id.png", picture())], now, store, reader)
    assert await LeadDocument.count() == 1


async def test_a_store_that_fills_up_halfway_keeps_nothing_of_the_request(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    files = [Upload("stub.pdf", pdf()), Upload("photo.png", picture(size=(1000, 1000), noise=True))]
    with files_up_to(2_000_000), pytest.raises(StorageError):
        await upload(lead, files, now, store, reader)
    assert await nothing_kept(store)


async def test_when_the_rows_cannot_be_written_the_objects_go(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader
) -> None:
    lead.id = "lead_that_was_never_there"
    with pytest.raises((IntegrityError, IntegrityConstraintViolationError)):
        await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader)
    assert await nothing_kept(store)


class CutAfterPut(LocalStore):
    """A store that takes the bytes; then the machine is cut off, or the process killed."""

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        await super().put(key, content, content_type)
        raise asyncio.CancelledError

    async def delete(self, key: str) -> None:
        raise StorageError


async def test_bytes_of_an_upload_that_was_cut_off_go_an_hour_later(
    lead: Lead, now: datetime, store: LocalStore, reader: Reader, tmp_path: Path
) -> None:
    with pytest.raises(asyncio.CancelledError):
        await upload_documents(
            lead.site_id, lead.id, [Upload("stub.pdf", pdf())], None, "user_bob", now,
            store=CutAfterPut(tmp_path / "documents"), reader=reader,
        )  # fmt: skip
    assert len(await store.list_keys()) == 1
    assert await purge_store(store, now) == 0, "it may still be under way"
    (kept,) = await upload(lead, [Upload("id.png", picture())], now, store, reader)
    assert await purge_store(store, now + timedelta(hours=2)) == 1
    assert await store.list_keys() == [kept.storage_key]


async def test_the_same_upload_works_on_s3(lead: Lead, now: datetime, reader: Reader, s3_server: S3Server) -> None:
    store = s3_server.store("uploads")
    (document,) = await upload(lead, [Upload("stub.pdf", pdf())], now, store, reader)
    assert await store.open(document.storage_key) == pdf()


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Files of this process cannot grow beyond `size` bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
