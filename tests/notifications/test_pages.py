"""The bell, the page, the wishes and the tasks, as a person at a browser sees them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.clock import utc_now
from app.database import new_id, write_transaction
from app.notifications.notify import notify
from app.notifications.tables import AgentTask, Notification, NotificationKind, NotificationPreference
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.factories import World, make_lead


async def tell(world: World, cause: str, now: datetime, user_id: str = "", lead_id: str | None = None) -> str:
    async with write_transaction():
        await notify(
            world.oak.id, user_id or world.bob.id, cause, f"News about {cause}.", now, kind=NotificationKind.trigger, lead_id=lead_id
        )  # fmt: skip
    row = await Notification.select(Notification.id).where(Notification.cause == cause).first()
    return str(row["id"]) if row else ""


async def make_task(world: World, now: datetime, text: str = "Call back.", **more: Any) -> AgentTask:
    task = AgentTask(id=new_id("task"), site_id=world.oak.id, text=text, created_at=now, **more)
    await task.save()
    return task


async def test_the_bell_counts_and_answers_304_until_something_changes(app: Any, world: World, now: datetime) -> None:
    async with person(app, world.bob.email) as bob:
        empty = await bob.get("/sites/oak/notifications/bell")
        assert 'hx-trigger="every 60s"' in empty.text and "unread" not in empty.text
        await tell(world, "one", now)
        one = await bob.get("/sites/oak/notifications/bell", **{"if-none-match": empty.headers["etag"]})
        assert one.status_code == 200 and "Notifications, 1 unread" in one.text
        same = await bob.get("/sites/oak/notifications/bell", **{"if-none-match": one.headers["etag"]})
        assert (same.status_code, same.text) == (304, "")
        await bob.post("/sites/oak/notifications/read")
        changed = await bob.get("/sites/oak/notifications/bell", **{"if-none-match": one.headers["etag"]})
        assert changed.status_code == 200 and "unread" not in changed.text


async def test_every_page_has_the_bell(app: Any, world: World) -> None:
    async with person(app, world.bob.email) as bob:
        for path in ("/sites/oak", "/sites/oak/leads", "/sites/oak/notifications"):
            assert 'hx-trigger="load, every 60s"' in (await bob.get(path)).text


async def test_the_list_is_paged_and_read_one_by_one(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    for number in range(30):
        await tell(world, f"cause {number}", now + timedelta(minutes=number), lead_id=lead.id)
    async with person(app, world.bob.email) as bob:
        first = await bob.get("/sites/oak/notifications")
        assert first.text.count('class="note is-unread"') == 25 and "News about cause 29." in first.text
        assert f"/sites/oak/leads/{lead.id}" in first.text
        second = await bob.get("/sites/oak/notifications?page=2")
        assert second.text.count('class="note is-unread"') == 5
        assert (await bob.get("/sites/oak/notifications?page=nonsense")).status_code == 200
        row = await Notification.objects().where(Notification.cause == "cause 29").first()
        assert row is not None
        assert (await bob.post(f"/sites/oak/notifications/{row.id}/read")).status_code == 303
        assert "29 unread" in (await bob.get("/sites/oak/notifications")).text


async def test_nobody_reads_or_puts_away_what_somebody_else_was_told(app: Any, world: World, now: datetime) -> None:
    note_id = await tell(world, "private", now)
    async with person(app, world.alice.email) as alice:
        assert "private" not in (await alice.get("/sites/oak/notifications")).text
        assert (await alice.post(f"/sites/oak/notifications/{note_id}/read")).status_code == 404
        await alice.post("/sites/oak/notifications/read")
    async with person(app, world.charlie.email) as charlie:
        assert (await charlie.post(f"/sites/elm/notifications/{note_id}/read")).status_code == 404
    assert await Notification.count().where(Notification.read_at.is_null()) == 1


async def test_wishes_are_kept_for_the_site_with_a_row_in_the_audit(app: Any, world: World) -> None:
    async with person(app, world.bob.email) as bob:
        await bob.post("/sites/oak/notifications/preferences", {"kind": ["alert", "trigger", "nonsense"]})
        assert (await bob.post("/sites/oak/notifications/preferences")).status_code == 303
        await bob.post("/sites/oak/notifications/preferences", {"kind": "alert"})
        page = await bob.get("/sites/oak/notifications")
    wanted = await NotificationPreference.select(NotificationPreference.kind).where(
        NotificationPreference.by_mail.eq(True)
    )
    assert [row["kind"] for row in wanted] == ["alert"] and page.text.count("checked") == 1
    assert await AuditEntry.count().where(AuditEntry.action == "mail_preferences_changed") == 3


async def test_a_task_is_done_and_undone_on_the_overview(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    task = await make_task(world, now, lead_id=lead.id, user_id=world.bob.id)
    await make_task(world, now, "For Alice.", user_id=world.alice.id)
    async with person(app, world.bob.email) as bob:
        page = await bob.get("/sites/oak")
        assert "Call back." in page.text and "For Alice." not in page.text
        assert (await bob.post(f"/sites/oak/tasks/{task.id}/done")).headers["location"] == "/sites/oak"
        fragment = await bob.post(f"/sites/oak/tasks/{task.id}/done", **{"hx-request": "true"})
        assert fragment.status_code == 200 and 'id="tasks"' in fragment.text and "Undo" in fragment.text
        again = await bob.post(f"/sites/oak/tasks/{task.id}/reopen", **{"hx-request": "true"})
        assert "Undo" not in again.text and "Call back." in text_of(again)
    assert await AuditEntry.count().where(AuditEntry.action.is_in(["task_done", "task_reopened"])) == 2


async def test_on_the_page_of_its_lead_a_task_stays_there(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    task = await make_task(world, now, lead_id=lead.id)
    await make_task(world, now, "Something else.")
    async with person(app, world.bob.email) as bob:
        answer = await bob.post(f"/sites/oak/tasks/{task.id}/done", {"at": "lead"})
        assert answer.headers["location"] == f"/sites/oak/leads/{lead.id}"
        fragment = await bob.post(f"/sites/oak/tasks/{task.id}/reopen", {"at": "lead"}, **{"hx-request": "true"})
        assert "Call back." in fragment.text and "Something else." not in fragment.text


async def test_what_was_done_long_ago_is_not_offered_again(app: Any, world: World) -> None:
    await make_task(world, utc_now(), done_at=utc_now() - timedelta(minutes=11), done_by=world.bob.id)
    async with person(app, world.bob.email) as bob:
        assert "Undo" not in (await bob.get("/sites/oak")).text


async def test_a_task_of_another_site_does_not_exist(app: Any, world: World, now: datetime) -> None:
    task = await make_task(world, now)
    async with person(app, world.charlie.email) as charlie:
        for deed in ("done", "reopen"):
            assert (await charlie.post(f"/sites/elm/tasks/{task.id}/{deed}")).status_code == 404
            assert (await charlie.post(f"/sites/oak/tasks/{task.id}/{deed}")).status_code == 404


async def test_the_page_of_a_lead_shows_its_tasks_only(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    async with person(app, world.bob.email) as bob:
        assert (
            "hidden" in (await bob.get(f"/sites/oak/leads/{lead.id}")).text.partition('id="tasks"')[2].partition(">")[0]
        )
        await make_task(world, now, lead_id=lead.id, user_id=world.alice.id)
        await make_task(world, now, "Something else.")
        page = (await bob.get(f"/sites/oak/leads/{lead.id}")).text
    assert "Call back." in page and "Something else." not in page


async def test_news_name_the_lead_on_the_page_and_hold_no_name_themselves(
    app: Any, world: World, now: datetime
) -> None:
    lead = await make_lead(world.oak, now, first_name="Jane", last_name="Doe")
    await tell(world, "one", now, lead_id=lead.id)
    kept = await Notification.select(Notification.text).first()
    assert kept is not None and "Jane" not in kept["text"]
    async with person(app, world.bob.email) as bob:
        for path in ("/sites/oak", "/sites/oak/notifications"):
            assert "Jane Doe: News about one." in text_of(await bob.get(path))
