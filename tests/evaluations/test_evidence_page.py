"""The evidence page: everything that was found beside the pages on which it stands, with links alone."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.database import new_id
from app.decisions.tables import EvidenceView
from app.documents.tables import LeadDocument
from app.evaluations.evidence import note_evidence_opened
from app.evaluations.evidence_items import evidence_of
from app.leads.tables import Lead
from app.sites.tables import AuditEntry
from app.storage import current_store
from tests.browsing import person, text_of
from tests.evaluations.evidence_case import EvidenceCase, evaluate, keep_document, make_case
from tests.factories import World, make_lead


@pytest.fixture
async def case(world: World, now: datetime) -> EvidenceCase:
    return await make_case(world.oak, now)


def place_of(case: EvidenceCase, name: str, field: str) -> str:
    fact = case.fact(name, field)
    box = ",".join(str(number) for number in fact["box"])
    return f"file={case.documents[name].id}&page={fact['page']}&box={box}"


async def test_the_page_shows_facts_factors_and_the_pages_beside_them(app: Any, case: EvidenceCase) -> None:
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.get(case.url)
    words = text_of(answer)
    for said in (
        "79 of 100",
        "Income verification 30 / 30",
        "Gross pay $3,000.00",
        "Start date Mar 4, 2024",
        "stub1.pdf",
    ):
        assert said in words
    assert answer.text.count("<figure") == 3
    assert answer.text.count('loading="lazy"') == 2
    assert 'width="612" height="792"' in answer.text
    assert "style=" not in answer.text and "data:image" not in answer.text


async def test_every_value_links_to_a_box_that_is_on_its_page(app: Any, case: EvidenceCase) -> None:
    async with person(app, "bob@oak.example") as bob:
        html = (await bob.get(case.url)).text
    linked = set(re.findall(r'class="place"[^>]*data-mark="([^"]+)"', html))
    drawn = set(re.findall(r'<a class="mark[^>]*data-mark="([^"]+)"', html))
    assert linked == drawn and len(linked) > 20
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'<a class="mark[^>]*href="[^"]*#([^"]+)"', html))
    assert targets <= set(ids)


async def test_a_link_alone_chooses_the_fact_and_its_box(app: Any, case: EvidenceCase) -> None:
    async with person(app, "bob@oak.example") as bob:
        html = (await bob.get(f"{case.url}?{place_of(case, 'stub2.pdf', 'net_pay')}")).text
    chosen = re.findall(r'<a class="mark[^"]*evidence-frame"[^>]*>', html)
    assert len(chosen) == 1 and 'id="chosen"' in chosen[0]
    current = re.findall(r'<a class="place"[^>]*aria-current="true">', html)
    assert current
    mark = re.search(r'data-mark="([^"]+)"', chosen[0])
    assert mark and all(f'data-mark="{mark.group(1)}"' in link for link in current)
    assert "Net pay: $2,285.50" in html


async def test_a_place_that_no_item_has_is_framed_too_and_nonsense_frames_nothing(app: Any, case: EvidenceCase) -> None:
    file = case.documents["stub1.pdf"].id
    async with person(app, "bob@oak.example") as bob:
        html = (await bob.get(f"{case.url}?file={file}&page=1&box=10,700,90,720")).text
        assert html.count('id="chosen"') == 1 and "data-extra" in html
        for query in (
            "box=1,2",
            "page=x&box=%3Cscript%3E",
            "page=99999999&box=1,2,3,4",
            "correct=9.gross_pay",
            "correct=x",
        ):
            answer = await bob.get(f"{case.url}?file={file}&{query}")
            assert answer.status_code == 200 and 'id="chosen"' not in answer.text and "<script>" not in answer.text


async def test_opening_is_kept_once_and_audited_each_time(app: Any, case: EvidenceCase, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        await bob.get(case.url)
        await bob.get(case.url)
    views = await EvidenceView.objects()
    assert [(view.evaluation_id, view.user_id) for view in views] == [(case.evaluation.id, world.bob.id)]
    assert await AuditEntry.count().where(AuditEntry.action == "evidence_opened") == 2


async def test_two_tabs_at_once_are_one_view(case: EvidenceCase, world: World, now: datetime) -> None:
    given = (world.oak.id, case.lead.id, case.evaluation.id, world.bob.id, now)
    await asyncio.gather(*(note_evidence_opened(*given) for _ in range(6)))
    assert await EvidenceView.count() == 1


async def test_charlie_of_elm_row_finds_no_evidence(app: Any, case: EvidenceCase) -> None:
    async with person(app, "charlie@elm.example") as charlie:
        for url in (case.url, case.url.replace("/oak/", "/elm/")):
            answers = [
                await charlie.get(url),
                await charlie.get(
                    f"{url}/correction?evaluation={case.evaluation.id}&correct={case.key('letter.pdf', 'start_date')}"
                ),
                await charlie.post(f"{url}/corrections", {"evaluation": case.evaluation.id, "fact": "0.gross_pay"}),
                await charlie.post(f"{url}/corrections/undo", {"evaluation": case.evaluation.id, "correction": "x"}),
            ]
            assert {answer.status_code for answer in answers} == {404}
    assert await EvidenceView.count() == 0


async def test_an_evaluation_of_another_lead_is_not_found(
    app: Any, case: EvidenceCase, world: World, now: datetime
) -> None:
    other = await make_case(world.oak, now)
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.get(f"{case.url}?evaluation={other.evaluation.id}")).status_code == 404
        assert (await bob.get(f"{case.url}?evaluation={new_id('eval')}")).status_code == 404


async def test_an_earlier_evaluation_is_shown_as_such_and_not_corrected(
    app: Any, case: EvidenceCase, world: World, now: datetime
) -> None:
    later = await evaluate(world.oak, case.lead, case.documents.values(), case.readings, now + timedelta(days=2))
    async with person(app, "bob@oak.example") as bob:
        newest = (await bob.get(case.url)).text
        earlier = (await bob.get(f"{case.url}?evaluation={case.evaluation.id}")).text
    assert 'class="correct"' in newest and "An earlier evaluation" not in newest
    assert 'class="correct"' not in earlier and "An earlier evaluation" in earlier
    assert f"evaluation={later.id}" in earlier
    assert await EvidenceView.count() == 2


async def test_a_removed_and_an_erased_file_keep_what_was_read(app: Any, case: EvidenceCase, now: datetime) -> None:
    stub, letter = case.documents["stub1.pdf"], case.documents["letter.pdf"]
    await LeadDocument.update({LeadDocument.deleted_at: now}).where(LeadDocument.id == stub.id)
    await LeadDocument.delete().where(LeadDocument.id == letter.id)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.get(case.url)
    assert answer.text.count("<figure") == 1
    assert "was removed from the lead" in answer.text and "has been erased" in answer.text
    assert "Start date Mar 4, 2024" in text_of(answer)


async def test_a_file_whose_bytes_are_gone_says_so_and_the_others_are_shown(app: Any, case: EvidenceCase) -> None:
    stub = case.documents["stub1.pdf"]
    await current_store().delete(f"sizes-{stub.sha256}")
    await current_store().delete(stub.storage_key)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.get(case.url)
    assert answer.status_code == 200 and answer.text.count("<figure") == 2
    assert "no longer in the document store" in answer.text


async def test_a_lead_without_evaluation_shows_its_documents(app: Any, world: World, now: datetime) -> None:
    lead: Lead = await make_lead(world.oak, now)
    async with person(app, "bob@oak.example") as bob:
        empty = await bob.get(f"/sites/oak/leads/{lead.id}/evidence")
        await keep_document(lead, now, "id.pdf")
        answer = await bob.get(f"/sites/oak/leads/{lead.id}/evidence")
    assert "There are no documents" in empty.text
    assert "Not evaluated yet" in answer.text and answer.text.count("<figure") == 1
    assert await EvidenceView.count() == 0


async def test_what_was_uploaded_since_is_told_apart(app: Any, case: EvidenceCase, now: datetime) -> None:
    await keep_document(case.lead, now + timedelta(hours=1), "newer.pdf")
    async with person(app, "bob@oak.example") as bob:
        words = text_of(await bob.get(case.url))
    assert words.count("uploaded since, not part of this evaluation") == 1


async def test_a_long_file_shows_the_pages_that_matter_until_it_is_asked_for(app: Any, case: EvidenceCase) -> None:
    letter = case.documents["letter.pdf"]
    sizes = "[" + ", ".join(["[612, 792]"] * 90) + "]"
    await current_store().put(f"sizes-{letter.sha256}", sizes.encode(), "application/json")
    async with person(app, "bob@oak.example") as bob:
        short = (await bob.get(case.url)).text
        whole = (await bob.get(f"{case.url}?file={letter.id}")).text
    assert short.count("<figure") == 3 and "Show all 90 pages" in short
    assert whole.count("<figure") == 92


async def test_an_earlier_state_stands_above_the_page_with_the_differences_marked(
    app: Any, world: World, now: datetime
) -> None:
    case = await make_case(world.oak, now, altered=True)
    async with person(app, "bob@oak.example") as bob:
        html = (await bob.get(case.url)).text
    before, after = html.index("<strong>Before:</strong>"), html.index("<strong>Now:</strong>")
    assert before < after
    assert html[before:after].count("diff-gone") == 2 and html[after:].count("diff-come") >= 2
    assert "earlier=1of1" in html[before:after] and "earlier=1of1" not in html[after:]
    assert "In the earlier state: 2,100.00" in html[before:after]
    assert "Open before deciding" in html


async def test_a_cap_is_red_only_where_something_strong_stands(app: Any, world: World, now: datetime) -> None:
    missing, altered = await make_case(world.oak, now), await make_case(world.oak, now, altered=True)
    async with person(app, "bob@oak.example") as bob:
        for case, tone in ((missing, "warn"), (altered, "bad")):
            for url in (case.url, case.url.removesuffix("/evidence")):
                tones = re.findall(r"notice notice-(\w+)[^>]*>Capped at", (await bob.get(url)).text)
                assert tones and set(tones) == {tone}


async def test_a_state_that_is_not_kept_any_more_is_one_link_away(app: Any, world: World, now: datetime) -> None:
    case = await make_case(world.oak, now, altered=True)
    for key in [key for key in await current_store().list_keys() if key.startswith("reading-")]:
        await current_store().delete(key)
    async with person(app, "bob@oak.example") as bob:
        html = (await bob.get(case.url)).text
    assert "Show what it said before" in html and "<strong>Before:</strong>" not in html


def test_a_box_says_the_fact_first_and_leads_to_it() -> None:
    place = {"file_id": "f1", "file_name": "stub.pdf", "page": 1, "box": [1.0, 2.0, 30.0, 12.0], "text": "$3,000.00"}
    fact = {"value": "3000.00", "text": "$3,000.00", "confidence": 0.5, "page": 1, "box": [1.0, 2.0, 30.0, 12.0]}
    signal = {"severity": "review", "observation": "Look.", "evidence": [place]}
    document = {
        "file_id": "f1",
        "file_name": "stub.pdf",
        "document_type": "paystub",
        "readable": True,
        "fields": {"gross_pay": fact},
    }
    found = evidence_of("eval_1", {"signals": [signal], "documents": [document], "factors": []})
    (mark,) = found.marks.values()
    assert mark.says == ["Gross pay: $3,000.00", "Look."]
    assert mark.item == "fact-0-gross_pay" and mark.severity == "review"
    assert found.documents[0].facts[0].is_unsure
