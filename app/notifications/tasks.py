"""Tasks: what a person of the site should do; listed, done, and opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.database import look_up, write_transaction
from app.errors import NotFound
from app.notifications.tables import AgentTask
from app.sites.audit import record

MOST_LISTED = 20
UNDO_TIME = timedelta(minutes=10)
Row = dict[str, Any]


class TaskNotFound(NotFound):
    """There is no such task for you at this site."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """`open` are a person's and the site's own, the oldest first, `more` how many are not listed; `done` are those that
    the person finished in the last minutes, which may be undone. `lead_id` is empty for the whole site."""

    open: list[Row]
    more: int
    done: list[Row]
    lead_id: str = ""


async def list_tasks(site_id: str, user_id: str, now: datetime, *, lead_id: str = "") -> Tasks:
    """What waits for this person, or, of one lead, for anybody."""
    about, values = ("t.lead_id = {}", lead_id) if lead_id else ("(t.user_id IS NULL OR t.user_id = {})", user_id)
    rows = await look_up(
        f"{_SELECT}, count(*) OVER () AS total FROM agent_tasks t LEFT JOIN leads l ON l.id = t.lead_id"
        f" WHERE t.site_id = {{}} AND t.done_at IS NULL AND {about} ORDER BY t.created_at, t.id LIMIT {{}}",
        site_id, values, MOST_LISTED,
    )  # fmt: skip
    done = await look_up(
        f"{_SELECT} FROM agent_tasks t LEFT JOIN leads l ON l.id = t.lead_id"
        f" WHERE t.site_id = {{}} AND t.done_by = {{}} AND t.done_at > {{}} AND {about}"
        " ORDER BY t.done_at DESC LIMIT 3",
        site_id, user_id, now - UNDO_TIME, values,
    )  # fmt: skip
    return Tasks(rows, rows[0]["total"] - len(rows) if rows else 0, done, lead_id)


async def finish_task(site_id: str, user_id: str, task_id: str, now: datetime, request_id: str = "") -> Row:
    """Done; a second time changes nothing. Returns its columns. Raises TaskNotFound."""
    return await _set(site_id, user_id, task_id, now, user_id, "task_done", now, request_id)


async def reopen_task(site_id: str, user_id: str, task_id: str, now: datetime, request_id: str = "") -> Row:
    """Open again. Returns its columns. Raises TaskNotFound."""
    return await _set(site_id, user_id, task_id, None, "", "task_reopened", now, request_id)


async def _set(
    site_id: str,
    user_id: str,
    task_id: str,
    done_at: datetime | None,
    done_by: str,
    action: str,
    now: datetime,
    request_id: str,
) -> Row:
    async with write_transaction():
        state = "IS NULL" if done_at else "IS NOT NULL"
        changed = await AgentTask.raw(
            f"UPDATE agent_tasks SET done_at = {{}}, done_by = {{}} WHERE id = {{}} AND site_id = {{}}"  # noqa: S608
            f" AND done_at {state} RETURNING id",
            done_at, done_by, task_id, site_id,
        )  # fmt: skip
        rows = await AgentTask.raw("SELECT * FROM agent_tasks WHERE id = {} AND site_id = {}", task_id, site_id)
        if not rows:
            raise TaskNotFound
        if changed:
            await record(site_id, user_id, action, rows[0]["lead_id"] or task_id, now,
                         details={"task_id": task_id}, request_id=request_id)  # fmt: skip
    found: Row = rows[0]
    return found


_SELECT = "SELECT t.id, t.text, t.lead_id, t.user_id, t.created_at, t.done_at, l.first_name, l.last_name"
