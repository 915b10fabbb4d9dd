"""The process that takes a hostile file apart into its earlier states and draws a page of one of them."""

from __future__ import annotations

from app.screening.reading.budget import PARSE_CPU_SECONDS
from app.screening.reading.child import MEMORY
from app.screening.reading.draw import draw_page
from app.screening.reading.errors import BROKEN, ReadingError
from app.screening.reading.guards import open_guarded
from app.screening.reading.inspection import open_document
from app.screening.reading.revisions import earlier_states
from app.screening.reading.sandbox import Frame
from app.screening.reading.serve import Ask, serve
from app.screening.reading.sniff import PDF, sniff


def handle(head: dict[str, int], body: bytes, ask: Ask) -> Frame:
    """One request for a page of an earlier state."""
    if sniff(body) != PDF:
        raise ReadingError("no_such_page")
    states = [state for state in earlier_states(body) if _opens(state)]
    if len(states) != head["count"] or not 1 <= head["number"] <= len(states):
        raise ReadingError("damaged")
    return {}, draw_page(states[head["number"] - 1], PDF, head["page"], head["width"])


def _opens(state: bytes) -> bool:
    """Whether the state is one that the reader would have read too."""
    try:
        with open_guarded(state):
            open_document(state).close()
    except (ReadingError, *BROKEN):
        return False
    return True


if __name__ == "__main__":
    serve(MEMORY, PARSE_CPU_SECONDS, handle)
