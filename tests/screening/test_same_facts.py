"""Same facts, same verdict, byte for byte: whatever order they were found in, in whichever process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from app.screening.policy import load_policy
from app.screening.reading.pages import Page, ReadFile, Reading, Word
from app.screening.screen import conclude
from app.screening.verdict import Applicant, Document, DocumentType, Fact

AS_OF = date(2026, 11, 21)
AMOUNT = some.decimals(0, 20_000, places=2).map(str)
DAY = some.dates(date(2025, 1, 1), date(2027, 12, 31)).map(date.isoformat)
NAME = some.sampled_from(["Jane Doe", "Doe, Jane", "John Roe", "ACME Corp", ""])
FIELDS = {
    DocumentType.paystub: {
        "employee_name": NAME, "employer_name": NAME, "pay_date": DAY, "period_start": DAY, "period_end": DAY,
        "pay_frequency": some.sampled_from(["weekly", "biweekly", "semimonthly", "monthly"]),
        "gross_pay": AMOUNT, "net_pay": AMOUNT, "ytd_gross": AMOUNT, "deductions_total": AMOUNT,
    },
    DocumentType.bank_statement: {
        "account_holder": NAME, "statement_start": DAY, "statement_end": DAY, "opening_balance": AMOUNT,
        "closing_balance": AMOUNT, "deposits_total": AMOUNT, "withdrawals_total": AMOUNT,
    },
    DocumentType.employment_letter: {
        "employee_name": NAME, "employer_name": NAME, "annual_salary": AMOUNT, "start_date": DAY, "letter_date": DAY,
    },
    DocumentType.government_id: {"full_name": NAME, "expiry_date": DAY},
}  # fmt: skip


@some.composite
def documents(draw: some.DrawFn) -> Document:
    kind = draw(some.sampled_from(sorted(FIELDS)))
    values = draw(some.fixed_dictionaries({}, optional=FIELDS[kind]))
    box = (10.0, 20.0, 90.0, 30.0)
    facts = {
        name: Fact(value, value, draw(some.sampled_from([0.6, 0.9, 1.0])), 1, box) for name, value in values.items()
    }
    return Document("", "", kind, 0.9, 1, fields=facts)


def verdict(found: list[Document], shuffle: random.Random | None = None) -> str:
    named, files = [], []
    for place, item in enumerate(found):
        facts = list(item.fields.items())
        if shuffle:
            shuffle.shuffle(facts)
        named.append(Document(f"f{place}", f"f{place}.pdf", item.document_type, 0.9, 1, fields=dict(facts)))
        words = tuple(Word(fact.text, (10.0, 20.0, 90.0, 30.0)) for _, fact in sorted(facts))
        reading = Reading("0" * 64, "application/pdf", (Page(1, 612, 792, words, "text"),), 1)
        files.append(ReadFile(f"f{place}", f"f{place}.pdf", reading))
    done = conclude(Applicant("Jane Doe", Decimal(1500)), files, tuple(named), load_policy(), AS_OF)
    return json.dumps(done.to_json())


@settings(max_examples=60, deadline=None)
@given(some.lists(documents(), min_size=1, max_size=6), some.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_bytes_in_whatever_order_they_were_read(
    found: list[Document], shuffle: random.Random
) -> None:
    once = verdict(found)
    assert verdict(found) == once
    without = json.loads(once), json.loads(verdict(found, shuffle))
    for one in without:
        one.pop("documents")
    assert without[0] == without[1]


@settings(max_examples=60, deadline=None)
@given(some.lists(documents(), min_size=1, max_size=6))
def test_what_would_help_is_never_worse_than_the_verdict(found: list[Document]) -> None:
    done = json.loads(verdict(found))
    for line in done["changes_that_would_help"]:
        label, score = line.rsplit("→ ", 1)[1].split(", ")
        assert label <= done["label"], line
        assert 0 <= int(score.split()[0]) <= 100
    assert 0 <= done["score"] <= 100


SCRIPT = """
import sys
from tests.screening.test_same_facts import fixed, verdict
sys.stdout.write(verdict(fixed()))
"""


def fixed() -> list[Document]:
    values = {
        DocumentType.paystub: {"gross_pay": "3000.00", "net_pay": "2500.00", "deductions_total": "400.00"},
        DocumentType.bank_statement: {"opening_balance": "1.00", "closing_balance": "90.00", "deposits_total": "9.00"},
        DocumentType.government_id: {"full_name": "John Roe", "expiry_date": "2020-01-01"},
    }
    return [
        Document("", "", kind, 0.9, 1, fields={name: Fact(it, it, 1.0, 1, None) for name, it in fields.items()})
        for kind, fields in values.items()
    ]


def test_another_process_with_another_hash_seed_writes_the_same_bytes() -> None:
    root = Path(__file__).parents[2]
    said = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] != b""
