"""Why files are not taken: one sentence for each, with the name of the file in front."""

from __future__ import annotations

from app.errors import LeaseLabError
from app.screening.reading.errors import ReadingError

TOO_LARGE = frozenset({"too_large", "too_many_pages", "too_many_pixels", "too_much_memory"})


class DocumentRefused(LeaseLabError):
    """This file cannot be taken."""

    status_code = 422


class UnsupportedDocument(DocumentRefused):
    """This is not a PDF or a picture that can be read. Upload a PDF, JPEG, PNG, WebP, HEIC or TIFF file."""

    status_code = 415


class DocumentTooLarge(DocumentRefused):
    """This file is larger than 25 MB. Save a smaller copy, or send it in parts."""

    status_code = 413


class UnreadableDocument(DocumentRefused):
    """This file cannot be opened. Download or scan it again and upload the new copy."""


class NoDocuments(DocumentRefused):
    """Choose at least one file to upload."""


class TooManyDocuments(DocumentRefused):
    """Up to 20 files can be uploaded at once. Send the others in a second upload."""

    status_code = 413


def refusal(file_name: str, error: ReadingError) -> DocumentRefused:
    """The refusal of one file; its `details` are `file_name` and `reason`, the reading's code."""
    kind: type[DocumentRefused] = UnsupportedDocument if error.code == "unsupported" else UnreadableDocument
    if error.code in TOO_LARGE:
        kind = DocumentTooLarge
    return kind(f"{file_name}: {error}", file_name=file_name, reason=error.code)


def refuse_all(refusals: list[DocumentRefused]) -> DocumentRefused:
    """One refusal for a request: the first one's kind, every file's sentence, and `files` when there are several."""
    first = refusals[0]
    if len(refusals) == 1:
        return first
    message = " ".join(refused.message for refused in refusals)
    return type(first)(message, **first.details, files=[refused.details for refused in refusals])
