"""Text that a PDF can set: nothing vanishes silently, and no text of a document is taken as markup."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FONT, BOLD = "DejaVu", "DejaVu-Bold"
FOLDER = Path(__file__).parent / "fonts"
RIGHT_TO_LEFT = re.compile(
    "([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?: [\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*)"
)
"""Words of Hebrew and Arabic that stand beside each other; the numbers in them too are letters of their blocks."""
EAST_ASIAN = re.compile(
    "([\u3005-\u3007\u3040-\u30ff\u4e00-\u9fa5\uac00-\ud7a3]+(?:[ ・][\u3005-\u30ff\u4e00-\u9fa5\uac00-\ud7a3]+)*)"
)
"""What the Asian collections hold; rarer letters are given by their numbers alone."""
MOST_TURNED = 60
_registering = Lock()


class Setter:
    """Turns text into what a paragraph takes. `has_replaced` tells whether a letter had to be given by its number, and
    `has_borrowed` whether one is set in a typeface that only the reader's own machine may have."""

    def __init__(self) -> None:
        self.has_replaced = self.has_borrowed = False
        self._known = _letters()

    def __call__(self, text: object) -> str:
        """Escaped, with breaks for new lines; Chinese, Japanese and Korean words stand with their numbers beside them;
        letters that no typeface here can set stand as `[U+0E01 U+0E02]`."""
        told = []
        for part in EAST_ASIAN.split(self._clean(str(text))):
            if EAST_ASIAN.fullmatch(part):
                self.has_borrowed = True
                told.append(f'<font name="{_borrowed(part)}">{escape(part)}</font> {_numbers(part)}')
            else:
                told.append(escape(self._set(part)))
        return "".join(told).replace("\n", "<br/>")

    def plain(self, text: str) -> str:
        """The same without escaping and in our own typeface alone, for titles and bookmarks."""
        return self._set(self._clean(text))

    def _clean(self, text: str) -> str:
        """Without direction marks and the like, which would reverse or hide what stands beside them."""
        composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        return "".join(it for it in composed if it == "\n" or unicodedata.category(it) not in {"Cc", "Cf", "Cs"})

    def _set(self, text: str) -> str:
        told: list[str] = []
        for part in RIGHT_TO_LEFT.split(text):
            shaped = right_to_left(part) if RIGHT_TO_LEFT.fullmatch(part) and len(part) <= MOST_TURNED else part
            told.append(self._known_only(shaped, is_turned=shaped is not part))
        return "".join(told)

    def _known_only(self, text: str, *, is_turned: bool) -> str:
        told, strange = [], ""
        for letter in text:
            is_ours = letter == "\n" or ord(letter) in self._known
            if is_ours and (is_turned or not RIGHT_TO_LEFT.fullmatch(letter)):
                told.append(_numbers(strange) + letter)
                strange = ""
            else:
                strange += letter
                self.has_replaced = True
        return "".join(told) + _numbers(strange)


def right_to_left(words: str) -> str:
    """Hebrew or Arabic words joined and in the order in which a line shows them. Only for what fits on one line: a
    paragraph is broken from its other end."""
    from arabic_reshaper import ArabicReshaper  # type: ignore[import-untyped]  # imported by the few who need it

    shaped = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False}).reshape(words)
    letters = re.findall(r".[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]*", shaped, re.DOTALL)
    return "".join(reversed(letters))


def _borrowed(words: str) -> str:
    """The typeface of Adobe's Asian collections, which PDF readers bring or replace: none is embedded."""
    if re.search("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]", words):
        name = "HYSMyeongJo-Medium"
    else:
        name = "HeiseiMin-W3" if re.search("[\u3040-\u30ff]", words) else "STSong-Light"
    with _registering:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def _numbers(letters: str) -> str:
    return f"[{' '.join(f'U+{ord(letter):04X}' for letter in letters if letter != ' ')}]" if letters else ""


@cache
def _letters() -> frozenset[int]:
    """The letters that both weights have. Registers them."""
    with _registering:
        for name, file in ((FONT, "DejaVuSansCondensed.ttf"), (BOLD, "DejaVuSansCondensed-Bold.ttf")):
            pdfmetrics.registerFont(TTFont(name, str(FOLDER / file)))
        pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
    plain, bold = (pdfmetrics.getFont(name).face.charToGlyph for name in (FONT, BOLD))
    return frozenset(plain) & frozenset(bold)
