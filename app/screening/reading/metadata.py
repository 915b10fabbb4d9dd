"""What a file says about itself: who made it, when, and how it is built."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import pikepdf
from PIL import ExifTags, Image

from app.screening.reading.errors import BROKEN as LIBRARY_ERRORS
from app.screening.reading.pages import Metadata

BROKEN = (*LIBRARY_ERRORS, pikepdf.PdfError)
LONGEST = 200
PDF_DATE = re.compile(r"^\s*(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:([-+Z])(?:(\d\d)'?(\d\d)?)?)?")
ISO_DATE = re.compile(r"^\s*\d{4}-\d\d-\d\d")
PLAIN_ANNOTATIONS = frozenset({"/Link", "/Popup", "/Widget"})
"""Links, their pop-ups and form fields: they change nothing that is printed."""


def pdf_metadata(pdf: pikepdf.Pdf, revisions: int) -> Metadata:
    """Of a PDF. Nothing here raises: what is broken is left empty."""
    info = _info(pdf)
    xmp = _xmp(pdf)
    form = _get(pdf.Root, "/AcroForm")
    fields = _items(_get(form, "/Fields"))
    return Metadata(
        producer=_text(info.get("/Producer")),
        creator=_text(info.get("/Creator")),
        created=pdf_date(_text(info.get("/CreationDate"))),
        modified=pdf_date(_text(info.get("/ModDate"))),
        xmp_producer=xmp.get("pdf:Producer", ""),
        xmp_creator=xmp.get("xmp:CreatorTool", ""),
        xmp_created=iso_date(xmp.get("xmp:CreateDate", "")),
        xmp_modified=iso_date(xmp.get("xmp:ModifyDate", "")),
        revisions=revisions,
        is_signed=any(_is_signature(item) for item in fields),
        has_form=bool(fields),
        has_annotations=_has_annotations(pdf),
        is_linearized=bool(pdf.is_linearized),
        is_owner_encrypted=bool(pdf.is_encrypted),
    )


def picture_metadata(picture: Image.Image) -> Metadata:
    """Of a picture: the software, camera and times of its EXIF block or text chunks."""
    values: dict[str, Any] = {}
    with suppress(*BROKEN):
        exif = picture.getexif()
        values = {ExifTags.TAGS.get(key, ""): value for key, value in exif.items()}
        values |= {ExifTags.TAGS.get(key, ""): value for key, value in exif.get_ifd(ExifTags.IFD.Exif).items()}
    camera = f"{_text(values.get('Make'))} {_text(values.get('Model'))}".strip()
    return Metadata(
        creator=camera,
        created=_exif_date(values.get("DateTimeOriginal")),
        modified=_exif_date(values.get("DateTime")),
        software=_text(values.get("Software") or picture.info.get("Software")),
    )


def pdf_date(text: str) -> str:
    """`D:20261106120000-05'00'` as ISO 8601 (ISO 32000-1, 7.9.4); empty when it is no date."""
    match = PDF_DATE.match(text)
    if not match or iso_date(text):
        return iso_date(text)
    year, month, day, hour, minute, second, sign, offset_hours, offset_minutes = match.groups()
    zone = None
    if sign:
        offset = timedelta(hours=int(offset_hours or 0), minutes=int(offset_minutes or 0))
        zone = timezone(-offset if sign == "-" else offset) if offset < timedelta(hours=24) else None
    try:
        parts = (int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
        return datetime(*parts, tzinfo=zone).isoformat()
    except ValueError:
        return ""


def iso_date(text: str) -> str:
    """An XMP date as ISO 8601; empty when it is none."""
    if not ISO_DATE.match(text):
        return ""
    try:
        return datetime.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""


def _exif_date(value: Any) -> str:
    try:
        return datetime.strptime(_text(value), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        return ""


def _info(pdf: pikepdf.Pdf) -> dict[str, Any]:
    try:
        return {str(key): value for key, value in pdf.docinfo.items()}
    except BROKEN:  # a damaged trailer: pikepdf raises what it likes
        return {}


def _xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=False) as xmp:
            names = ("pdf:Producer", "xmp:CreatorTool", "xmp:CreateDate", "xmp:ModifyDate")
            return {name: _text(xmp.get(name)) for name in names}
    except BROKEN:  # damaged XML
        return {}


def _has_annotations(pdf: pikepdf.Pdf) -> bool:
    for page in pdf.pages:
        for item in _items(_get(page.obj, "/Annots")):
            if str(_get(item, "/Subtype") or "/Link") not in PLAIN_ANNOTATIONS:
                return True
    return False


def _is_signature(item: Any) -> bool:
    return str(_get(item, "/FT")) == "/Sig" and _get(item, "/V") is not None


def _get(item: Any, key: str) -> Any:
    try:
        return item.get(key) if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else None
    except BROKEN:  # a reference to nothing
        return None


def _items(item: Any) -> list[Any]:
    try:
        return list(item)[:1000] if isinstance(item, pikepdf.Array) else []
    except BROKEN:  # an array with broken references
        return []


def _text(value: Any) -> str:
    try:
        plain = "" if value is None else str(value)
    except BROKEN:  # undecodable bytes
        return ""
    return "".join(char for char in plain if char.isprintable())[:LONGEST].strip()
