"""Names by their letters alone: what a picture's reading does to a name is no other name."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe"})
_NEARLY = 90
"""Of 100: a letter that was lost or misread in a long name. "John Smith" and "Joan Smith" stay below."""
_SHORTEST = 3
"""Letters of a word that can be told from chance."""


def is_nearly(first: str, second: str) -> bool:
    """The same letters but for a slip, in the order written or with the words in another one."""
    one, other = _words(first), _words(second)
    ways = ("".join(one), "".join(other)), ("".join(sorted(one)), "".join(sorted(other)))
    return any(fuzz.ratio(*way) >= _NEARLY for way in ways)


def holds(longer: str, shorter: str) -> bool:
    """Every word of `shorter` stands in `longer`, whose words may have run together; initials are not asked for."""
    letters = "".join(_words(longer))
    words = [word for word in _words(shorter) if len(word) >= _SHORTEST]
    return len(words) >= 2 and all(word in letters for word in words)


def _words(name: str) -> list[str]:
    """Lower case without diacritics; hyphens divide, apostrophes do not."""
    spread = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    return re.findall(r"[^\W_]+", "".join(it for it in spread if not unicodedata.combining(it) and it not in "'’`"))
