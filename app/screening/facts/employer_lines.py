"""Whether a line of a bank statement names an employer, although banks cut names short and add codes."""

from __future__ import annotations

import re

_FORMS = re.compile(
    r"^(inc|llc|ltd|corp|co|company|corporation|incorporated|limited|the|of|and|group|holdings|services|plc|lp|llp|usa)$"
)
_SHORTEST = 3


def is_from_employer(description: str, employer: str) -> bool:
    """Whether the first telling word of the employer's name stands in a description, also cut short."""
    words, wanted = _words(description), _words(employer)
    if not wanted:
        return False
    joined, line = "".join(wanted), "".join(words)
    if len(joined) >= _SHORTEST and joined[:12] in line:
        return True
    return any(_is_same(word, wanted[0]) for word in words)


def _is_same(word: str, wanted: str) -> bool:
    return word == wanted or (
        len(word) >= 5 and (wanted.startswith(word) or (word.startswith(wanted) and len(wanted) >= 5))
    )


def _words(text: str) -> list[str]:
    found = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("&", ""))
    return [word for word in found if not _FORMS.match(word) and len(word) >= _SHORTEST and not word.isdigit()]
