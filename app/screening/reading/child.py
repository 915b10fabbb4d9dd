"""The process that touches hostile bytes: looks at a file, reads it, draws a page."""

from __future__ import annotations

from typing import Any

from app.screening.reading import draw, inspection, measure, pdf, photo
from app.screening.reading.budget import PARSE_CPU_SECONDS
from app.screening.reading.errors import ReadingError
from app.screening.reading.eyes import Eyes
from app.screening.reading.sandbox import Frame
from app.screening.reading.serve import Ask, serve
from app.screening.reading.sniff import PDF, sniff
from app.screening.reading.stored import reading_to_json

MEMORY = 1024 * 1024 * 1024


def handle(head: dict[str, Any], body: bytes, ask: Ask) -> Frame:
    """One request: `inspect`, `measure`, `read` or `render`."""
    mime_type = sniff(body)
    match head["do"]:
        case "inspect":
            return {"mime_type": mime_type, "pages": inspection.count_pages(body, mime_type)}, b""
        case "measure":
            return {"sizes": measure.page_sizes(body, mime_type)}, b""
        case "read":
            read = pdf.read_pdf if mime_type == PDF else photo.read_photo
            return {"reading": reading_to_json(read(body, mime_type, Eyes(ask)))}, b""
        case "render":
            return {}, draw.draw_page(body, mime_type, int(head["page"]), int(head["width"]))
    raise ReadingError("unsupported")


if __name__ == "__main__":
    serve(MEMORY, PARSE_CPU_SECONDS, handle)
