"""Documents over the JSON API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, Reference, RequestBody, Schema
from litestar.params import FromPath

from app.api_answers import Answer
from app.api_schema import refusals
from app.clock import utc_now
from app.documents.answers import DocumentData, content_headers, document_json
from app.documents.delete import EvaluationUnderWay, delete_document
from app.documents.find import get_document, list_documents
from app.documents.parts import MOST_REQUEST_BYTES, read_parts
from app.documents.reader import current_reader
from app.documents.refusals import (
    DocumentTooLarge,
    NoDocuments,
    TooManyDocuments,
    UnreadableDocument,
    UnsupportedDocument,
)
from app.documents.upload import upload_documents
from app.errors import NotFound
from app.leads.find import LeadNotFound, get_lead
from app.screening.verdict import DocumentType
from app.sites.audit import record
from app.sites.current import Current
from app.storage import current_store

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]


@dataclass
class UploadOperation(Operation):
    """The form, described by hand: an empty choice of a browser is no file, which no type says."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, content_media_type="application/octet-stream")
        properties: dict[str, Reference | Schema] = {
            "file": Schema(type=OpenAPIType.ARRAY, items=file, min_items=1, max_items=20),
            "document_type": Schema(type=OpenAPIType.STRING, enum=list(DocumentType)),
        }
        form = Schema(type=OpenAPIType.OBJECT, properties=properties, required=["file"])
        self.request_body = RequestBody(content={"multipart/form-data": OpenAPIMediaType(schema=form)}, required=True)


@post(
    "/leads/{lead_id:str}/documents",
    request_max_body_size=MOST_REQUEST_BYTES,
    operation_class=UploadOperation,
    tags=["Documents"],
    summary="Upload documents of a lead",
    responses=refusals(
        LeadNotFound, UnsupportedDocument, DocumentTooLarge, TooManyDocuments, UnreadableDocument, NoDocuments
    ),
)
async def upload(request: AnyRequest, current: Here, lead_id: FromPath[str]) -> Answer[list[DocumentData]]:
    lead = await get_lead(current.site.id, lead_id)
    form = await _form(request)
    documents = await upload_documents(
        current.site.id,
        lead["id"],
        await read_parts(form.getall("file", [])),
        form.get("document_type"),
        current.user.id,
        utc_now(),
        store=current_store(),
        reader=current_reader(),
        request_id=current.request_id,
    )
    return Answer([document_json(document) for document in documents])


@get(
    "/leads/{lead_id:str}/documents",
    tags=["Documents"],
    summary="List the documents of a lead",
    responses=refusals(LeadNotFound),
)
async def list_of_lead(current: Here, lead_id: FromPath[str]) -> Answer[list[DocumentData]]:
    lead = await get_lead(current.site.id, lead_id)
    documents = await list_documents(lead["id"])
    await _note(current, "documents_listed", lead_id)
    return Answer([document_json(document) for document in documents])


@get(
    "/documents/{document_id:str}/content",
    tags=["Documents"],
    summary="The bytes of a document",
    responses={200: ResponseSpec(bytes, description="The file.", media_type="*/*"), **refusals(NotFound)},
)
async def content(current: Here, document_id: FromPath[str]) -> Response[bytes]:
    document = await get_document(current.site.id, document_id)
    stored = await current_store().open(document.storage_key)
    await _note(current, "document_downloaded", document_id)
    return Response(stored, media_type=document.mime_type, headers=content_headers(document))


@delete(
    "/documents/{document_id:str}",
    status_code=204,
    tags=["Documents"],
    summary="Remove a document",
    responses=refusals(NotFound, EvaluationUnderWay),
)
async def remove(current: Here, document_id: FromPath[str]) -> None:
    await delete_document(current.site.id, document_id, current.user.id, utc_now(), request_id=current.request_id)


async def _form(request: AnyRequest) -> Any:
    """The parsed form; ClientException for text in it that is no text."""
    try:
        return await request.form()
    except (UnicodeError, LookupError) as error:
        raise ClientException from error


async def _note(current: Current, action: str, subject_id: str) -> None:
    await record(current.site.id, current.user.id, action, subject_id, utc_now(), request_id=current.request_id)


ROUTES = [upload, list_of_lead, content, remove]
