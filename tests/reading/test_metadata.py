"""What a file says about itself."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from app.screening.reading.metadata import pdf_date, pdf_metadata, picture_metadata
from tests.reading.papers import saved, stub


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("D:20261106093000-05'00'", "2026-11-06T09:30:00-05:00"),
        ("D:20261106093000Z", "2026-11-06T09:30:00+00:00"),
        ("D:20261106", "2026-11-06T00:00:00"),
        ("2026-11-06T09:30:00", "2026-11-06T09:30:00"),
        ("D:20261399", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_pdf_dates_become_iso_or_nothing(written: str, iso: str) -> None:
    assert pdf_date(written) == iso


def test_producer_creator_and_xmp_are_read_apart() -> None:
    with pikepdf.open(io.BytesIO(stub())) as pdf:
        pdf.docinfo["/Producer"] = "Payroll Suite 7"
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["pdf:Producer"] = "Photo Editor 25"
            xmp["xmp:ModifyDate"] = "2026-11-07T10:00:00+00:00"
        found = pdf_metadata(pdf, revisions=1)
    assert (found.producer, found.xmp_producer) == ("Payroll Suite 7", "Photo Editor 25")
    assert found.xmp_modified == "2026-11-07T10:00:00+00:00"
    assert not (found.is_signed or found.has_form or found.has_annotations)


def test_a_picture_tells_its_software_and_camera() -> None:
    exif = Image.Exif()
    exif[0x0131], exif[0x010F], exif[0x0110] = "Photo Editor 25", "Phone Co", "Model 3"
    exif[0x0132] = "2026:11:06 09:30:00"
    content = saved(Image.new("RGB", (20, 20)), "JPEG", exif=exif)
    with Image.open(io.BytesIO(content)) as picture:
        found = picture_metadata(picture)
    assert (found.software, found.creator, found.modified) == (
        "Photo Editor 25",
        "Phone Co Model 3",
        "2026-11-06T09:30:00",
    )
