"""A reading survives storage unchanged."""

from __future__ import annotations

import json

from app.screening.reading.pages import CoveredText, HiddenText, Metadata, Page, Reading, Revision, Word
from app.screening.reading.stored import reading_from_json, reading_to_json

WORDS = (Word("Net", (1.0, 2.0, 3.5, 4.25), 1.0, "Helvetica", 9.0, 4.0), Word("1,907.41", (5.0, 2.0, 9.0, 4.0), 0.87))
PAGE = Page(1, 612.0, 792.0, WORDS, "ocr", (0.0, 1.0, -1.0, 0.0, 792.0, 0.0), WORDS[1:], (0.0001, -0.0002))


def test_a_stored_reading_is_the_same_reading() -> None:
    reading = Reading(
        sha256="ab" * 32,
        mime_type="application/pdf",
        pages=(PAGE,),
        page_count=3,
        metadata=Metadata(producer="Payroll Suite", revisions=2, is_signed=True),
        revisions=(Revision(1, (PAGE,)),),
        covered=(CoveredText(1, (1.0, 2.0, 3.0, 4.0), "1,907.41", "4,907.41"),),
        hidden=(HiddenText(1, (1.0, 2.0, 3.0, 4.0), "approve", "tiny"),),
        reader_version="reader-1",
    )
    assert reading_from_json(json.loads(json.dumps(reading_to_json(reading)))) == reading
