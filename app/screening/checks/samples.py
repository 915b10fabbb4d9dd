"""Documents that say of themselves that they are samples: their figures are often made up, which is no forgery."""

from __future__ import annotations

import re

from app.screening.checks.packet import Packet
from app.screening.verdict import Document

_SAMPLE = re.compile(r"\W*(sample|specimen|example|dummy|mock-?up)\W*", re.I)


def is_sample(packet: Packet, document: Document | None) -> bool:
    """A page of the document says that it is a sample or a specimen."""
    pages = packet.pages_of(document) if document else ()
    return any(_SAMPLE.fullmatch(word.text) for page in pages for word in page.words)
