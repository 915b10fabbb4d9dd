"""Conditions and actions in the words of the page, with the unit and the bounds of each threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.triggers.conditions import count
from app.triggers.tables import Action, Condition


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """`sentence` takes the threshold with its unit; `usual` is the threshold that a new trigger starts with; `subject`
    stands over a mail, and tells no result."""

    name: str
    sentence: str
    unit: str
    usual: int
    least: int
    most: int
    subject: str


CONDITIONS: dict[Condition, ConditionWords] = {
    Condition.lead_inactive: ConditionWords(
        "Lead without activity", "When a lead has had no activity for {}", "day", 45, 1, 3650, "A lead without activity"
    ),
    Condition.documents_not_evaluated: ConditionWords(
        "Documents complete, not evaluated",
        "When a lead's documents look complete and have not been evaluated for {}",
        "hour",
        24,
        1,
        8760,
        "Documents wait to be evaluated",
    ),
    Condition.label_a_not_contacted: ConditionWords(
        "Label A not contacted",
        "When a lead with label A has not been contacted for {}",
        "hour",
        24,
        1,
        8760,
        "A lead waits to hear from you",
    ),
    Condition.verification_waiting: ConditionWords(
        "Evaluation needs a check",
        "When an evaluation has needed a person's check for {}",
        "day",
        3,
        1,
        3650,
        "An evaluation needs a check",
    ),
    Condition.low_supply: ConditionWords(
        "Low supply",
        "When few or no units of a kind have been left to let for {}",
        "day",
        0,
        0,
        3650,
        "Few units left to let",
    ),
    Condition.quota_high: ConditionWords(
        "Quota used",
        "When more than {} of the month's evaluations are used",
        "%",
        80,
        1,
        99,
        "The quota is nearly used up",
    ),
}

ACTIONS: dict[Action, tuple[str, str]] = {
    Action.task: ("Task", "make a task for its agent"),
    Action.notification: ("Notification", "notify its agent"),
    Action.mail: ("Mail", "send its agent a mail"),
    Action.webhook: ("Webhook", "call the webhook"),
}
FOR_MANAGERS = {
    Action.task: "make a task for the site",
    Action.notification: "notify the managers",
    Action.mail: "send the managers a mail",
}
OF_THE_SITE = {Condition.low_supply, Condition.quota_high}
"""Conditions that are about no lead, so that no agent is theirs."""


def sentence(trigger: Mapping[str, Any]) -> str:
    """`When a lead has had no activity for 45 days → make a task for its agent`."""
    condition, action = Condition(trigger["condition"]), Action(trigger["action"])
    words = CONDITIONS[condition]
    deed = ACTIONS[action][1]
    if host := urlsplit(trigger.get("webhook_url", "")).hostname:
        deed = f"call {host}"  # the rest of an address may be a secret
    if condition in OF_THE_SITE:
        deed = FOR_MANAGERS.get(action, deed)
    return f"{_when(words, trigger['threshold'])} → {deed}"


def span(hours: int) -> str:
    """`7 days`, `36 hours`: whole days as days."""
    return count(hours // 24, "day") if hours and hours % 24 == 0 else count(hours, "hour")


def _when(words: ConditionWords, threshold: int) -> str:
    if words.unit == "%":
        return words.sentence.format(f"{threshold} %")
    if threshold == 0:
        return words.sentence.removesuffix(" for {}").replace("have been left", "are left")
    return words.sentence.format(count(threshold, words.unit))
