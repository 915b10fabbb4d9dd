"""Each rule of the alarms, at the facts that open it and at those that close it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.alerts.facts import Facts, RunFact, ScheduleFacts
from app.alerts.rules import judge
from app.alerts.tables import AlertRule, Severity

A_DAY = timedelta(days=1)


def runs(now: datetime, *words: dict[str, Any]) -> list[RunFact]:
    """Newest first, a day apart, the newest an hour ago; each completed with 100 records in 10 seconds unless it says."""
    usual = {"status": "completed", "is_waiting": False, "processed": 100, "changed": 10, "duration_ms": 10_000}
    moments = [now - timedelta(hours=1) - A_DAY * place for place in range(len(words))]
    return [RunFact(due_at=at, started_at=at, **{**usual, **said}) for at, said in zip(moments, words, strict=True)]


def found(now: datetime, *words: dict[str, Any], due: bool = True) -> set[AlertRule]:
    due_at = now - timedelta(hours=1) if due else None
    schedule = ScheduleFacts("oak", "toy", "Toy", due_at, runs(now, *words))
    return {finding.rule for finding in judge(Facts(now, ["oak"], [schedule]))}


FINE: dict[str, Any] = {}
FAILED = {"status": "failed", "processed": 0, "changed": 0}
USUAL = [FINE] * 6


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        (AlertRule.schedule_failing, [FAILED, FAILED, *USUAL], [FAILED, *USUAL]),
        (AlertRule.schedule_failing, [{"status": "running"}, FAILED, FAILED], [FINE, FAILED, FAILED]),
        (AlertRule.run_slow, [{"duration_ms": 30_001}, *USUAL], [{"duration_ms": 30_000}, *USUAL]),
        (AlertRule.run_slow, [{"status": "running"}, *USUAL], [{"status": "running", "is_waiting": True}, *USUAL]),
        (AlertRule.run_slow, [{"duration_ms": 90_000}, *USUAL], [{"duration_ms": 90_000}, *USUAL[:4]]),
        (AlertRule.many_records_failed, [{"changed": 88, "failed": 10, "skipped": 1}], [{"changed": 90, "failed": 10}]),
        (AlertRule.no_records, [{"processed": 0}, *USUAL], [FINE, {"processed": 0}, *USUAL]),
        (AlertRule.no_records, [{"processed": 0}, *USUAL], [{"processed": 0}, *USUAL[:3], *[{"processed": 0}] * 3]),
        (AlertRule.run_missed, [{"status": "running", "is_waiting": True}], [{"status": "running"}]),
        (AlertRule.run_missed, [], [FINE]),
    ],
)
def test_a_rule_of_schedules_opens_and_clears(
    now: datetime, rule: AlertRule, wrong: list[dict[str, Any]], right: list[dict[str, Any]]
) -> None:
    assert rule in found(now, *wrong)
    assert rule not in found(now, *right)


def test_nothing_is_missed_where_nothing_was_due(now: datetime) -> None:
    assert found(now, due=False) == set()


def test_a_due_run_may_take_ten_minutes_to_begin(now: datetime) -> None:
    for minutes, rules in ((9, set()), (11, {AlertRule.run_missed})):
        at = now - timedelta(minutes=minutes)
        absent = ScheduleFacts("oak", "toy", "Toy", at)
        waiting = replace(absent, runs=[RunFact(at, at, "running", is_waiting=True)])
        for schedule in (absent, waiting):
            assert {finding.rule for finding in judge(Facts(now, ["oak"], [schedule]))} == rules


def test_quick_runs_are_never_slow(now: datetime) -> None:
    assert found(now, {"duration_ms": 4000}, *[{"duration_ms": 10}] * 8) == set()


def test_an_evaluation_that_waits_over_the_limit(now: datetime) -> None:
    facts = Facts(
        now, ["oak", "elm"], waiting=[("oak", now - timedelta(minutes=22)), ("elm", now - timedelta(minutes=20))]
    )
    (finding,) = judge(facts)
    assert (finding.site_id, finding.rule, finding.severity) == ("oak", AlertRule.evaluation_waiting, Severity.critical)
    assert judge(replace(facts, sweep_gap=timedelta(hours=1))) == [], "an hourly sweep is no outage"


def test_outages_of_the_installation_are_told_to_every_site(now: datetime) -> None:
    facts = Facts(now, ["oak", "elm"], is_store_down=True, database_down_since=now - timedelta(minutes=3))
    told = {(finding.site_id, finding.rule) for finding in judge(facts)}
    rules = (AlertRule.store_unreachable, AlertRule.database_unreachable)
    assert told == {(site, rule) for site in ("oak", "elm") for rule in rules}
    assert judge(Facts(now, ["oak", "elm"])) == []


def test_no_sentence_is_longer_than_its_column(now: datetime) -> None:
    long = ScheduleFacts("oak", "toy", "T" * 60, now - A_DAY, runs(now, FAILED, FAILED))
    assert all(len(finding.text) <= 255 for finding in judge(Facts(now, ["oak"], [long])))
