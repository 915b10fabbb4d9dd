"""Which packets the benchmark evaluates: genuine ones over layouts, delivery forms and oddities, and forged twins."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.demo.alterations import METHODS, Change, alter
from app.demo.chance import dice
from app.demo.delivery import deliver
from app.demo.drawn import Drawn
from app.demo.genuine_but_odd import ODD_FILES
from app.demo.packets import NAME_STYLES, Options, Packet, packet
from app.demo.pay import Extras
from app.screening.verdict import Applicant

AS_OF = date(2026, 11, 21)
ODDITIES: dict[str, Options] = {
    "plain": Options(),
    "overtime": Options(hourly=True, extras=Extras(overtime=True)),
    "bonus": Options(extras=Extras(bonus_at=0)),
    "earlier_bonus": Options(extras=Extras(bonus_at=3)),
    "raise": Options(extras=Extras(raise_at=2)),
    "raise_between_stubs": Options(extras=Extras(raise_at=0)),
    "split_deposit": Options(extras=Extras(split=True)),
    "reimbursed": Options(extras=Extras(reimbursed_at=0)),
    "new_this_year": Options(months=5),
    "weekly": Options(frequency="weekly"),
    "semimonthly": Options(frequency="semimonthly"),
    "monthly": Options(frequency="monthly"),
    "round_salary": Options(annual=60000, frequency="monthly", hourly=False),
    "self_employed": Options(self_employed=True, balance=6.5),
    "one_file": Options(in_one_file=True),
    "id_as_picture": Options(id_as_picture=True),
    **{f"name_{style}": Options(name_style=style) for style in NAME_STYLES},
    **{name: Options(odd_file=name) for name in ODD_FILES},
}
Name = tuple[str, str, str]
"""First, middle (may be empty) and last."""


def name_groups() -> dict[str, list[Name]]:
    """The names that are exchanged, by the group that a reader would take them for."""
    groups = tomllib.loads((Path(__file__).parent / "name_groups.toml").read_text("utf-8"))
    return {group: [(first, middle, last) for first, middle, last in names] for group, names in groups.items()}


@dataclass(frozen=True)
class Case:
    """One packet to evaluate. `twin` tells which genuine packet a forged one was made from."""

    key: str
    applicant: Applicant
    files: list[Drawn]
    delivery: str
    oddity: str = "plain"
    method: str = ""
    changes: tuple[Change, ...] = ()
    layout: str = ""
    twin: str = ""


def applicant_of(made: Packet) -> Applicant:
    """What the application form would say."""
    return Applicant(made.name, made.rent, employment_status=made.employment_status)


def genuine(seed: int, numbers: Iterable[int], deliveries: tuple[str, ...], layouts: str) -> Iterator[Case]:
    """Honest packets by number; delivery forms and oddities take turns. Oddities of the file itself stay digital."""
    names = list(ODDITIES)
    for number in numbers:
        form, oddity = deliveries[number % len(deliveries)], names[(number + number // len(deliveries)) % len(names)]
        if form != "digital" and (oddity in ODD_FILES or oddity == "one_file"):
            oddity = "plain"
        made = packet(seed * 1000 + number, AS_OF, replace(ODDITIES[oddity], layouts=layouts))
        files = [deliver(item, form, seed + number) if not item.parts else item for item in made.documents]
        yield Case(f"genuine-{number}", applicant_of(made), files, form, oddity)


def forged(seed: int, numbers: Iterable[int], layouts: str) -> Iterator[Case]:
    """For each number a digital packet as the honest twin, then its forgery by the next method."""
    for number in numbers:
        method = METHODS[number % len(METHODS)]
        made = packet(seed * 1000 + 500 + number, AS_OF, Options(layouts=layouts))
        twin = Case(f"twin-{number}", applicant_of(made), made.documents, "digital")
        yield twin
        files, done = alter(made.documents, method, seed + number)
        yield replace(
            twin,
            key=f"forged-{number}",
            files=files,
            method=method,
            changes=done.changes,
            layout=done.document.layout,
            twin=twin.key,
        )


def renamed(seed: int, numbers: Iterable[int], layouts: str, groups: int = 0) -> Iterator[Case]:
    """For each number a digital packet in a name of each group, with another face, birth date and street each.

    `groups` above zero takes only so many groups; which ones, and which names, is drawn from seed and number.
    """
    for number in numbers:
        pick = dice("renamed", seed, number)
        known = name_groups()
        chosen = pick.sample(sorted(known), groups or len(known))
        for other, name in enumerate(pick.choice(known[group]) for group in chosen):
            options = Options(layouts=layouts, named=name, swapped=other)
            made = packet(seed * 1000 + 800 + number, AS_OF, options)
            twin = f"named-{number}-0" if other else ""
            yield Case(
                f"named-{number}-{other}", applicant_of(made), made.documents, "digital", chosen[other], twin=twin
            )
