"""How documents travel to a browser or a program: as data that nothing may run."""

from __future__ import annotations

from typing import TypedDict

from app.documents.file_names import as_attachment
from app.documents.tables import LeadDocument
from app.screening.verdict import DocumentType

SANDBOX = {"content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff"}


def content_headers(document: LeadDocument) -> dict[str, str]:
    """Headers of the bytes themselves: saved, never shown in place, never kept by a cache."""
    return {
        **SANDBOX,
        "content-disposition": as_attachment(document.file_name),
        "cache-control": "private, no-store",
    }


PICTURE_HEADERS = {**SANDBOX, "cache-control": "private, max-age=3600"}
"""Headers of a page's picture, which only the person's own browser may keep, for an hour."""


class DocumentData(TypedDict):
    """A document; `document_type` is null where the uploader left it to the content."""

    id: str
    file_name: str
    document_type: DocumentType | None
    mime_type: str
    size: int
    sha256: str
    pages: int


def document_json(document: LeadDocument) -> DocumentData:
    """What the API tells of a document."""
    return {
        "id": document.id,
        "file_name": document.file_name,
        "document_type": DocumentType(document.document_type) if document.document_type else None,
        "mime_type": document.mime_type,
        "size": document.size,
        "sha256": document.sha256,
        "pages": document.pages,
    }
