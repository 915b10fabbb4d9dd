"""How well the files could be read, in one word."""

from __future__ import annotations

from app.screening.checks.packet import Packet

_STEPS = ((0.97, "excellent"), (0.9, "good"), (0.8, "fair"))


def document_quality(packet: Packet) -> str | None:
    """excellent, good, fair or poor, by the mean confidence of the words of the worst file; None when nothing was read.

    A file without any word is poor.
    """
    means = []
    for _, reading in packet.read():
        sure = [word.confidence for page in reading.pages for word in page.words]
        means.append(sum(sure) / len(sure) if sure else 0.0)
    if not means:
        return None
    return next((word for least, word in _STEPS if min(means) >= least), "poor")
