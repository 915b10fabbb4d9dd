"""Corrections as a person makes them on the page of the evidence, with and without scripts, and what they leave behind."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from app.documents.tables import LeadDocument
from app.evaluations.correct_result import (
    GONE,
)
from app.evaluations.tables import FactCorrection
from app.leads.tables import LeadActivity
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.evaluations.evidence_case import EvidenceCase, make_case
from tests.evaluations.test_corrections import REASON, correct, result_of
from tests.factories import World


@pytest.fixture
async def case(world: World, now: datetime) -> EvidenceCase:
    return await make_case(world.oak, now)


async def test_audit_and_timeline_name_the_field_and_no_value(case: EvidenceCase, world: World, now: datetime) -> None:
    await correct(case, "stub1.pdf", "gross_pay", "4321.00", world.bob.id, now)
    entry = await AuditEntry.objects().where(AuditEntry.action == "fact_corrected").first()
    activity = await LeadActivity.objects().first()
    assert entry is not None and activity is not None
    told = json.dumps([entry.details, entry.reason, activity.text])
    assert "gross_pay" in told and "4321" not in told and "3000" not in told and "original" not in told


async def test_a_file_that_is_erased_leaves_no_result_with_corrections(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    await correct(case, "letter.pdf", "start_date", "2026-03-04", world.bob.id, now)
    await LeadDocument.delete().where(LeadDocument.id == case.documents["stub1.pdf"].id)
    assert await result_of(case) == GONE


async def test_without_scripts_a_correction_is_a_form_and_comes_back_to_its_fact(app: Any, case: EvidenceCase) -> None:
    key = case.key("letter.pdf", "start_date")
    form = {"evaluation": case.evaluation.id, "fact": key, "reason": REASON}
    async with person(app, "bob@oak.example") as bob:
        opened = await bob.get(f"{case.url}?correct={key}")
        assert f'name="fact" value="{key}"' in opened.text and 'value="2024-03-04"' in opened.text
        wrong = await bob.post(f"{case.url}/corrections", {**form, "value": "March 2026"})
        assert wrong.status_code == 422
        assert 'value="March 2026"' in wrong.text and "such as 2026-11-13" in wrong.text and "<figure" in wrong.text
        done = await bob.post(f"{case.url}/corrections", {**form, "value": "2026-03-04"})
        assert done.status_code == 303
        assert done.headers["location"].endswith(f"#fact-{key.replace('.', '-')}")
        words = text_of(await bob.get(case.url))
        assert "With your corrections: 78 B approve with verification" in words
        assert "The machine's own result stays 79 B" in words.replace("&#39;", "'")
        made = await FactCorrection.objects().first()
        assert made is not None
        undone = await bob.post(
            f"{case.url}/corrections/undo", {"evaluation": case.evaluation.id, "correction": made.id}
        )
        assert undone.status_code == 303
        assert "corrections:" not in text_of(await bob.get(case.url))


async def test_with_scripts_the_left_side_comes_back_alone(app: Any, case: EvidenceCase) -> None:
    key = case.key("letter.pdf", "start_date")
    form = {"evaluation": case.evaluation.id, "fact": key, "value": "2026-03-04", "reason": REASON}
    async with person(app, "bob@oak.example") as bob:
        fragment = await bob.get(f"{case.url}/correction?evaluation={case.evaluation.id}&correct={key}")
        assert fragment.text.lstrip().startswith("<form")
        answer = await bob.post(f"{case.url}/corrections", form, **{"HX-Request": "true"})
        assert answer.status_code == 200 and 'id="findings"' in answer.text and "<html" not in answer.text
        assert "With your corrections" in answer.text
        refused = await bob.post(f"{case.url}/corrections", {**form, "value": "soon"}, **{"HX-Request": "true"})
        assert refused.status_code == 422 and 'id="findings"' in refused.text and 'value="soon"' in refused.text
        for wrong in ("9.gross_pay", "0.deduction_lines", "nonsense"):
            url = f"{case.url}/correction?evaluation={case.evaluation.id}&correct={wrong}"
            assert (await bob.get(url)).status_code == 404
    async with person(app, "alice@oak.example") as alice:
        assert "With the corrections" in (await alice.get(case.url)).text
