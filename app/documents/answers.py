"""How documents travel to a browser or a program: as data that nothing may run."""

from __future__ import annotations

import hashlib
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


PICTURE_SECONDS = 7 * 86_400
"""How long a browser may keep a page's picture: a week, so that an erased document does not live on in caches."""


def picture_headers(document: LeadDocument, what: str, *, is_named: bool) -> dict[str, str]:
    """Headers of a page's picture, which only the person's own browser may keep.

    `is_named`: the address names the content itself, so that the picture behind it never changes.
    """
    etag = hashlib.sha256(f"{document.sha256}-{what}".encode()).hexdigest()[:24]
    kept = f"max-age={PICTURE_SECONDS}, immutable" if is_named else "no-cache"
    return {**SANDBOX, "cache-control": f"private, {kept}", "etag": f'"{etag}"'}


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
