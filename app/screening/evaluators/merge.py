"""The local reading and the model's answer become one set of facts; where they differ the local reading stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.screening.evaluators.fields import FIELDS
from app.screening.evaluators.on_page import find_on, in_contract_form
from app.screening.facts.labels import squeeze
from app.screening.facts.lines import Sheet
from app.screening.facts.trusted import ENOUGH, decimal_of
from app.screening.verdict import Document, Fact, Unconfirmed

SUREST = 0.99
NOT_ON_PAGE = "not_on_page"
DIFFERS = "differs_from_page"


@dataclass(frozen=True, slots=True)
class Merged:
    """`document` has only facts that count or were there before; `unconfirmed` is shown and never counted."""

    document: Document
    unconfirmed: tuple[Unconfirmed, ...]
    agreed: int
    added: int


def merge(document: Document, answer: Mapping[str, str], sheets: Sequence[Sheet]) -> Merged:
    """Agreement halves what the confidence lacks to 1. A value that only the model has counts where the page shows it.

    A fact that the page itself disputes (confidence below one half) stays disputed: a model that was given the same
    text is no second witness.
    """
    facts, unconfirmed, agreed = dict(document.fields), [], 0
    found: dict[str, Fact] = {}
    for name, said in answer.items():
        form = FIELDS[document.document_type][name][0]
        value, local = in_contract_form(form, said), document.fields.get(name)
        if not value:
            continue
        if local is not None and _is_same(local, value):
            facts[name] = _surer(local)
            agreed += 1
        elif local is not None:
            unconfirmed.append(Unconfirmed(name, value, DIFFERS))
        elif (fact := find_on(sheets, name, form, value)) and not _is_taken(document, fact):
            found[name] = fact
        else:
            unconfirmed.append(Unconfirmed(name, value, NOT_ON_PAGE))
    found, doubtful = _coherent(facts, found)
    unconfirmed += [Unconfirmed(name, str(fact.value), DIFFERS) for name, fact in doubtful.items()]
    return Merged(replace(document, fields={**facts, **found}), tuple(unconfirmed), agreed, len(found))


def _is_same(local: Fact, value: str) -> bool:
    if not isinstance(local.value, str):
        return False
    one, other = decimal_of(local.value), decimal_of(value)
    if one is not None and other is not None:
        return one == other
    return squeeze(local.value) == squeeze(value)


def _surer(fact: Fact) -> Fact:
    if fact.confidence < ENOUGH:
        return fact
    return replace(fact, confidence=max(fact.confidence, min(SUREST, round((1 + fact.confidence) / 2, 3))))


def _is_taken(document: Document, fact: Fact) -> bool:
    """Whether the local reading uses this very place for another field."""
    return any(
        other.box == fact.box and other.page == fact.page for other in document.fields.values() if other.box is not None
    )


def _coherent(facts: dict[str, Fact], found: dict[str, Fact]) -> tuple[dict[str, Fact], dict[str, Fact]]:
    """What was found, without amounts that cannot be what they are said to be beside the others."""
    both = {**facts, **found}
    wrong: set[str] = set()
    for less, more in _NEVER_MORE:
        one, other = _amount(both.get(less)), _amount(both.get(more))
        if one is not None and other is not None and one > other:
            wrong |= {less, more} & found.keys()
    gross, net, taken = (_amount(both.get(name)) for name in ("gross_pay", "net_pay", "deductions_total"))
    if gross is not None and net is not None and taken is not None and abs(gross - net - taken) > _CENTS:
        wrong |= {"deductions_total"} & found.keys()
    return (
        {name: fact for name, fact in found.items() if name not in wrong},
        {name: fact for name, fact in found.items() if name in wrong},
    )


_CENTS = Decimal("0.02")
"""As in the check of net pay; with reimbursements or split totals a model's sum of deductions is left unconfirmed."""
_NEVER_MORE = (("net_pay", "gross_pay"), ("gross_pay", "ytd_gross"), ("deductions_total", "gross_pay"))
"""The first of a pair is never more than the second on a pay stub without reimbursements."""


def _amount(fact: Fact | None) -> Decimal | None:
    return decimal_of(fact.value) if fact and isinstance(fact.value, str) else None
