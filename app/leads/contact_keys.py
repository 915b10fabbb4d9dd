"""E-mail addresses and phone numbers in one form, to see that two leads give the same. Never shown, never scored."""

from __future__ import annotations

import re

SHORTEST_PHONE = 7


def email_key(address: str) -> str:
    """Lower case, without a +tag, which belongs to the same mailbox. Empty for what is no address."""
    name, at, host = address.strip().lower().rpartition("@")
    name = name.partition("+")[0]
    return f"{name}@{host}" if at and name and host else ""


def phone_key(number: str) -> str:
    """The digits, without an extension and without the 1 of North America. Empty for fewer than seven."""
    digits = re.sub(r"\D", "", re.split(r"(?i)\s*(?:ext\.?|x)\s*\d+\s*$", number)[0])
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    return digits if len(digits) >= SHORTEST_PHONE else ""
