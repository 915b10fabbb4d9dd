"""Tells a person's name, a company's name and a bank's name from headings, labels and addresses."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from app.screening.facts.labels import all_labels, squeeze

_DATA: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
_NO_NAME = re.compile(r"\bn/a\b|@|www\.|https?:|\.com$|\d{3}-\d{4}")
"""What no name of a company holds: "not applicable", addresses of the net, telephone numbers."""
_ABBREVIATION = re.compile(r"[b-df-hj-np-tv-xz]{3,}(?<!jr)(?<!sr)")
"""Three letters without a vowel shorten a word of a form ("SVC"); no name is written so."""
_WORD = re.compile(r"[^\W\d_]['’.\-]?(?:[^\W\d_]['’.\-]?)*")


_TITLES = ("earningsstatement", "paystatement", "statementofearnings", "statementofearningsanddeductions")
"""Titles that no name of a company ends with; a scan may run the two together."""


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of names.toml, squeezed."""
    return frozenset(squeeze(word) for word in _DATA[name])


_SMALL = word_list("particles") | word_list("name_starts")
"""Words inside a name that people write small."""


def tidy(text: str) -> str:
    """One space between words and after an initial's dot, nothing hanging at the ends."""
    text = re.sub(r"\s+", " ", re.sub(r"\b([A-Z])\.(?=[A-Z][A-Za-z])", r"\1. ", text))
    name, dash, title = text.rpartition(" — ") if " — " in text else text.rpartition(" – ")
    return (name if dash and squeeze(title) in word_list("headings") else text).strip(" ,;:*|-–—")


def is_person_name(text: str) -> bool:
    """Whether a text can be the name of a person: two to five capitalised words, none of them a document's word."""
    words = tidy(text).replace(",", " ").split()
    if not 2 <= len(words) <= 6 or squeeze(text) in all_labels() or is_company_like(text) or is_bank_name(text):
        return False
    if is_place(text):
        return False
    if (
        text.count(",") > 2
        or re.search(r",\s*[A-Z]{2}$", tidy(text))
        or any(not _WORD.fullmatch(word) for word in words)
    ):
        return False
    if any(
        squeeze(word) in word_list("not_names") | word_list("street_words") - {"dr", "st", "ln", "way", "lane"}
        for word in words
    ):
        return len(words) > 2 and _only_initials_collide(words)
    if not all(word[0].isupper() or word.lower() in _SMALL for word in words):
        return False
    unranked = words[1:] if words[0].lower() in word_list("ranks") else words
    if any(_ABBREVIATION.fullmatch(squeeze(word)) for word in unranked):
        return False
    return sum(len(word.strip(".")) > 1 for word in words) >= 2


def is_place(text: str) -> bool:
    """Whether a text is the city's line of an address that ends in the country, as specimens write it ("Anytown USA").

    Only the last word tells: Usa is a given name too.
    """
    return re.search(r"[A-Za-z][,. ]+(?:USA|U\.S\.A\.?|United States(?: of America)?)$", tidy(text), re.I) is not None


def _only_initials_collide(words: list[str]) -> bool:
    """ "Jane A. Doe": the initial A is not the article."""
    known = word_list("not_names") | word_list("street_words")
    return all(len(word.strip(".")) == 1 for word in words if squeeze(word) in known) and all(
        w[0].isupper() for w in words
    )


def is_company_like(text: str) -> bool:
    """Whether a name ends like a company ("Inc") or holds a word of the trades ("Bakery", "County")."""
    words = [squeeze(word) for word in text.replace(",", " ").split()]
    if any(word in word_list("company_endings") for word in words[1:]):
        return True
    whole = squeeze(text)
    return (
        len(words) > 1
        and any(word in word_list("company_words") or word.rstrip("s") in word_list("company_words") for word in words)
    ) or whole.startswith(
        ("cityof", "stateof", "countyof", "townshipof", "townof", "villageof", "boroughof", "parishof")
    )


def is_company_ending(text: str) -> bool:
    """Whether a name ends with a form of company: Inc, LLC, Corp, Ltd and the like."""
    words = [squeeze(word) for word in tidy(text).replace(",", " ").split()]
    return len(words) > 1 and words[-1] in word_list("company_endings")


def is_processor(text: str) -> bool:
    """Whether a name is that of a payroll service, which is nobody's employer on a stub."""
    whole = squeeze(text)
    return any(whole == name or whole in {name + "inc", name + "llc"} for name in word_list("processors"))


_DIGITS_FOR_LETTERS = str.maketrans("10", "lo")


def can_be_company(text: str) -> bool:
    """Whether a text can be a company's name at all: not a label, a heading, an address or a sentence."""
    clean = tidy(text)
    whole = squeeze(clean)
    if not {whole, whole.translate(_DIGITS_FOR_LETTERS)}.isdisjoint(all_labels()):  # a scan's "Emp1oyee" is a label too
        return False
    if not 2 <= len(whole) <= 60 or len(clean.split()) > 9 or is_heading(clean):
        return False
    words = [squeeze(word) for word in clean.split()]
    if _NO_NAME.search(clean.lower()) or words[-1] in word_list("street_words"):
        return False
    if not is_company_like(clean) and any(
        word in word_list("not_names") - {"and", "the", "group", "service"} for word in words
    ):
        return False
    return clean[0].isupper() or clean[0].isdigit()


def is_heading(text: str) -> bool:
    """Whether a text is only what the document calls itself, or what it calls itself behind another text."""
    whole = squeeze(text)
    return whole in word_list("headings") or whole.endswith(_TITLES)


def bank_of_product(text: str) -> str:
    """The known bank that the name of one of its accounts begins with ("Wells Fargo Everyday Checking"), or ""."""
    words = tidy(text).split()
    if len(words) > 7 or not {squeeze(word) for word in words} & {"checking", "savings", "banking", "account"}:
        return ""
    starts = (" ".join(words[:size]) for size in range(len(words) - 1, 0, -1))
    return next((start for start in starts if squeeze(start) in word_list("banks")), "")


def is_bank_name(text: str) -> bool:
    """Whether a text is a bank's or credit union's name and nothing more."""
    clean, whole = tidy(text), squeeze(text)
    if len(clean.split()) > 7 or is_heading(clean) or not clean[:1].isalnum():
        return False
    if whole in word_list("banks") or re.sub(r"na$", "", whole) in word_list("banks"):
        return True
    words = [squeeze(word) for word in clean.split()]
    if any(
        word in word_list("not_names") - {"and", "the", "state", "federal", "member", "a", "security", "savings"}
        for word in words
    ):
        return False
    named = " " + " ".join(words) + " "
    return len(words) > 1 and any(
        f" {word} " in named for word in ("bank", "bancorp", "credit union", "fcu", "banking", "cu", "bank na")
    )
