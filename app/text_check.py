"""What no text field may hold, whoever sends it."""

from __future__ import annotations


def text_problems(most: int, **texts: str) -> dict[str, str]:
    """A sentence for each text that is longer than `most` characters or cannot be stored, by its field's name.

    PostgreSQL stores no NUL, and neither database a lone surrogate.
    """
    problems = {}
    for name, text in texts.items():
        words = name.replace("_", " ")
        if len(text) > most:
            problems[name] = f"The {words} may have up to {most} characters."
        elif not is_storable(text):
            problems[name] = f"The {words} holds a character that is no text."
    return problems


def is_storable(text: str) -> bool:
    """Whether both databases can keep it."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
