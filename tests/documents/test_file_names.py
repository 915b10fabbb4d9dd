"""File names: whatever is sent, a name that is safe to show, to store and to put into a header."""

from __future__ import annotations

import pytest

from app.documents.file_names import as_attachment, clean_file_name


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("stub.pdf", "stub.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jane\\pay stub.pdf", "pay stub.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\x00\x07", "document"),
        ("", "document"),
        ("...", "document"),
        ("folder/", "document"),
        ("Gehaltsabrechnung März.pdf", "Gehaltsabrechnung März.pdf"),
        ("工资单.pdf", "工资单.pdf"),
    ],
)
def test_a_name_keeps_what_people_read_and_loses_what_does_harm(given: str, clean: str) -> None:
    assert clean_file_name(given) == clean


def test_a_long_name_keeps_its_ending_within_255_characters() -> None:
    name = clean_file_name("x" * 400 + ".pdf")
    assert len(name) == 255
    assert name.endswith("x.pdf")


def test_a_header_carries_the_name_without_quotes_or_line_breaks() -> None:
    header = as_attachment('März "best"; \\.pdf')
    assert header == (
        "attachment; filename=\"M_rz _best__ _.pdf\"; filename*=UTF-8''M%C3%A4rz%20%22best%22%3B%20%5C.pdf"
    )
    header.encode("latin-1")
