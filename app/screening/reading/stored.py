"""A reading as compact JSON, so that it can cross a pipe and be cached by content hash."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.screening.reading.pages import Barcode, CoveredText, HiddenText, Metadata, Page, Reading, Revision, Word


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """`reading` as JSON values; words are short lists, without the tail that has its default."""
    return {
        "sha256": reading.sha256,
        "mime_type": reading.mime_type,
        "page_count": reading.page_count,
        "reader_version": reading.reader_version,
        "pages": [_page(page) for page in reading.pages],
        "metadata": asdict(reading.metadata),
        "revisions": [{"number": it.number, "pages": [_page(page) for page in it.pages]} for it in reading.revisions],
        "covered": [[it.page, list(it.box), it.hidden, it.visible, it.is_open] for it in reading.covered],
        "hidden": [[it.page, list(it.box), it.text, it.how] for it in reading.hidden],
    }


def reading_from_json(value: dict[str, Any]) -> Reading:
    """The reading that `reading_to_json` wrote. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    return Reading(
        sha256=value["sha256"],
        mime_type=value["mime_type"],
        pages=tuple(_page_from(it) for it in value["pages"]),
        page_count=value["page_count"],
        metadata=Metadata(**value["metadata"]),
        revisions=tuple(Revision(it["number"], tuple(_page_from(p) for p in it["pages"])) for it in value["revisions"]),
        covered=tuple(_covered_from(it) for it in value["covered"]),
        hidden=tuple(HiddenText(page, _box(box), text, how) for page, box, text, how in value["hidden"]),
        reader_version=value["reader_version"],
    )


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "size": [page.width, page.height],
        "source": page.source,
        "placement": list(page.placement),
        "tilt": list(page.tilt),
        "words": [_word(word) for word in page.words],
        "picture_words": [_word(word) for word in page.picture_words],
        "barcodes": [[it.surname, it.given, it.expiry, *it.box] for it in page.barcodes],
        "is_saved_twice": page.is_saved_twice,
        "copied": [list(box) for box in page.copied],
        "worn": [list(box) for box in page.worn],
    }


def _word(word: Word) -> list[Any]:
    plain: list[Any] = [word.text, *word.box, word.confidence]
    return [*plain, word.font, word.size, word.baseline] if word.font or word.size or word.baseline else plain


def _page_from(value: dict[str, Any]) -> Page:
    width, height = value["size"]
    a, b, c, d, e, f = (float(part) for part in value["placement"])
    return Page(
        number=value["number"],
        width=float(width),
        height=float(height),
        words=tuple(_word_from(it) for it in value["words"]),
        source=value["source"],
        placement=(a, b, c, d, e, f),
        tilt=(float(value["tilt"][0]), float(value["tilt"][1])),
        barcodes=tuple(_barcode_from(it) for it in value["barcodes"]),
        picture_words=tuple(_word_from(it) for it in value["picture_words"]),
        is_saved_twice=bool(value["is_saved_twice"]),
        copied=tuple(_box(box) for box in value["copied"]),
        worn=tuple(_box(box) for box in value["worn"]),
    )


def _word_from(value: list[Any]) -> Word:
    text, x0, y0, x1, y1, confidence, *rest = value
    font, size, baseline = rest or ("", 0.0, 0.0)
    return Word(str(text), _box([x0, y0, x1, y1]), float(confidence), str(font), float(size), float(baseline))


def _barcode_from(value: list[Any]) -> Barcode:
    surname, given, expiry, *box = value
    return Barcode(_box(box), str(surname), str(given), str(expiry))


def _covered_from(value: list[Any]) -> CoveredText:
    page, box, hidden, visible, is_open = value
    return CoveredText(int(page), _box(box), str(hidden), str(visible), bool(is_open))


def _box(value: list[Any]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(part) for part in value)
    return (x0, y0, x1, y1)
