"""The printed report of the accuracy benchmark, in Markdown so that it can be kept."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.compare import Facts, Tally, summed
from bench.tables import percentile, share, table, with_interval

EXACT = {
    "gross_pay",
    "net_pay",
    "ytd_gross",
    "deductions_total",
    "rate",
    "pay_date",
    "period_start",
    "period_end",
    "opening_balance",
    "closing_balance",
    "deposits_total",
    "withdrawals_total",
    "payroll_deposits",
    "statement_start",
    "statement_end",
    "annual_salary",
    "start_date",
    "letter_date",
    "expiry_date",
    "wages",
    "adjusted_gross_income",
    "federal_tax_withheld",
}


def say(words: str) -> None:
    """One paragraph of the report."""
    sys.stdout.write(words + "\n")


@dataclass
class Alarms:
    """False alarms on honest packets, by delivery form, oddity and check."""

    packets: Counter[str] = field(default_factory=Counter)
    review: Counter[str] = field(default_factory=Counter)
    strong: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def join(self, other: Alarms) -> None:
        """Add what another process counted."""
        for mine, more in (
            (self.packets, other.packets),
            (self.review, other.review),
            (self.strong, other.strong),
            (self.checks, other.checks),
        ):
            mine.update(more)
        self.examples += other.examples

    def add(self, form: str, oddity: str, alarms: set[tuple[str, str, str]]) -> None:
        """Count one packet."""
        for key in ("all", f"form {form}", f"oddity {oddity}"):
            self.packets[key] += 1
            self.review[key] += bool(alarms)
            self.strong[key] += any(severity == "strong" for _, severity, _ in alarms)
        self.checks.update({f"{check} ({severity})" for check, severity, _ in alarms})
        self.examples += [f"{check} ({severity}) on {oddity}, {form}" for check, severity, _ in sorted(alarms)]


def measures(tally: Tally) -> list[str]:
    """Values there, precision, recall."""
    return [str(tally.there), share(tally.right, tally.right + tally.wrong), share(tally.right, tally.there)]


def print_facts(facts: Facts, mistakes: int) -> None:
    """Classification, amounts and dates by form, every field, and examples of mistakes."""
    say("## Document types\n")
    rows = [
        [kind, form, with_interval(counts[kind], counts.total())]
        for (kind, form), counts in sorted(facts.classes.items())
    ]
    say(table(["type", "delivery", "classified"], rows))
    say("\n## Amounts and dates, all types\n")
    exact = {key: tally for key, tally in facts.tallies.items() if key[1] in EXACT}
    rows = [[form, *measures(tally)] for (form,), tally in summed(exact, 2).items()]
    say(table(["delivery", "values", "precision", "recall"], rows))
    say("\n## Fields\n")
    fields = [[kind, name, form, *measures(tally)] for (kind, name, form), tally in sorted(facts.tallies.items())]
    say(table(["type", "field", "delivery", "values", "precision", "recall"], fields))
    ordered = sorted(Counter(facts.mistakes).items(), key=lambda item: (item[0].startswith("absent"), item[0]))
    say(f"\n## Mistakes ({len(facts.mistakes)})\n")
    say("\n".join(f"* {words}{f' ×{count}' if count > 1 else ''}" for words, count in ordered[:mistakes]))


def print_found(found: Mapping[str, Counter[str]]) -> None:
    """Per method what was found, and by which checks."""
    say("\n## Forgeries found at review or strong (beyond the honest twin's signals)\n")
    rows = []
    for method, counts in sorted(found.items()):
        checks = ", ".join(f"{name[3:]} {count}" for name, count in counts.most_common() if name.startswith("by "))
        rows.append([method, with_interval(counts["found"], counts["all"]), str(counts["strong"]), checks])
    missed = [
        f"* missed: {method} {name[7:]}"
        for method, counts in sorted(found.items())
        for name in counts
        if name.startswith("missed ")
    ]
    total = sum(found.values(), Counter[str]())
    rows.append(["all", with_interval(total["found"], total["all"]), str(total["strong"]), ""])
    say(table(["method", "found", "strong", "checks"], rows))
    say("\n" + "\n".join(missed))


def print_alarms(alarms: Alarms) -> None:
    """False alarms with 95 % intervals, and which checks raised them."""
    say("\n## False alarms on honest packets (95 % Wilson intervals)\n")
    rows = [
        [key, with_interval(alarms.review[key], count), with_interval(alarms.strong[key], count)]
        for key, count in sorted(alarms.packets.items())
    ]
    say(table(["packets", "at review or strong", "at strong"], rows))
    say("\n" + "\n".join(f"* {name}: {count} packets" for name, count in alarms.checks.most_common()))
    say("\n" + "\n".join(f"* {words}" for words in sorted(alarms.examples)))


def print_times(times: Mapping[str, list[tuple[float, int]]]) -> None:
    """Seconds of wall time per page and packet."""
    say("\n## Time\n")
    sums: defaultdict[str, list[tuple[float, int]]] = defaultdict(list, times)
    rows = []
    for form, spent in sorted(sums.items()):
        seconds, pages = [each for each, _ in spent], sum(count for _, count in spent)
        mean = sum(seconds) / len(seconds)
        rows.append(
            [
                form,
                str(len(spent)),
                f"{pages / len(spent):.1f}",
                f"{sum(seconds) / max(1, pages):.2f}",
                f"{mean:.1f}",
                f"{percentile(seconds, 0.95):.1f}",
            ]
        )
    say(table(["delivery", "packets", "pages each", "s a page", "s a packet", "p95"], rows))
