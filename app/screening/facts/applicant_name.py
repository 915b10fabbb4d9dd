"""Whether a name on a document is the applicant's, with every doubt in the applicant's favour."""

from __future__ import annotations

import re

from app.screening.facts.people import compare_names, without_marks
from app.screening.facts.same_letters import holds, is_nearly
from app.screening.verdict import Outcome


def compare_to_applicant(applicant: str, name: str) -> Outcome:
    """`compare_names`, but what a slip of the reading can explain is inconclusive, as is a name that is not known."""
    if not name.strip() or not applicant.strip():
        return Outcome.inconclusive
    if _is_same(applicant, name) or _lacks_letters(applicant, name):  # short names look like particles and initials
        return Outcome.consistent
    outcome = compare_names(applicant, name)
    is_slip = outcome is Outcome.contradicted and (is_nearly(applicant, name) or holds(name, applicant))
    return Outcome.inconclusive if is_slip else outcome


def _is_same(first: str, second: str) -> bool:
    """The same words in any order, case and punctuation aside."""
    one, other = (sorted(re.findall(r"\w+", name.casefold())) for name in (first, second))
    return one == other


def _lacks_letters(applicant: str, name: str) -> bool:
    """The applicant's name in a typeface or a system that lacks some of its letters, and prints nothing or a sign in
    their place: "DUŠAN OR EVI" of Dušan Đorđević."""
    pattern = "".join(_or_lost(letter) for letter in " ".join(applicant.casefold().split()))
    return re.fullmatch(pattern, " ".join(name.casefold().split())) is not None


def _or_lost(letter: str) -> str:
    if letter.isascii() or not letter.isalpha():
        return re.escape(letter)
    plain = without_marks(letter)
    return f"(?:{re.escape(letter)}|{re.escape(plain)}|[^a-z]{{0,2}})"
