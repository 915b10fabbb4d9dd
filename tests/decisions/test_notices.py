"""The notice of adverse action: drafted, edited, previewed, sent once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from app.decisions.decide import NewDecision, decide
from app.decisions.notice_text import FIELDS
from app.decisions.notices import get_notice
from app.decisions.refusals import NoticeAlreadySent
from app.decisions.tables import AdverseNotice, Decision
from app.decisions.undo import undo_decision
from app.leads.tables import Lead
from app.notifications.tables import OutboxMail
from app.sites.tables import AuditEntry
from tests.browsing import Person, person, text_of
from tests.decisions.evaluated import make_evaluated, open_evidence
from tests.decisions.test_record import text_of as text_of_pdf
from tests.factories import World

HTMX = {"hx-request": "true"}


async def declined(world: World, now: datetime, **values: Any) -> tuple[Lead, Decision, str]:
    """A declined lead, its decision, and the address of the notice."""
    lead, evaluation_id = await make_evaluated(world.oak, now, recommendation="reject", unit_id=world.unit.id, **values)
    await open_evidence(lead, evaluation_id, world.bob, now)
    codes = ("income_insufficient", "employment_length")
    made = await decide(world.oak.id, lead.id, NewDecision("decline", codes), world.bob.id, now)
    return lead, made, f"/sites/oak/leads/{lead.id}/decisions/{made.id}/notice"


async def started(bob: Person, url: str) -> str:
    answer = await bob.post(url)
    assert answer.status_code == 303 and answer.headers["location"] == url
    return text_of(await bob.get(url))


async def test_a_draft_says_what_the_law_asks_for(app: Any, world: World, now: datetime) -> None:
    _, made, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.get(url)).status_code == 404
        text = await started(bob, url)
        for told in (
            *(
                "Jane Doe",
                "Oak Court 2B",
                "not to approve",
                "Income is insufficient for the rent",
                "Length of employment",
            ),
            *(
                "documents that you supplied",
                "within 60 days",
                "right to dispute",
                "no legal advice",
                "bob@oak.example",
            ),
        ):
            assert told in text, told
        assert "Consumer report " not in text  # no agency, no statement about it
        await bob.post(url)
        pdf = text_of_pdf((await bob.get(f"{url}.pdf")).content)
        assert "(draft)" in pdf and "Income is insufficient" in pdf
    assert await AdverseNotice.count() == 1
    drafted = [
        row["action"] for row in await AuditEntry.select(AuditEntry.action).where(AuditEntry.actor_id == world.bob.id)
    ]
    assert drafted.count("notice_drafted") == 1 and "notice_downloaded" in drafted and "notice_read" in drafted
    assert made.id in url


async def test_a_field_is_saved_by_itself_and_seen_in_the_preview(app: Any, world: World, now: datetime) -> None:
    _, made, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob:
        await started(bob, url)
        answer = await bob.post(f"{url}/save", {"agency_name": "Acme <Reports>"}, **{"hx-request": "true"})
        assert (
            answer.status_code == 200 and 'id="notice-preview"' in answer.text and "Acme &lt;Reports&gt;" in answer.text
        )
        assert "did not make this decision" in answer.text and "agency’s phone" in answer.text
        assert (await bob.post(f"{url}/save", {"date": "tomorrow"})).status_code == 422
        assert (await bob.post(f"{url}/save", {"contact": "x" * 4001})).status_code == 422
    notice = await get_notice(world.oak.id, made.id)
    assert notice["body"]["agency_name"] == "Acme <Reports>" and "Income" in notice["body"]["reasons"]


async def test_sending_by_mail_puts_it_into_the_outbox_once_and_closes_it(
    app: Any, world: World, now: datetime
) -> None:
    lead, made, url = await declined(world, now, email="jane@doe.example")
    async with person(app, "bob@oak.example") as bob:
        await started(bob, url)
        assert (await bob.post(f"{url}/send", {"delivery": "mail"})).status_code == 303
        assert (await bob.post(f"{url}/send", {"delivery": "mail"})).status_code == 409
        assert (await bob.post(f"{url}/save", {"contact": "elsewhere"})).status_code == 409
        text = text_of(await bob.get(url))
        assert "can no longer be changed" in text and "Close and send" not in text
        assert "(draft)" not in text_of_pdf((await bob.get(f"{url}.pdf")).content)
    with pytest.raises(NoticeAlreadySent):
        await undo_decision(world.oak.id, lead.id, made.id, world.bob.id, now, is_manager=False)
    mail = await OutboxMail.objects().get(OutboxMail.to_address == "jane@doe.example")
    assert await OutboxMail.count() == 1 and "Income is insufficient" in mail.text and "<h2>" in mail.html
    entry = await AuditEntry.objects().get(AuditEntry.action == "notice_sent")
    assert "jane" not in str(entry.details).lower()


async def test_what_is_missing_keeps_a_notice_from_being_sent(app: Any, world: World, now: datetime) -> None:
    _, _, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob:
        await started(bob, url)
        assert "no e-mail address" in text_of(await bob.post(f"{url}/send", {"delivery": "mail"}))
        await bob.post(f"{url}/save", {"reasons": " "})
        refused = await bob.post(f"{url}/send", {"delivery": "posted"})
        assert refused.status_code == 422 and "main reasons" in text_of(refused)
        await bob.post(f"{url}/save", {"reasons": "Income"})
        assert (await bob.post(f"{url}/send", {"delivery": "pigeon"})).status_code == 422
        assert (await bob.post(f"{url}/send", {"delivery": "posted"})).status_code == 303
    assert await OutboxMail.count() == 0


async def test_an_undone_decision_sends_nothing_and_an_approval_needs_no_notice(
    app: Any, world: World, now: datetime
) -> None:
    lead, made, url = await declined(world, now, email="jane@doe.example")
    async with person(app, "bob@oak.example") as bob:
        await started(bob, url)
        await Decision.update({Decision.undone_at: now, Decision.undone_by: world.bob.id}).where(Decision.id == made.id)
        assert (await bob.post(f"{url}/send", {"delivery": "mail"})).status_code == 409
        assert await OutboxMail.count() == 0
        approved = await decide(
            world.oak.id, lead.id, NewDecision("approve", override_reason="Again."), world.bob.id, now
        )
        answer = await bob.post(f"/sites/oak/leads/{lead.id}/decisions/{approved.id}/notice")
        assert answer.status_code == 422


async def test_conditions_stand_in_the_notice(app: Any, world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now, recommendation="approve_with_conditions")
    new = NewDecision("approve_with_conditions", ("employment_length",), conditions="A deposit of two months' rent.")
    made = await decide(world.oak.id, lead.id, new, world.bob.id, now)
    async with person(app, "bob@oak.example") as bob:
        text = await started(bob, f"/sites/oak/leads/{lead.id}/decisions/{made.id}/notice")
    assert "only on the conditions below" in text and "A deposit of two months&#39; rent." in text


async def test_an_erased_notice_still_opens(app: Any, world: World, now: datetime) -> None:
    _, _, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob:
        await started(bob, url)
        await bob.post(f"{url}/send", {"delivery": "posted"})
        await AdverseNotice.update({AdverseNotice.body: "{}"}, force=True)
        assert "can no longer be changed" in text_of(await bob.get(url))
        assert (await bob.get(f"{url}.pdf")).status_code == 200


async def test_charlie_finds_no_notice_of_oak(app: Any, world: World, now: datetime) -> None:
    _, _, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob:
        await started(bob, url)
    async with person(app, "charlie@elm.example") as charlie:
        for path in (url, f"{url}.pdf", url.replace("/notice", "/record.pdf")):
            for site in ("oak", "elm"):
                assert (await charlie.get(path.replace("/sites/oak", f"/sites/{site}"))).status_code == 404


async def test_only_the_text_that_was_read_is_sent(app: Any, world: World, now: datetime) -> None:
    _, _, url = await declined(world, now, email="jane@doe.example")
    async with person(app, "bob@oak.example") as bob, person(app, "alice@oak.example") as alice:
        await started(bob, url)
        seen = seen_in((await bob.get(url)).text)
        await alice.post(f"{url}/save", {"reasons": "Another reason.", "date": "2026-11-21"}, **HTMX)
        assert (await bob.post(f"{url}/send", {"delivery": "posted", "seen": seen})).status_code == 409
        full = {item.name: "Text" for item in FIELDS} | {"date": "2026-11-21"}
        saved = await alice.post(f"{url}/save", full, **HTMX)
        done = await alice.post(f"{url}/send", {"delivery": "posted", "seen": seen_in(saved.text)})
        assert done.status_code == 303


def seen_in(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found.group(1)
