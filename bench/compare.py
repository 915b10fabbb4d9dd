"""Is a value that was read the value that stands there? Counted per type, field and delivery form."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.demo.drawn import Drawn, Part
from app.screening.verdict import Document

CONTRACT = {
    "paystub": "employee_name employer_name pay_date period_start period_end pay_frequency gross_pay net_pay ytd_gross "
    "hours rate deductions_total",
    "bank_statement": "account_holder bank_name statement_start statement_end opening_balance closing_balance "
    "deposits_total withdrawals_total payroll_deposits",
    "employment_letter": "employee_name employer_name job_title annual_salary start_date letter_date",
    "government_id": "full_name expiry_date document_subtype",
    "tax_return": "form tax_year person_name employer_name wages adjusted_gross_income federal_tax_withheld",
    "other": "",
}
"""The fields that are measured; what else an extractor reports for its own use is not."""
NAMES = {"employee_name", "account_holder", "full_name", "person_name"}
WORDS = {"employer_name", "bank_name", "job_title", "form"}
Key = tuple[str, str, str]
"""Document type, field, delivery form."""


@dataclass
class Tally:
    """What was there, what was read rightly, and what was read wrongly."""

    there: int = 0
    right: int = 0
    wrong: int = 0

    def add(self, other: Tally) -> None:
        self.there, self.right, self.wrong = (
            self.there + other.there,
            self.right + other.right,
            self.wrong + other.wrong,
        )


@dataclass
class Facts:
    """All tallies of a run, the classification among them, and examples of what went wrong."""

    tallies: defaultdict[Key, Tally] = field(default_factory=lambda: defaultdict(Tally))
    classes: defaultdict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    mistakes: list[str] = field(default_factory=list)

    def join(self, other: Facts) -> None:
        """Add what another process counted."""
        for key, tally in other.tallies.items():
            self.tallies[key].add(tally)
        for kind, counts in other.classes.items():
            self.classes[kind].update(counts)
        self.mistakes += other.mistakes

    def compare(self, item: Drawn, found: list[Document], form: str) -> None:
        """Count one file; `found` are the documents that were read from it."""
        parts = item.parts or (Part(item.document_type, 1, 10_000, item.truth, item.also_right),)
        for part in parts:
            match = [each for each in found if part.page_from <= each.page_from <= part.page_to]
            document = match[0] if match else None
            named = document.document_type.value if document and document.readable else "none"
            self.classes[part.document_type.value, form][named] += 1
            where = f"{item.layout or part.document_type} {form}"
            if named != part.document_type.value:
                self.mistakes.append(f"class: {part.document_type} read as {named} ({where})")
            self.count(part, document if named == part.document_type.value else None, form, where)

    def count(self, part: Part, document: Document | None, form: str, where: str) -> None:
        """Count the fields of one document."""
        read = document.fields if document else {}
        for name in CONTRACT[part.document_type.value].split():
            tally = self.tallies[part.document_type.value, name, form]
            true, fact = part.truth.get(name), read.get(name)
            if isinstance(true, list):
                seen = rows(fact.value) if fact and not isinstance(fact.value, str) else Counter[tuple[str, str]]()
                wanted = rows(true)
                both = (seen & wanted).total()
                tally.add(Tally(wanted.total(), both, seen.total() - both))
                self.note(name, sorted((wanted - seen).elements()), sorted((seen - wanted).elements()), where)
                continue
            tally.there += true is not None
            if fact is None or not isinstance(fact.value, str):
                if true is not None:
                    self.note(name, true, None, where)
                continue
            if true is not None and same(name, true, fact.value):
                tally.right += 1
            elif not any(same(name, other, fact.value) for other in part.also_right.get(name, ())):
                tally.wrong += 1
                self.note(name, true, fact.value, where)
            elif true is not None:
                tally.right += 1

    def note(self, name: str, true: object, got: object, where: str) -> None:
        """Keep an example of a missing or wrong value; both are invented."""
        if true or got:
            self.mistakes.append(f"{'absent' if not got else 'WRONG'}: {name} {true} read as {got} ({where})")


def rows(table: list[dict[str, str]] | tuple[dict[str, str], ...]) -> Counter[tuple[str, str]]:
    """Payroll deposits as date and amount; their words are not compared."""
    return Counter((row.get("date", ""), row.get("amount", "")) for row in table)


def same(name: str, true: str, got: str) -> bool:
    """Amounts and dates exactly; names in any order and case; words without case, spaces and punctuation."""
    if name in NAMES:
        return sorted(folded(true).split()) == sorted(folded(got).split())
    if name in WORDS:
        return folded(true).replace(" ", "") == folded(got).replace(" ", "")
    if name == "document_subtype":
        return kind_of_card(true) == kind_of_card(got)
    return true == got


def folded(words: str) -> str:
    """Lower case without diacritics; punctuation becomes nothing, hyphens a space."""
    plain = unicodedata.normalize("NFKD", words.casefold().replace("ø", "o").replace("-", " "))
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ")


def kind_of_card(words: str) -> str:
    """Driver licence, passport or identification card, however it is spelled."""
    lower = words.lower()
    return "driver" if "driv" in lower else "passport" if "passport" in lower else "card"


def summed(tallies: Mapping[Key, Tally], *places: int) -> dict[tuple[str, ...], Tally]:
    """The tallies added up over all but some places of the key."""
    sums: defaultdict[tuple[str, ...], Tally] = defaultdict(Tally)
    for key, tally in tallies.items():
        sums[tuple(key[place] for place in places)].add(tally)
    return dict(sorted(sums.items()))
