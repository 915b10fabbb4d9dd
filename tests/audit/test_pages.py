"""The audit page: for managers, of one site, filtered, paged, downloaded without formulas."""

from __future__ import annotations

import asyncio
import codecs
import csv
import io
import json
import re
from datetime import datetime, timedelta
from typing import Any

from app.audit.export import COLUMNS, guarded
from app.audit.find import MACHINE, PER_PAGE, AuditFilter, list_actors, list_entries
from app.audit.seal import seal_everything
from app.database import engine, write_transaction
from app.sites.audit import record
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.factories import World, make_document, make_lead


async def test_only_managers_see_it_and_only_their_own_site(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    await record(world.oak.id, world.bob.id, "lead_read", lead.id, now)
    await record(world.elm.id, world.charlie.id, "lead_created", "lead_of_elm", now)
    async with person(app, "bob@oak.example") as bob:
        for path in ("/audit", "/audit.csv"):
            assert (await bob.get(f"/sites/oak{path}")).status_code == 403
        assert (await bob.post("/sites/oak/audit/verify")).status_code == 403
    async with person(app, "alice@oak.example") as alice:
        text = text_of(await alice.get("/sites/oak/audit"))
        assert "Opened a lead" in text and "Jane Doe" in text and "lead_of_elm" not in text and "Charlie" not in text
        assert "lead_of_elm" not in (await alice.get("/sites/oak/audit.csv")).text
        assert (await alice.get("/sites/elm/audit")).status_code == 404
    assert await AuditEntry.count().where(AuditEntry.action == "audit_read") == 1
    assert await AuditEntry.count().where(AuditEntry.action == "audit_downloaded") == 1


async def test_the_choices_of_the_filters_wait_for_no_writer(world: World, now: datetime) -> None:
    at_work, may_end = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with write_transaction():
            at_work.set()
            await may_end.wait()

    await record(world.oak.id, world.bob.id, "lead_read", "", now)
    holding = asyncio.create_task(hold())
    await at_work.wait()
    async with asyncio.timeout(60):
        assert [actor["name"] for actor in await list_actors(world.oak.id)] == ["Bob Birch"]
    may_end.set()
    await holding


async def test_filters_by_person_action_lead_and_days_at_the_site(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    document = await make_document(lead, now)
    late = datetime.fromisoformat("2026-11-21T03:00:00+00:00")  # still the 20th in New York
    await record(world.oak.id, world.bob.id, "lead_read", lead.id, now)
    await record(world.oak.id, world.alice.id, "document_read", document.id, now)
    await record(world.oak.id, "", "evaluation_completed", "lead_other", late)

    async def found(**values: str) -> list[str]:
        page = await list_entries(world.oak.id, "America/New_York", AuditFilter(**values))
        return sorted(row["action"] for row in page.rows)

    assert await found() == ["document_read", "evaluation_completed", "lead_read"]
    assert await found(person=world.bob.id) == ["lead_read"]
    assert await found(person=MACHINE) == ["evaluation_completed"]
    assert await found(action="document_read") == ["document_read"]
    assert await found(lead=lead.id) == ["document_read", "lead_read"]
    assert await found(since="2026-11-21") == ["document_read", "lead_read"]
    assert await found(until="2026-11-20") == ["evaluation_completed"]
    assert await found(since="2026-11-20", until="2026-11-20", person=world.bob.id) == []
    assert len(await found(since="yesterday", until="9999-12-31")) == 3
    assert [row["name"] for row in await list_actors(world.oak.id)] == ["Alice Ash", "Bob Birch"]


async def test_pages_follow_each_other_without_a_gap_even_at_one_instant(world: World, now: datetime) -> None:
    for number in range(PER_PAGE + 20):
        await record(world.oak.id, "", "lead_read", f"lead_{number}", now - timedelta(seconds=number // 30))
    first = await list_entries(world.oak.id, "UTC", AuditFilter())
    second = await list_entries(world.oak.id, "UTC", AuditFilter(), first.older)
    assert len(first.rows) == PER_PAGE and len(second.rows) == 20 and second.older == ""
    assert len({row["subject_id"] for row in [*first.rows, *second.rows]}) == PER_PAGE + 20
    nonsense = await list_entries(world.oak.id, "UTC", AuditFilter(), "yesterday~x")
    assert len(nonsense.rows) == PER_PAGE


async def test_a_page_is_found_by_an_index(world: World) -> None:
    if engine().engine_type == "postgres":
        return
    for where, index in (("", "idx_ai_audit_site"), ("AND a.actor_id = 'x'", "idx_ai_audit_actor")):
        plan = await AuditEntry.raw(
            "EXPLAIN QUERY PLAN SELECT a.* FROM ai_evaluation_audit a WHERE a.site_id = 'x'"
            f" {where} AND a.created_at <= '2026' AND (a.created_at < '2026' OR a.id < 'x')"
            " ORDER BY a.created_at DESC, a.id DESC LIMIT 50"
        )
        assert index in str(plan)


async def test_the_next_page_keeps_the_filters(app: Any, world: World, now: datetime) -> None:
    for number in range(PER_PAGE + 1):
        await record(world.oak.id, "", "lead_read", f"lead_{number}", now)
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.get("/sites/oak/audit?action=lead_read")
        older = re.search(r'href="(/sites/oak/audit\?[^"]*after=[^"]*)"', answer.text)
        assert older is not None
        following = await alice.get(older.group(1).replace("&amp;", "&"))
        assert following.text.count('data-name="What"') == 1 and "Newest" in text_of(following)


async def test_the_csv_holds_everything_and_no_formula(app: Any, world: World, now: datetime) -> None:
    await record(world.oak.id, world.bob.id, "lead_read", "lead_1", now, reason='=HYPERLINK("http://x")')
    await record(world.oak.id, world.bob.id, "lead_created", "lead_2", now, details={"n": 1})
    await seal_everything()
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.get("/sites/oak/audit.csv?action=lead_read")
        assert (
            answer.headers["content-type"].startswith("text/csv")
            and "attachment" in answer.headers["content-disposition"]
        )
        assert answer.content.startswith(codecs.BOM_UTF8), "or Excel shows accents wrongly"
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) == 1 and tuple(rows[0]) == COLUMNS
        assert rows[0]["reason"] == '\'=HYPERLINK("http://x")' and rows[0]["person"] == "Bob Birch"
        everything = (await alice.get("/sites/oak/audit.csv")).text
        assert json.dumps({"n": 1}).replace('"', '""') in everything


async def test_a_long_csv_comes_in_pieces_and_complete(app: Any, world: World, now: datetime) -> None:
    entries = [
        AuditEntry(id=f"audit_{number:04}", site_id=world.oak.id, action="lead_read", subject_id="x", created_at=now)
        for number in range(1203)
    ]
    await AuditEntry.insert(*entries)
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.get("/sites/oak/audit.csv?action=lead_read")
    assert len(list(csv.reader(io.StringIO(answer.text)))) == 1204


def test_what_could_begin_a_formula_is_guarded() -> None:
    for text in ("=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1"):
        assert guarded(text) == f"'{text}"
    assert guarded("a=1") == "a=1" and guarded(None) == "" and guarded(12) == "12"


async def test_verifying_on_the_page(app: Any, world: World, now: datetime) -> None:
    await record(world.oak.id, "", "lead_read", "lead_1", now)
    async with person(app, "alice@oak.example") as alice:
        assert "Not verified yet" in text_of(await alice.get("/sites/oak/audit"))
        await seal_everything()
        assert (await alice.post("/sites/oak/audit/verify")).status_code == 303
        text = text_of(await alice.get("/sites/oak/audit"))
        assert "2 entries, verified" in text and "by Alice Ash" in text and "Verified the audit" in text
