"""An applicant's link opens one page of one lead, for a while, until somebody withdraws it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.applicants.links import (
    GOOD_FOR,
    MOST_FILES,
    LinkFull,
    LinkGone,
    create_link,
    list_links,
    open_link,
    reserve_uploads,
    revoke_link,
)
from app.applicants.missing import list_asks
from app.applicants.pages import VISITS
from app.applicants.receive import list_statements, receive_statement
from app.applicants.tables import ApplicantLink
from app.clock import utc_now
from app.database import new_id
from app.documents.tables import LeadDocument
from app.errors import NotFound, ValidationFailed
from app.evaluations.tables import Evaluation
from app.leads.tables import Lead, LeadActivity
from app.notifications.tables import Notification, OutboxMail
from app.settings import current_settings
from tests.browsing import person, text_of
from tests.factories import World, make_document, make_lead


@pytest.fixture(autouse=True)
def _fresh_visits() -> None:
    VISITS.forget()


def pdf(words: str) -> bytes:
    sheet = BytesIO()
    canvas = Canvas(sheet, invariant=1)
    canvas.drawString(72, 700, words)
    canvas.save()
    return sheet.getvalue()


async def test_a_link_opens_its_lead_until_it_ends_or_is_withdrawn(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    token = await create_link(world.oak.id, lead.id, world.bob.id, now)
    link = await open_link(token, now)
    assert (link.lead_id, link.site_name) == (lead.id, "Oak Court")
    with pytest.raises(LinkGone):
        await open_link(token, now + GOOD_FOR)
    await revoke_link(world.oak.id, lead.id, link.id, world.bob.id, now)
    with pytest.raises(LinkGone):
        await open_link(token, now)
    assert await list_links(lead.id, now) == []


async def test_a_changed_token_opens_nothing(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    token = await create_link(world.oak.id, lead.id, world.bob.id, now)
    secret, _, signature = token.partition(".")
    for wrong in (secret, f"{secret}.", f"{secret[::-1]}.{signature}", token[:-1], f"{token}é", ""):
        with pytest.raises(LinkGone):
            await open_link(wrong, now)
    kept = await ApplicantLink.objects().first()
    assert kept is not None and secret not in json.dumps(kept.to_dict(), default=str)


async def test_a_link_outlives_a_rotation_of_the_secret_key_until_the_old_key_goes(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await make_lead(world.oak, now)
    before = current_settings()
    token = await create_link(world.oak.id, lead.id, world.bob.id, now)

    def with_keys(keys: str) -> None:
        monkeypatch.setattr("app.applicants.links.current_settings", lambda: replace(before, secret_key=keys))

    with_keys(f"{'n' * 40},{before.secret_key}")
    assert (await open_link(token, now)).lead_id == lead.id
    fresh = await create_link(world.oak.id, lead.id, world.bob.id, now)
    with_keys("n" * 40)
    assert (await open_link(fresh, now)).lead_id == lead.id
    with pytest.raises(LinkGone):
        await open_link(token, now)


@pytest.mark.parametrize(
    "change", [{Lead.status: "declined"}, {Lead.erased_at: utc_now()}, {Lead.merged_into: "lead_other"}]
)
async def test_a_link_ends_with_the_decision_and_the_lead(world: World, now: datetime, change: dict[Any, Any]) -> None:
    lead = await make_lead(world.oak, now)
    token = await create_link(world.oak.id, lead.id, world.bob.id, now)
    await Lead.update(change).where(Lead.id == lead.id)
    with pytest.raises(LinkGone):
        await open_link(token, now)


async def test_nobody_withdraws_the_link_of_another_site(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    link = await open_link(await create_link(world.oak.id, lead.id, world.bob.id, now), now)
    with pytest.raises(NotFound):
        await revoke_link(world.elm.id, lead.id, link.id, world.charlie.id, now)
    assert len(await list_links(lead.id, now)) == 1


async def test_a_link_takes_so_many_files_and_no_more(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    link = await open_link(await create_link(world.oak.id, lead.id, world.bob.id, now), now)
    await reserve_uploads(link.id, MOST_FILES, now)
    with pytest.raises(LinkFull):
        await reserve_uploads(link.id, 1, now)


async def test_what_is_asked_for_is_what_the_newest_evaluation_missed(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    assert [(ask.many, ask.name) for ask in await list_asks(world.oak.id, lead.id, "employed")] == [
        (1, "Photo ID"), (2, "Pay stub"), (1, "Bank statement"),
    ]  # fmt: skip
    await make_document(lead, now, document_type="government_id")
    assert "Pay stub" not in [ask.name for ask in await list_asks(world.oak.id, lead.id, "retired")]
    assert "Photo ID" not in [ask.name for ask in await list_asks(world.oak.id, lead.id, "employed")]
    verdict = json.dumps({"missing_documents": ["bank_statement"]})
    await Evaluation(
        id=new_id("eval"), lead_id=lead.id, site_id=world.oak.id, verdict=verdict,
        workflow_instance_id=new_id("job"), evaluated_at=now, created_at=now, updated_at=now,
    ).save()  # fmt: skip
    assert [ask.name for ask in await list_asks(world.oak.id, lead.id, "employed")] == ["Bank statement"]


async def test_an_applicant_sends_a_document_and_a_statement_without_an_account(
    app: object, world: World, tmp_path: Path
) -> None:
    lead = await make_lead(world.oak, utc_now(), first_name="Jane", last_name="Doe", email="jane@doe.example")
    async with person(app, "bob@oak.example") as bob:
        made = await bob.post(f"/sites/oak/leads/{lead.id}/links", {"by_mail": "yes"})
        address = re.search(r'value="(http[^"]+/apply/[^"]+)"', made.text)
        assert address is not None
        path = address.group(1).partition("testserver")[2]
    mail = await OutboxMail.objects().first()
    assert mail is not None and path in mail.text and mail.to_address == "jane@doe.example"
    async with person(app) as applicant:
        page = await applicant.get(path)
        assert page.status_code == 200 and page.headers["referrer-policy"] == "no-referrer"
        assert "Photo ID" in text_of(page) and "Jane" not in page.text and "$2,000" not in page.text
        sent = await applicant.post(
            f"{path}/documents", files={"file": ("stub.pdf", pdf("Pay stub"), "application/pdf")}
        )
        assert sent.status_code == 200 and "your files have arrived" in text_of(sent)
        refused = await applicant.post(f"{path}/documents", files={"file": ("x.pdf", b"no pdf", "application/pdf")})
        assert refused.status_code == 415 and "x.pdf" in refused.text
        said = await applicant.post(f"{path}/statement", {"text": "<b>My name</b> is spelled Doé."})
        assert "your statement has arrived" in text_of(said)
        empty = await applicant.post(f"{path}/statement", {"text": "  "})
        assert empty.status_code == 422
    assert await LeadDocument.count().where(LeadDocument.lead_id == lead.id) == 1
    link = await ApplicantLink.objects().first()
    assert link is not None and link.uploads == 1
    assert [row["text"] for row in await list_statements(lead.id)] == ["<b>My name</b> is spelled Doé."]
    notes = await Notification.select(Notification.text).output(as_list=True)
    assert notes == ["An applicant has made a statement."]
    assert await LeadActivity.exists().where(LeadActivity.text == "The applicant made a statement.")
    async with person(app, "bob@oak.example") as bob:
        shown = await bob.get(f"/sites/oak/leads/{lead.id}")
        assert "&lt;b&gt;My name&lt;/b&gt;" in shown.text


async def test_guessing_links_is_slowed_down(app: object, world: World) -> None:
    async with person(app) as stranger:
        answers = [(await stranger.get("/apply/guess")).status_code for _ in range(31)]
    assert answers[0] == 404 and answers[-1] == 429


async def test_a_link_is_not_logged(app: object, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="leaselab.web")
    async with person(app) as stranger:
        await stranger.get("/apply/a-secret-token")
    assert caplog.records and not any("a-secret-token" in str(vars(record)) for record in caplog.records)


async def test_an_ended_link_says_what_to_do(app: object, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    token = await create_link(world.oak.id, lead.id, world.bob.id, utc_now() - GOOD_FOR - timedelta(minutes=1))
    async with person(app) as applicant:
        answer = await applicant.get(f"/apply/{token}")
    assert answer.status_code == 404 and "Ask the leasing office for a new one" in answer.text


async def test_no_link_is_made_that_would_not_open(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now, status="declined")
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.post(f"/sites/oak/leads/{lead.id}/links")).status_code == 409
        assert "Make a link" not in (await bob.get(f"/sites/oak/leads/{lead.id}")).text
    assert await ApplicantLink.count() == 0


async def test_a_statement_counts_lines_as_the_browser_does_and_holds_text_alone(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    link = await open_link(await create_link(world.oak.id, lead.id, world.bob.id, now), now)
    await receive_statement(link, "x\r\n" * 999 + "xx", now)
    with pytest.raises(ValidationFailed):
        await receive_statement(link, "a\0b", now)


async def test_a_link_that_ended_leads_nowhere_and_haste_is_told_how_long_to_wait(app: Any, world: World) -> None:
    async with person(app) as somebody:
        answer = await somebody.get("/apply/nothing")
        assert answer.status_code == 404 and "Go back" not in answer.text
        for _ in range(40):
            answer = await somebody.get("/apply/nothing")
        assert answer.status_code == 429 and int(answer.headers["retry-after"]) >= 1
