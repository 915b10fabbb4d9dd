"""File names as people wrote them, made harmless: for the list, for a header, never for a path."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

MOST_CHARACTERS = 255
LONGEST_SUFFIX = 12
UNNAMED = "document"


def clean_file_name(given: str) -> str:
    """The last part of a path without control and direction characters, at most 255 characters; never empty."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(" " if letter.isspace() else letter for letter in name)
    name = "".join(letter for letter in name if not unicodedata.category(letter).startswith("C"))
    name = re.sub(" +", " ", name).strip(" .")
    if len(name) > MOST_CHARACTERS:
        suffix = PurePosixPath(name).suffix[:LONGEST_SUFFIX]
        name = name[: MOST_CHARACTERS - len(suffix)].rstrip() + suffix
    return name or UNNAMED


def as_attachment(file_name: str) -> str:
    """A Content-Disposition that saves under this name: plain letters for old clients, the whole name for the rest."""
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
