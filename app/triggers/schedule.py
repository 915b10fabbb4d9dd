"""The schedule process-triggers: which trigger would act on which cause now, and acting on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.schedules.schedule import Change, Plan, Schedule, SkipChange
from app.triggers.actions import act, log_execution
from app.triggers.conditions import Facts, Finding, find
from app.triggers.facts import ABOUT_LEADS, gather
from app.triggers.find import Quiet, TriggerNotFound, list_triggers, lock_trigger, quiet_about, quiet_causes
from app.triggers.tables import Condition, ExecutionStatus
from app.triggers.words import ACTIONS, CONDITIONS

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Firing:
    """What one trigger would do now: the `findings` it would act on, how many it holds back and why."""

    trigger: Row
    findings: Sequence[Finding]
    held_back: dict[str, int]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What all of them would do, and how many records were looked at for it."""

    firings: Sequence[Firing]
    looked_at: int


async def what_would_fire(site_id: str, triggers: Sequence[Row], now: datetime) -> Outlook:
    """For each of these triggers, switched on or not. The run, its dry run and the page's preview all ask this."""
    facts = await gather(site_id, {Condition(trigger["condition"]) for trigger in triggers}, now)
    quiet = await quiet_causes(site_id, triggers, now)
    return Outlook([_firing(trigger, facts, quiet, now) for trigger in triggers], facts.size)


async def plan(site_id: str, now: datetime) -> Plan:
    """A change for each cause that a switched-on trigger would act on, at most its limit for a run."""
    triggers = [trigger for trigger in await list_triggers(site_id) if trigger["is_on"]]
    outlook = await what_would_fire(site_id, triggers, now)
    changes = [_change(firing.trigger, finding) for firing in outlook.firings for finding in firing.findings]
    lines = [_line(firing, why, number) for firing in outlook.firings for why, number in firing.held_back.items()]
    return Plan(outlook.looked_at, changes, lines)


async def apply(site_id: str, change: Change, now: datetime) -> None:
    """Act, and log it. Raises SkipChange where the trigger changed or the condition is not met any more."""
    try:
        trigger = await lock_trigger(site_id, change.data["trigger_id"])
    except TriggerNotFound as error:
        raise SkipChange("The trigger was deleted.") from error
    subject = change.data["subject"]
    why_not, finding = await _look_again(site_id, trigger, subject, now)
    if finding is None:
        await log_execution(trigger, subject, ExecutionStatus.skipped, why_not, now)
        raise SkipChange(why_not)
    failure = await act(trigger, finding, now)
    status = ExecutionStatus.failed if failure else ExecutionStatus.success
    await log_execution(trigger, subject, status, failure or finding.text, now)
    if failure:
        raise SkipChange(failure)


async def _look_again(site_id: str, trigger: Row, subject: str, now: datetime) -> tuple[str, Finding | None]:
    """The finding, if the trigger may still act on it, else why not: time has passed since the plan."""
    if not trigger["is_on"]:
        return "The trigger was switched off.", None
    quiet = await quiet_about(trigger, subject, now)
    if why := quiet.why(trigger, subject, now):
        return f"It is {why}.", None
    condition = Condition(trigger["condition"])
    facts = await gather(site_id, {condition}, now, lead_id=subject if condition in ABOUT_LEADS else None)
    found = {finding.subject: finding for finding in find(condition, trigger["threshold"], facts, now)}
    return "The condition is not met any more.", found.get(subject)


def _firing(trigger: Row, facts: Facts, quiet: Quiet, now: datetime) -> Firing:
    may_act: list[Finding] = []
    held_back: dict[str, int] = {}
    for finding in find(Condition(trigger["condition"]), trigger["threshold"], facts, now):
        why = quiet.why(trigger, finding.subject, now)
        if not why and len(may_act) >= trigger["most_per_run"]:
            why = f"over the limit of {trigger['most_per_run']} a run"
        if why:
            held_back[why] = held_back.get(why, 0) + 1
        else:
            may_act.append(finding)
    return Firing(trigger, may_act, held_back)


def _change(trigger: Row, finding: Finding) -> Change:
    text = f"{ACTIONS[trigger['action']][0]}: {finding.text}"
    return Change(finding.subject, text, {"trigger_id": trigger["id"], "subject": finding.subject})


def _line(firing: Firing, why: str, number: int) -> str:
    words = CONDITIONS[firing.trigger["condition"]]
    action = ACTIONS[firing.trigger["action"]][0].lower()
    return f"{words.name}, {action}: {number} held back, {why}."


PROCESS_TRIGGERS = Schedule(
    name="process-triggers",
    title="Process triggers",
    about="Looks at every trigger's condition and acts: a task, a notification, a mail or a webhook.",
    cron="0 */6 * * *",
    plan=plan,
    apply=apply,
    is_nightly=False,
)
