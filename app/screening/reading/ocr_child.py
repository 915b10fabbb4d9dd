"""The process that looks at pixels. It never sees a file's bytes, so it only needs limits against accidents."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Any

import numpy as np

from app.screening.reading.budget import OCR_PAGE_CPU_SECONDS
from app.screening.reading.errors import ReadingError
from app.screening.reading.look import look_at
from app.screening.reading.ocr import Engine, Picture
from app.screening.reading.sandbox import Frame
from app.screening.reading.serve import Ask, serve

MEMORY = 3 * 1024 * 1024 * 1024
"""Address space, most of it never touched: threads and models map 1.4 GB and use half of it."""
MAX_CROPS = 200

engine = Engine(int(os.environ.get("LEASELAB_READER_THREADS", "2")))


def handle(head: dict[str, Any], body: bytes, ask: Ask) -> Frame:
    """One question: a `page` to read whole, or `lines`, a stack of single lines of text."""
    match head["question"]:
        case "page":
            seen = look_at(engine, _picture(body, int(head["width"]), int(head["height"])))
            return asdict(seen), b""
        case "lines":
            lines = engine.read(_stack(body, head["sizes"]))
            return {"lines": [[line.text, line.confidence] for line in lines]}, b""
    raise ReadingError("unsupported")


def _picture(body: bytes, width: int, height: int) -> Picture:
    if width < 1 or height < 1 or len(body) != width * height * 3:
        raise ReadingError("damaged")
    return np.frombuffer(body, dtype=np.uint8).reshape(height, width, 3)


def _stack(body: bytes, sizes: list[list[int]]) -> list[Picture]:
    pictures, start = [], 0
    for width, height in sizes[:MAX_CROPS]:
        end = start + width * height * 3
        pictures.append(_picture(body[start:end], width, height))
        start = end
    return pictures


if __name__ == "__main__":
    serve(MEMORY, OCR_PAGE_CPU_SECONDS, handle, engine.load)
