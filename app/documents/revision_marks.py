"""Where an earlier state of a page and the page as it is now show different words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.documents.evidence import TIGHT, Frame, frame_around
from app.documents.preview import ViewerPage
from app.screening.reading.pages import Page, Reading, Word

MOVED = 4.0
"""Points by which a word may have moved and still be the same: a file saved again sets its lines anew."""
MOST_MARKS = 120
"""Beyond, the page was set anew as a whole, and single differences say nothing."""


@dataclass(frozen=True, slots=True)
class TwoStates:
    """A page before and after. `number` is the earlier state's, of `count`; frames surround what the other lacks.

    `before` and `after` are empty where the words could not be compared, as on a scan.
    """

    number: int
    count: int
    sheet: ViewerPage
    before: tuple[Frame, ...]
    after: tuple[Frame, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]


def two_states(reading: Reading, page: int) -> list[TwoStates]:
    """Each earlier state that shows other words on this page than it has now, the newest of them first."""
    now = next((it for it in reading.pages if it.number == page), None)
    found = []
    for revision in reversed(reading.revisions):
        was = next((it for it in revision.pages if it.number == page), None)
        if was is None or now is None:
            continue
        states = _between(was, now, revision.number, len(reading.revisions))
        if states.gone or states.come:
            found.append(states)
    return found


def _between(was: Page, now: Page, number: int, count: int) -> TwoStates:
    gone, come = _without(was.words, now.words), _without(now.words, was.words)
    is_text = now.source == "text" and len(gone) + len(come) <= MOST_MARKS
    sheet = _sheet(was)
    return TwoStates(
        number,
        count,
        sheet,
        _frames(was, gone, sheet) if is_text else (),
        _frames(now, come, _sheet(now)) if is_text else (),
        tuple(word.text for word in gone) if is_text else ("…",),
        tuple(word.text for word in come) if is_text else ("…",),
    )


def _without(words: Iterable[Word], others: Iterable[Word]) -> list[Word]:
    """The words that the other page does not show at their place."""
    places: dict[str, list[Word]] = defaultdict(list)
    for other in others:
        places[other.text].append(other)
    return [word for word in words if not any(_is_near(word, other) for other in places[word.text])]


def _is_near(word: Word, other: Word) -> bool:
    return abs(word.box[0] - other.box[0]) <= MOVED and abs(word.box[3] - other.box[3]) <= MOVED


def _sheet(page: Page) -> ViewerPage:
    """The page as a viewer shows it, which may be turned against reading space."""
    x0, y0, x1, y1 = page.place((0.0, 0.0, page.width, page.height))
    return ViewerPage(page.number, round(x1 - x0, 2), round(y1 - y0, 2))


def _frames(page: Page, words: Iterable[Word], sheet: ViewerPage) -> tuple[Frame, ...]:
    frames = (frame_around(page.place(word.box), sheet, TIGHT) for word in words)
    return tuple(frame for frame in frames if frame is not None)
