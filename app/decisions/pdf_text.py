"""Text that a PDF can set: nothing vanishes silently, and no text of a document is taken as markup."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT, BOLD = "DejaVu", "DejaVu-Bold"
FOLDER = Path(__file__).parent / "fonts"
RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI"}
_registering = Lock()


class Setter:
    """Turns text into what a paragraph takes. `has_replaced` tells whether a letter had to be given by its number."""

    def __init__(self) -> None:
        self.has_replaced = False
        self._known = _letters()

    def __call__(self, text: object) -> str:
        """Escaped, with breaks for new lines; letters that the typeface cannot set stand as `[U+5F20 U+4F1F]`."""
        return escape(self.plain(str(text))).replace("\n", "<br/>")

    def plain(self, text: str) -> str:
        """The same without escaping, for titles and bookmarks."""
        told: list[str] = []
        strange: list[str] = []
        for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
            if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf", "Cs"}:
                continue  # direction marks and the like, which would reverse or hide what stands beside them
            if self._can_set(letter):
                told.append(_numbers(strange) + letter)
                strange = []
            else:
                strange.append(letter)
                self.has_replaced = True
        return "".join(told) + _numbers(strange)

    def _can_set(self, letter: str) -> bool:
        # The typeface has Arabic and Hebrew, but without joining and reordering they would read wrongly.
        return letter == "\n" or (ord(letter) in self._known and unicodedata.bidirectional(letter) not in RIGHT_TO_LEFT)


def _numbers(letters: list[str]) -> str:
    return f"[{' '.join(f'U+{ord(letter):04X}' for letter in letters)}]" if letters else ""


@cache
def _letters() -> frozenset[int]:
    """The letters that both weights have. Registers them."""
    with _registering:
        for name, file in ((FONT, "DejaVuSansCondensed.ttf"), (BOLD, "DejaVuSansCondensed-Bold.ttf")):
            pdfmetrics.registerFont(TTFont(name, str(FOLDER / file)))
        pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
    plain, bold = (pdfmetrics.getFont(name).face.charToGlyph for name in (FONT, BOLD))
    return frozenset(plain) & frozenset(bold)
