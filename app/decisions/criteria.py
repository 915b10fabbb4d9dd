"""The thresholds and weights that an evaluation was made with, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.policies.tables import PolicyVersion
from app.screening.policy import Policy, Step, TallyPolicy, UnknownPolicy, load_policy
from app.templating import words

Criterion = tuple[str, int, str]
"""Factor, its most points, and what gives how many."""


async def find_policy(site_id: str, version: str) -> Policy | None:
    """The policy of this version, published or the site's own; None when it is not known any more."""
    try:
        return load_policy(version)
    except UnknownPolicy:
        pass
    rows = await PolicyVersion.raw(
        "SELECT name, base, changes FROM policy_versions WHERE site_id = {} ORDER BY number DESC", site_id
    )
    for row in rows:
        try:
            policy = load_policy(row["base"], json.loads(row["changes"], parse_float=Decimal))
        except UnknownPolicy:
            continue
        if version in (row["name"], policy.version):
            return policy
    return None


def criteria_of(policy: Policy) -> list[Criterion]:
    """Every factor of the scorecard, in its order."""
    work, rent = policy.employment, "as a multiple of the rent that the applicant pays"
    return [
        ("income_verification", policy.income.max_points,
         _steps(policy.income.steps, policy.income.otherwise, f"monthly income {rent}")),
        ("employment_stability", work.max_points,
         f"More than {work.long_months} months: {work.long_points}; {work.medium_months} months or more:"
         f" {work.medium_points}; self-employed with proof: {work.self_employed_points}; shorter: {work.short_points};"
         f" no employment shown: {work.none_points}."),
        ("document_completeness", policy.completeness.max_points,
         f"Required: {_listed(policy.completeness.required)} (self-employed:"
         f" {_listed(policy.completeness.required_self_employed)}; no pay stubs of who lives on benefits or a pension)."
         f" Statements that tell fewer than {policy.recency.statement_coverage} days leave one missing."
         f" One missing: {policy.completeness.one_missing}; more: {policy.completeness.more_missing}."),
        ("document_authenticity", policy.authenticity.max_points,
         _tally(policy.authenticity, "observation that a person must look at")),
        ("financial_health", policy.health.max_points,
         _steps(policy.health.steps, policy.health.otherwise, f"bank balance {rent}")),
        ("application_consistency", policy.consistency.max_points, _tally(policy.consistency, "disagreement")),
    ]  # fmt: skip


def labels_in_words(policy: Policy) -> str:
    """How points become a label, and the caps."""
    return (
        f"A from {policy.labels.a} points of 100, B from {policy.labels.b}, C below. An incomplete application is"
        f" capped at {policy.caps.incomplete} and is never a C for being incomplete; a strong observation caps it at"
        f" {policy.caps.strong}. A factor that could not be assessed leaves the sum."
    )


def _steps(steps: Sequence[Step], otherwise: int, what: str) -> str:
    told = "; ".join(f"{step.at_least} or more: {step.points}" for step in steps)
    return f"{what[:1].upper()}{what[1:]}. {told}; less: {otherwise}."


def _tally(tally: TallyPolicy, what: str) -> str:
    return f"No {what}: {tally.max_points}; one: {tally.one}; more: {tally.more}."


def _listed(required: Mapping[str, int]) -> str:
    return ", ".join(f"{count} × {words(kind)}" for kind, count in required.items())
