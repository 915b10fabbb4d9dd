"""The numbers that turn facts into points, kept as data so that every verdict can name the version it was made with."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, get_type_hints


class UnknownPolicy(ValueError):
    """There is no policy of this name, or one of its values is not a known setting."""


@dataclass(frozen=True, slots=True)
class Step:
    at_least: Decimal
    points: int


@dataclass(frozen=True, slots=True)
class IncomePolicy:
    max_points: int
    steps: tuple[Step, ...]
    otherwise: int
    requirement: Decimal
    unusual_ratio: Decimal


@dataclass(frozen=True, slots=True)
class EmploymentPolicy:
    max_points: int
    long_months: int
    long_points: int
    medium_months: int
    medium_points: int
    self_employed_points: int
    short_points: int
    none_points: int


@dataclass(frozen=True, slots=True)
class CompletenessPolicy:
    """`required` maps a document type to how many of it are needed."""

    max_points: int
    one_missing: int
    more_missing: int
    required: Mapping[str, int]
    required_self_employed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TallyPolicy:
    """Full points for none, `one` for one, `more` for two and above."""

    max_points: int
    one: int
    more: int

    def points(self, count: int) -> int:
        return self.max_points if count == 0 else self.one if count == 1 else self.more


@dataclass(frozen=True, slots=True)
class HealthPolicy:
    max_points: int
    steps: tuple[Step, ...]
    otherwise: int


@dataclass(frozen=True, slots=True)
class CapPolicy:
    incomplete: int
    strong: int
    absence_floor: int


@dataclass(frozen=True, slots=True)
class LabelPolicy:
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class RecencyPolicy:
    """Days before the day of the evaluation; `statement_coverage` is the span that statements should cover."""

    paystub: int
    paystub_limit: int
    bank_statement: int
    employment_letter: int
    statement_coverage: int


@dataclass(frozen=True, slots=True)
class CheckPolicy:
    """`field_confidence` is what a value needs before a check relies on it; amounts are in dollars."""

    field_confidence: Decimal
    money_tolerance: Decimal
    letter_tolerance: Decimal
    deposit_working_days: int
    picture_confidence: Decimal


@dataclass(frozen=True, slots=True)
class Policy:
    """One published version of the scorecard."""

    version: str
    income: IncomePolicy
    employment: EmploymentPolicy
    completeness: CompletenessPolicy
    authenticity: TallyPolicy
    health: HealthPolicy
    consistency: TallyPolicy
    caps: CapPolicy
    labels: LabelPolicy
    recency: RecencyPolicy
    checks: CheckPolicy


def load_policy(name: str = "default-1", changes: Mapping[str, Any] | None = None) -> Policy:
    """The policy of this name; `changes` are a site's own values, in the shape of the file.

    A changed policy gets a version of its own ("default-1+3f9a0c21"), derived from the changes. Raises `UnknownPolicy`.
    """
    table = _table(name)
    if not changes:
        return _policy(table)
    digest = hashlib.sha256(json.dumps(changes, sort_keys=True, default=str).encode()).hexdigest()[:8]
    return _policy(_merged(table, changes) | {"version": f"{table['version']}+{digest}"})


def _policy(table: Mapping[str, Any]) -> Policy:
    built: Policy = _build(Policy, table)
    return built


@cache
def _table(name: str) -> dict[str, Any]:
    path = files("app.screening").joinpath("policies", f"{name}.toml")
    if "/" in name or not path.is_file():
        raise UnknownPolicy(f"There is no policy named {name}.")
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _merged(table: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(table)
    for key, value in changes.items():
        if key not in table or key == "version":
            raise UnknownPolicy(f"The policy has no setting named {key}.")
        nested = isinstance(table[key], dict) and isinstance(value, Mapping) and not key.startswith("required")
        merged[key] = _merged(table[key], value) if nested else value
    return merged


def _build(kind: Any, table: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    unknown = set(table) - set(hints)
    missing = set(hints) - set(table)
    if unknown or missing:
        raise UnknownPolicy(f"Unknown or missing settings: {', '.join(sorted(unknown | missing))}.")
    return kind(**{item.name: _value(hints[item.name], table[item.name]) for item in fields(kind)})


def _value(hint: Any, value: Any) -> Any:
    if is_dataclass(hint):
        return _build(hint, value)
    if hint is Decimal:
        return Decimal(str(value))
    if hint == tuple[Step, ...]:
        return tuple(_build(Step, step) for step in value)
    return value
