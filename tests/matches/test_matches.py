"""Leads of one person are found by what they share, and merged or told apart by people alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.decisions.refusals import NotDecidable
from app.decisions.withdraw import bring_back
from app.documents.tables import LeadDocument
from app.errors import NotFound
from app.leads.contact_keys import email_key, phone_key
from app.leads.tables import Lead, LeadStatus
from app.matches.decide import By, NotMergeable, dismiss_match, merge_leads, undo_merge
from app.matches.find import list_for_lead, list_matches
from app.matches.schedule import apply, plan
from app.matches.tables import MatchStatus
from app.sites.tables import AuditEntry
from app.storage import LocalStore
from tests.browsing import person, text_of
from tests.factories import World, make_document, make_lead


async def sweep(world: World, now: datetime) -> list[str]:
    """What a run changes, as sentences."""
    found = await plan(world.oak.id, now)
    for change in found.changes:
        await apply(world.oak.id, change, now)
    return [change.text for change in found.changes]


async def pair(world: World, now: datetime) -> tuple[Lead, Lead, str]:
    """Two leads with one e-mail address, found; the older one first."""
    older = await make_lead(world.oak, now - timedelta(days=3), email="j@doe.example", email_key="j@doe.example")
    newer = await make_lead(world.oak, now, first_name="J.", email="J@doe.example", email_key="j@doe.example")
    await sweep(world, now)
    return older, newer, (await list_matches(world.oak.id, MatchStatus.open))[0]["id"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("(555) 010-1234", "+1 555.010.1234"), ("555 010 1234 ext. 7", "5550101234"), ("5550101234x12", "555-010-1234")],
)
def test_one_number_has_one_form(one: str, other: str) -> None:
    assert phone_key(one) == phone_key(other) == "5550101234"


def test_what_is_no_contact_has_no_form() -> None:
    assert [phone_key("12-34"), phone_key("n/a"), email_key("none"), email_key("@x"), email_key("")] == [""] * 5
    assert email_key(" Jane+flat@Doe.Example ") == "jane@doe.example"


async def test_shared_contacts_and_documents_make_one_pair(world: World, now: datetime) -> None:
    keys = {"email_key": "j@doe.example", "phone_key": "5550101234"}
    first = await make_lead(world.oak, now - timedelta(days=1), **keys)
    second = await make_lead(world.oak, now, **keys)
    for lead in (first, second):
        await make_document(lead, now, sha256="a" * 64)
    assert await sweep(world, now) == ["Two leads share email and phone and document."]
    assert await sweep(world, now) == []


async def test_another_site_and_empty_contacts_match_nobody(world: World, now: datetime) -> None:
    await make_lead(world.oak, now, email_key="j@doe.example")
    await make_lead(world.elm, now, email_key="j@doe.example")
    await make_lead(world.oak, now)
    await make_lead(world.oak, now)
    assert await sweep(world, now) == []


async def test_an_address_of_an_agency_matches_nobody(world: World, now: datetime) -> None:
    for _ in range(21):
        await make_lead(world.oak, now, email_key="office@agency.example")
    assert await sweep(world, now) == []


async def test_a_dismissed_pair_comes_back_only_when_it_shares_more(world: World, now: datetime) -> None:
    older, newer, match_id = await pair(world, now)
    await dismiss_match(world.oak.id, match_id, By(world.alice.id, now))
    assert await sweep(world, now) == []
    assert await list_for_lead(world.oak.id, older.id) == []
    for lead in (older, newer):
        await make_document(lead, now, sha256="a" * 64)
    assert await sweep(world, now) == ["Two leads share email and document."]
    assert len(await list_matches(world.oak.id, MatchStatus.open)) == 1


async def test_a_merge_closes_one_lead_and_copies_its_documents(world: World, now: datetime, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    older, newer, match_id = await pair(world, now)
    document = await make_document(newer, now, file_name="stub.pdf")
    await store.put(document.storage_key, b"bytes", "application/pdf")
    by = By(world.alice.id, now)
    assert await merge_leads(world.oak.id, match_id, older.id, by, store) == older.id
    assert await merge_leads(world.oak.id, match_id, older.id, by, store) == older.id
    closed = await Lead.objects().where(Lead.id == newer.id).first()
    kept = await Lead.objects().where(Lead.id == older.id).first()
    assert closed is not None and (closed.merged_into, closed.status) == (older.id, "withdrawn")
    assert kept is not None and kept.status == LeadStatus.documents_received
    copies = await LeadDocument.objects().where(LeadDocument.lead_id == older.id)
    assert [copy.file_name for copy in copies] == ["stub.pdf"]
    assert copies[0].storage_key != document.storage_key and await store.open(copies[0].storage_key) == b"bytes"
    assert await AuditEntry.count().where(AuditEntry.action == "leads_merged") == 2
    await undo_merge(world.oak.id, match_id, by)
    again = await Lead.objects().where(Lead.id == newer.id).first()
    assert again is not None and (again.merged_into, again.status) == (None, "documents_received")


async def test_a_decided_lead_is_not_merged_away(world: World, now: datetime, tmp_path: Path) -> None:
    older, newer, match_id = await pair(world, now)
    await Lead.update({Lead.status: "approved"}).where(Lead.id == newer.id)
    with pytest.raises(NotMergeable):
        await merge_leads(world.oak.id, match_id, older.id, By(world.alice.id, now), LocalStore(tmp_path))
    assert (await list_matches(world.oak.id, MatchStatus.open))[0]["id"] == match_id


async def test_nobody_touches_the_pairs_of_another_site(world: World, now: datetime, tmp_path: Path) -> None:
    older, _, match_id = await pair(world, now)
    by = By(world.charlie.id, now)
    with pytest.raises(NotFound):
        await merge_leads(world.elm.id, match_id, older.id, by, LocalStore(tmp_path))
    with pytest.raises(NotFound):
        await dismiss_match(world.elm.id, match_id, by)
    assert await list_matches(world.elm.id, MatchStatus.open) == []


async def test_a_manager_merges_on_the_page_and_the_leads_say_so(app: object, world: World, now: datetime) -> None:
    older, newer, match_id = await pair(world, now)
    async with person(app, "alice@oak.example") as alice:
        assert "same e-mail address" in text_of(await alice.get("/sites/oak/matches"))
        assert "Shares the e-mail address" in text_of(await alice.get(f"/sites/oak/leads/{older.id}"))
        done = await alice.post(f"/sites/oak/matches/{match_id}/merge", {"keep": older.id})
        assert done.status_code == 303 and done.headers["location"].endswith(older.id)
        assert "was merged into this one" in text_of(await alice.get(done.headers["location"]))
        assert "This lead was merged into" in text_of(await alice.get(f"/sites/oak/leads/{newer.id}"))
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.get("/sites/oak/matches")).status_code == 403


async def test_a_refused_merge_leaves_no_copy_in_the_store(world: World, now: datetime, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    older, newer, match_id = await pair(world, now)
    document = await make_document(newer, now)
    await store.put(document.storage_key, b"bytes", "application/pdf")
    await Lead.update({Lead.status: LeadStatus.approved.value}).where(Lead.id == newer.id)
    with pytest.raises(NotMergeable):
        await merge_leads(world.oak.id, match_id, older.id, By(world.alice.id, now), store)
    assert await store.list_keys() == [document.storage_key]


async def test_an_applicant_whose_lead_was_merged_is_not_brought_back(
    world: World, now: datetime, tmp_path: Path
) -> None:
    older, newer, match_id = await pair(world, now)
    await merge_leads(world.oak.id, match_id, older.id, By(world.alice.id, now), LocalStore(tmp_path))
    with pytest.raises(NotDecidable):
        await bring_back(world.oak.id, newer.id, world.bob.id, now)
