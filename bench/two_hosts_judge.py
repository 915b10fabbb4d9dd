"""What must hold when all machines are together again: nothing lost, nothing doubled, everybody told in time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.two_hosts_traffic import Answer, Traffic

LONGEST_PAGE = 25.0
"""Seconds: ten until the kernel gives a connection up, or five to connect, plus what a loaded machine adds."""
SENTENCES = ("does not answer at the moment", "No answer from")
LOST = {
    "a job is still open": "SELECT id FROM ai_evaluation_jobs WHERE status IN ('pending', 'processing')",
    "a job failed without a code": "SELECT id FROM ai_evaluation_jobs WHERE status = 'failed' AND error_code IS NULL",
    "a job has no evaluation of its own, or several": "SELECT j.id FROM ai_evaluation_jobs j"
    " LEFT JOIN lead_ai_evaluations e ON e.workflow_instance_id = j.id WHERE j.status = 'completed'"
    " GROUP BY j.id, j.evaluation_id HAVING count(e.id) <> 1 OR min(e.id) <> j.evaluation_id",
    "a failed job has an evaluation": "SELECT e.id FROM lead_ai_evaluations e JOIN ai_evaluation_jobs j"
    " ON j.id = e.workflow_instance_id WHERE j.status <> 'completed'",
    "the counter is not the number of completed jobs": "SELECT site_id FROM ai_evaluation_usage WHERE evaluation_count"
    " <> (SELECT count(*) FROM ai_evaluation_jobs WHERE status = 'completed')",
    "a lead is still being evaluated": "SELECT id FROM leads WHERE status = 'ai_evaluating'",
    "somebody was told twice or not at all": "SELECT 1 AS n WHERE (SELECT count(*) FROM notifications"
    " WHERE kind LIKE 'evaluation%') <> (SELECT count(*) FROM ai_evaluation_jobs)",
    "an upload is there twice": "SELECT sha256 FROM lead_documents GROUP BY sha256 HAVING count(*) > 1",
}


@dataclass(frozen=True)
class Judged:
    """Figures to print, and the sentences of what is wrong."""

    figures: dict[str, Any]
    wrong: list[str]


async def judge(traffic: Traffic, longest: float) -> Judged:
    """Look through database and store; needs the settings of the installation in the environment.

    `longest` is how many seconds an answer may take.
    """
    wrong = [sentence for sentence, query in LOST.items() if await rows(query)]
    known = {row["id"] for row in await rows("SELECT id FROM ai_evaluation_jobs")}
    if lost := traffic.accepted - known:
        wrong.append(f"{len(lost)} jobs were promised and are not there")
    wrong += await _store()
    figures = {
        "promised": len(traffic.accepted),
        "jobs": dict(Counter(
            f"{row['status']} {row['error_code'] or ''}".strip()
            for row in await rows("SELECT status, CASE WHEN status = 'failed' THEN error_code END AS error_code"
                                  " FROM ai_evaluation_jobs")
        )),
        "evaluations": (await rows("SELECT count(*) AS n FROM lead_ai_evaluations"))[0]["n"],
        "steps tried again": (await rows("SELECT count(*) AS n FROM ai_evaluation_steps WHERE attempts > 1"))[0]["n"],
        "uploads on the purge list": (await rows("SELECT count(*) AS n FROM store_purges"))[0]["n"],
    }  # fmt: skip
    return Judged(figures, [*wrong, *_answers(traffic.answers, longest)])


async def rows(query: str) -> list[dict[str, Any]]:
    from app.jobs.tables import EvaluationJob

    found: list[dict[str, Any]] = await EvaluationJob.raw(query)
    return found


async def _store() -> list[str]:
    from app.storage import current_store

    named = {row["storage_key"] for row in await rows("SELECT storage_key FROM lead_documents")}
    purged = {row["storage_key"] for row in await rows("SELECT storage_key FROM store_purges")}
    there = {key for key in await current_store().list_keys() if key.startswith("obj_")}
    wrong = []
    if named - there:
        wrong.append(f"{len(named - there)} documents have no bytes")
    if there - named - purged:
        wrong.append(f"{len(there - named - purged)} stored uploads are nobody's, and would stay for ever")
    return wrong


def _answers(answers: list[Answer], longest: float) -> list[str]:
    """Nobody waits for ever; whoever is refused is told why."""
    wrong = set()
    for answer in answers:
        if answer.status and answer.phase != "web" and answer.seconds > longest:
            wrong.add(f"{answer.what} took {answer.seconds:.0f} s while cut off: {answer.phase}")
        if answer.status >= 500 and answer.status != 503:
            wrong.add(f"{answer.what} answered {answer.status} while cut off: {answer.phase}: {answer.said[:120]}")
        if answer.status == 503 and not any(sentence in answer.said for sentence in SENTENCES):
            wrong.add(f"{answer.what} gave no clear sentence but: {answer.said[:120]}")
        if answer.status == 0 and answer.phase != "web":
            wrong.add(f"{answer.what} got no answer at all while cut off: {answer.phase}")
    if any(it.phase == "services" for it in answers):
        told = {it.what for it in answers if (it.phase, it.status) == ("services", 503)}
        for kind in ({"/ready"}, {"upload", "one more upload"}, {"list of leads", "a lead"}):
            if not kind & told:
                wrong.add(f"{' or '.join(sorted(kind))} never said that the services are away")
    return sorted(wrong)


def table(answers: list[Answer]) -> list[str]:
    """For each phase and kind of request: how many, what they got, how long they took."""
    lines = [f"{'cut off':<17}{'request':<24}{'answers':<34}{'median':>8}{'longest':>9}"]
    for key in dict.fromkeys((it.phase, it.what) for it in answers):
        found = [it for it in answers if (it.phase, it.what) == key]
        got = ", ".join(f"{n} x {status or 'none'}" for status, n in sorted(Counter(it.status for it in found).items()))
        took = [it.seconds for it in found]
        lines.append(f"{key[0]:<17}{key[1]:<24}{got:<34}{median(took):>7.2f}s{max(took):>8.2f}s")
    return lines
