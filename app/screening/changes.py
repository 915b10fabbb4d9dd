"""What would better a verdict, found by running the scorecard again on the case as it would then be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from app.screening.case import Case
from app.screening.policy import Policy
from app.screening.scorecard import BEST_FIRST, Scored, score
from app.screening.verdict import CheckResult, Outcome, Severity

_NEWER = {"documents_stale": "with a newer pay stub", "identity_document_expired": "with a valid ID"}
"""What to ask for where the only trouble is a document's age."""


@dataclass(frozen=True, slots=True)
class _Change:
    """`fact` is what changes in the case, `words` what an agent could ask for."""

    fact: str
    words: str
    apply: Callable[[Case], Case]


def changes_that_would_help(case: Case, policy: Policy) -> tuple[str, ...]:
    """Sentences on what would better label or recommendation: "With the missing documents (…) → A, 84 (approve)."

    Single changes first; where none is enough, all of them together.
    """
    now = score(case, policy)
    changes = _possible(case, policy)
    tried = [(change.words, score(change.apply(case), policy)) for change in changes]
    lines = [_line(words, after) for words, after in tried if _is_better(after, now)]
    if lines or len(changes) < 2:
        return tuple(lines)
    largest = {change.fact: change for change in changes}
    together = case
    for change in largest.values():
        together = change.apply(together)
    after = score(together, policy)
    return (_line("; ".join(change.words for change in largest.values()), after),) if _is_better(after, now) else ()


def _line(words: str, after: Scored) -> str:
    said = after.recommendation.value.replace("_", " ")
    return f"{words[0].upper()}{words[1:]} → {after.label.value}, {after.score} ({said})."


def _is_better(after: Scored, now: Scored) -> bool:
    is_sooner = BEST_FIRST.index(after.recommendation) < BEST_FIRST.index(now.recommendation)
    return after.label < now.label or (after.label == now.label and is_sooner)


def _possible(case: Case, policy: Policy) -> list[_Change]:
    """Each with the case as it would then be; only what is not already so, smaller changes of a fact first."""
    changes: list[_Change] = []
    if case.missing:
        changes.append(
            _Change(
                "missing",
                f"with the missing documents ({case.missing_in_words}) and these figures",
                partial(replace, missing=()),
            )
        )
    marked = {signal.code for signal in case.signals if signal.severity is not Severity.note}
    changes += [
        _Change(code, words, partial(_without, frozenset({code}))) for code, words in _NEWER.items() if code in marked
    ]
    if doubtful := marked - _NEWER.keys():
        words = "if the marked observations have an innocent cause"
        changes.append(_Change("results", words, partial(_without, frozenset(doubtful))))
    return changes + _income(case, policy) + _work(case, policy) + _balance(case, policy)


def _without(codes: frozenset[str], case: Case) -> Case:
    """The case without the signals of these codes."""
    return replace(case, results=tuple(_cleared(result, codes) for result in case.results))


def _cleared(result: CheckResult, codes: frozenset[str]) -> CheckResult:
    kept = tuple(signal for signal in result.signals if signal.code not in codes)
    if len(kept) == len(result.signals):
        return result
    return replace(result, outcome=result.outcome if kept else Outcome.consistent, signals=kept)


def _income(case: Case, policy: Policy) -> list[_Change]:
    monthly = case.income.monthly
    amounts = sorted(step.at_least * case.rent_basis for step in policy.income.steps)
    return [
        _Change(
            "income",
            f"a proven monthly income of ${amount:,.2f} or more",
            partial(replace, income=replace(case.income, monthly=amount)),
        )
        for amount in amounts
        if case.rent_basis and (monthly is None or amount > monthly)
    ]


def _work(case: Case, policy: Policy) -> list[_Change]:
    work, rule = case.employment, policy.employment
    if case.is_on_benefits or (work.months is not None and not work.is_at_least):
        return []
    wanted = ((rule.medium_months, ""), (rule.long_months + 1, "more than "))
    return [
        _Change(
            "employment",
            f"proof that the present work has lasted {more}{months - bool(more)} months",
            partial(replace, employment=replace(work, months=months)),
        )
        for months, more in wanted
        if months > (work.months or 0)
    ]


def _balance(case: Case, policy: Policy) -> list[_Change]:
    amounts = sorted(step.at_least * case.rent_basis for step in policy.health.steps)
    return [
        _Change(
            "balance", f"bank statements with a balance of ${amount:,.2f} or more", partial(replace, balance=amount)
        )
        for amount in amounts
        if case.balance is None or amount > case.balance
    ]
