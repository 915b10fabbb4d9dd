"""The content decides what a file is."""

from __future__ import annotations

import pytest
from PIL import Image

from app.screening.reading.errors import MAX_BYTES, ReadingError
from app.screening.reading.sniff import sniff
from tests.reading.papers import saved, stub


@pytest.mark.parametrize(
    ("form", "mime_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")],
)
def test_pictures_are_known_by_their_content(form: str, mime_type: str) -> None:
    assert sniff(saved(Image.new("RGB", (20, 20)), form)) == mime_type


def test_a_pdf_may_have_bytes_before_its_header() -> None:
    assert sniff(b"\r\n<!-- gateway -->" + stub()) == "application/pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x00\x00\r\n", "empty"),
        (b"Dear landlord, this is a text file named stub.pdf", "unsupported"),
        (b"GIF89a" + b"\x00" * 40, "unsupported"),
        (b"PK\x03\x04" + b"\x00" * 40, "unsupported"),
        (b"%PDF-1.7" + b"x" * MAX_BYTES, "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(content: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        sniff(content)
    assert refusal.value.code == code


def test_a_refusal_says_what_to_do() -> None:
    assert str(ReadingError("encrypted")) == (
        "This PDF is protected with a password. Save a copy without the password and upload that."
    )
