"""Documents: files of a lead whose bytes lie in the document store."""

from __future__ import annotations

from piccolo.columns import BigInt, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.leads.tables import Lead
from app.screening.verdict import DocumentType
from app.sites.tables import Site


class LeadDocument(Table, tablename="lead_documents"):
    """`document_type` is what the uploader said, or null to let the content decide."""

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    document_type = Choice(words=list(DocumentType), default=None, null=True)
    file_name = Varchar(length=255)
    mime_type = Varchar(length=80)
    size = BigInt(default=0)
    sha256 = Varchar(length=64)
    storage_key = Varchar(length=80)
    pages = Whole(least=1, most=100_000, default=1)
    uploaded_by = Varchar(length=40, default="")
    uploaded_at = Timestamptz(default=None)
    deleted_at = Timestamptz(default=None, null=True)
