"""Only the name, the face, the birth date and the street differ: nothing that an agent sees may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.demo.packets import NAME_STYLES, printed_name
from app.demo.people import person, somebody_else
from app.screening.checks import same_person
from app.screening.checks.packet import Packet
from app.screening.policy import load_policy
from app.screening.verdict import Applicant, Document, DocumentType, Fact
from bench.cases import name_groups, renamed
from bench.measure import Run, visible

AS_OF = date(2026, 11, 21)
WHO = person(3, AS_OF)
GROUPS = name_groups()


def documents(name: str) -> tuple[Document, ...]:
    fields = {DocumentType.paystub: "employee_name", DocumentType.government_id: "full_name"}
    return tuple(
        Document("f", "f.pdf", kind, 0.99, 1, fields={field: Fact(name, name, 0.99, 1, None)})
        for kind, field in fields.items()
    )


def test_there_are_at_least_eight_groups_of_six_names() -> None:
    assert len(GROUPS) >= 8 and all(len(names) >= 6 for names in GROUPS.values())


@pytest.mark.parametrize("group", sorted(GROUPS))
@pytest.mark.parametrize("style", NAME_STYLES)
def test_every_way_to_print_a_name_is_the_same_person_in_every_group(group: str, style: str) -> None:
    for name in GROUPS[group]:
        who = somebody_else(WHO, *name, 0)
        packet = Packet(
            Applicant(who.name, Decimal(2000)), (), documents(printed_name(who, style)), load_policy(), AS_OF
        )
        result = same_person.check(packet)
        assert (result.outcome.value, result.signals) == ("consistent", ()), (group, name, style)


def test_a_stranger_is_a_stranger_in_every_group() -> None:
    """Two letters may be initials or particles, so of the shortest names nothing is said."""
    names = [(group, somebody_else(WHO, *name, 0).name) for group, all_of in GROUPS.items() for name in all_of]
    for (group, mine), (other_group, other) in zip(names, names[7:] + names[:7], strict=True):
        packet = Packet(Applicant(mine, Decimal(2000)), (), documents(other), load_policy(), AS_OF)
        outcome = same_person.check(packet).outcome.value
        assert outcome == "contradicted" or (outcome == "inconclusive" and "unusual" in (group, other_group))


def test_a_packet_in_names_of_other_groups_has_the_same_result(reader) -> None:  # type: ignore[no-untyped-def]
    run = Run(reader)
    results = [visible(run.verdict(case)) for case in renamed(5, [0], "tune", groups=3)]
    assert len(results) == 3 and results[0] is not None
    assert results[1:] == results[:1] * 2
