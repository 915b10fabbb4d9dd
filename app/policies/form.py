"""What a manager may change of a policy: as a form and back, with a sentence for each value that is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from app.errors import ValidationFailed
from app.screening.policy import Policy, load_policy


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of the form. `path` leads to it in the policy; `unit` stands behind its field."""

    name: str
    words: str
    path: tuple[str, ...]
    least: Decimal
    most: Decimal
    unit: str = ""
    is_whole: bool = True


REQUIRED = {
    "government_id": ("Photo ID", 2),
    "paystub": ("Pay stubs", 6),
    "bank_statement": ("Bank statements", 6),
    "employment_letter": ("Employment letter", 1),
    "tax_return": ("Tax return", 2),
}
"""Each type with its words and how many may be asked for."""
RATIOS = ("income_full", "income_medium", "income_low")
_OLD = "days old"
SETTINGS = (
    Setting("income_full", "Full points from", ("income",), Decimal("1.5"), Decimal(6), "× rent", is_whole=False),
    Setting("income_medium", "Two thirds from", ("income",), Decimal(1), Decimal(6), "× rent", is_whole=False),
    Setting("income_low", "One third from", ("income",), Decimal("0.5"), Decimal(6), "× rent", is_whole=False),
    Setting("label_a", "Label A from", ("labels", "a"), Decimal(51), Decimal(100), "points"),
    Setting("label_b", "Label B from", ("labels", "b"), Decimal(1), Decimal(99), "points"),
    Setting("paystub_days", "Newest pay stub at most", ("recency", "paystub"), Decimal(7), Decimal(60), _OLD),
    Setting("statement_days", "Statement at most", ("recency", "bank_statement"), Decimal(14), Decimal(180), _OLD),
    Setting("letter_days", "Letter at most", ("recency", "employment_letter"), Decimal(14), Decimal(365), _OLD),
)  # fmt: skip


def values_of(policy: Policy) -> dict[str, str]:
    """What the form shows for a policy, by field name."""
    steps = [format(step.at_least.normalize(), "f") for step in policy.income.steps]
    shown = {name: str(policy.completeness.required.get(name, 0)) for name in REQUIRED}
    shown |= dict(zip(RATIOS, steps, strict=True))
    for setting in SETTINGS:
        if len(setting.path) == 2:
            shown[setting.name] = str(getattr(getattr(policy, setting.path[0]), setting.path[1]))
    return shown


def changes_from(given: Mapping[str, str]) -> dict[str, Any]:
    """The changes to lay over the published policy, in its shape. Raises ValidationFailed with `fields`."""
    wrong: dict[str, str] = {}
    numbers = {item.name: _number(given.get(item.name, ""), item, wrong) for item in SETTINGS}
    required = {
        name: _number(given.get(name, ""), Setting(name, words, (), Decimal(0), Decimal(most)), wrong)
        for name, (words, most) in REQUIRED.items()
    }
    if not wrong:
        _check_together(numbers, required, wrong)
    if wrong:
        raise ValidationFailed("Look at the marked values.", fields=wrong)
    return _shape(numbers, {name: int(count) for name, count in required.items() if count})


def _number(text: str, setting: Setting, wrong: dict[str, str]) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not setting.least <= number <= setting.most:
        wrong[setting.name] = f"Give a number from {setting.least} to {setting.most}."
    elif setting.is_whole and number != int(number):
        wrong[setting.name] = "Give a whole number."
    elif number != round(number, 2):
        wrong[setting.name] = "Give at most two decimals."
    return number


def _check_together(numbers: Mapping[str, Decimal], required: Mapping[str, Decimal], wrong: dict[str, str]) -> None:
    if not numbers["income_full"] > numbers["income_medium"] > numbers["income_low"]:
        wrong["income_medium"] = "The three income levels must go down."
    if numbers["label_a"] <= numbers["label_b"]:
        wrong["label_b"] = "Label B must begin below label A."
    if not any(required.values()):
        wrong["government_id"] = "Ask for at least one document."


def _shape(numbers: Mapping[str, Decimal], required: dict[str, int]) -> dict[str, Any]:
    published = load_policy()
    points = [step.points for step in published.income.steps]
    steps = [{"at_least": str(numbers[name]), "points": each} for name, each in zip(RATIOS, points, strict=True)]
    own_boss = {name: count for name, count in required.items() if name != "paystub"}
    own_boss["tax_return"] = max(1, required.get("tax_return", 0))
    changes: dict[str, Any] = {
        "income": {"steps": steps, "requirement": str(numbers["income_full"])},
        "completeness": {"required": required, "required_self_employed": own_boss},
    }
    for setting in SETTINGS:
        if len(setting.path) == 2:
            changes.setdefault(setting.path[0], {})[setting.path[1]] = int(numbers[setting.name])
    changes["recency"]["paystub_limit"] = max(published.recency.paystub_limit, changes["recency"]["paystub"])
    return changes
