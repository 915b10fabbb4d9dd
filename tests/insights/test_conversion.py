"""Conversion by hand: who counts, once, in which row, and after how many days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.insights.conversion import Row, Shown, Signed, count_conversions
from app.insights.tables import Dimension

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
STARTS = {days: NOW - timedelta(days=days) for days in (7, 30, 90)}


def back(days: float) -> datetime:
    return NOW - timedelta(days=days)


def shown(lead: str, days: float, place: str = "alder", agent: str = "bob", source: str = "website") -> Shown:
    return Shown(lead, place, agent, source, back(days))


def rows(
    showings: list[Shown], applied: dict[str, datetime] | None = None, leases: list[Signed] | None = None
) -> dict[tuple[int, str, str], tuple[int, int, int, Decimal | None, Decimal | None]]:
    in_order = sorted(showings, key=lambda it: it.at)
    counted = count_conversions(in_order, applied or {}, leases or [], STARTS)
    return {(row.key[0], row.key[1].value, row.key[2]): figures(row) for row in counted}


def figures(row: Row) -> tuple[int, int, int, Decimal | None, Decimal | None]:
    return row.showings, row.applications, row.leases, row.days_to_application, row.days_to_lease


def test_a_site_without_showings_has_a_row_of_zeros_in_every_window() -> None:
    assert rows([]) == {(days, "site", ""): (0, 0, 0, None, None) for days in (7, 30, 90)}


def test_a_lead_counts_once_in_a_window_by_its_first_showing_in_it() -> None:
    found = rows(
        [shown("a", 40), shown("a", 20), shown("a", 3), shown("b", 5)],
        {"a": back(18), "b": back(3)},
        [Signed("a", "alder", back(2))],
    )
    # 90 days: a first 40 days ago, applied 22 days later, leased 38 later; b applied 2 days later.
    assert found[90, "site", ""] == (2, 2, 1, Decimal("12.00"), Decimal("38.00"))
    assert found[30, "site", ""] == (2, 2, 1, Decimal("2.00"), Decimal("18.00"))
    # 7 days: a had applied before the showing: counted, without a part in the days.
    assert found[7, "site", ""] == (2, 2, 1, Decimal("2.00"), Decimal("1.00"))


def test_a_lease_elsewhere_is_not_the_property_s_but_is_the_agent_s_who_showed_first() -> None:
    found = rows([shown("a", 10, "alder", "bob"), shown("a", 8, "birch", "alice")], {}, [Signed("a", "birch", back(4))])
    assert found[30, "site", ""] == (1, 1, 1, None, Decimal("6.00"))
    assert found[30, "property", "alder"] == (1, 0, 0, None, None)
    assert found[30, "property", "birch"] == (1, 1, 1, None, Decimal("4.00"))
    assert found[30, "agent", "bob"] == (1, 1, 1, None, Decimal("6.00"))
    assert found[30, "agent", "alice"] == (1, 1, 1, None, Decimal("4.00"))
    assert (7, "property", "alder") not in found


def test_a_lease_before_the_showing_came_of_something_else() -> None:
    found = rows([shown("a", 5)], {}, [Signed("a", "alder", back(6))])
    assert found[30, "site", ""] == (1, 0, 0, None, None)


def test_a_visitor_who_is_no_lead_counts_each_time_and_converts_never() -> None:
    found = rows([shown("", 5), shown("", 4), shown("a", 3)], {"a": back(1)})
    assert found[7, "site", ""] == (3, 1, 0, Decimal("2.00"), None)
    assert found[7, "source", "website"][0] == 3


def test_a_showing_without_an_agent_stands_in_no_agent_s_row() -> None:
    assert not [key for key in rows([shown("a", 1, agent="")]) if key[1] == "agent"]


many = st.lists(
    st.builds(
        shown, st.sampled_from(["", "a", "b", "c"]), st.floats(0, 89), st.sampled_from(["alder", "birch"]),
        st.sampled_from(["", "bob", "alice"]),
    ),
    max_size=15,
)  # fmt: skip


@given(many, st.dictionaries(st.sampled_from("abc"), st.floats(0, 200).map(back)), st.lists(
    st.builds(Signed, st.sampled_from("abc"), st.sampled_from(["alder", "birch"]), st.floats(0, 89).map(back)), max_size=6
))  # fmt: skip
def test_every_row_is_a_funnel(showings: list[Shown], applied: dict[str, datetime], leases: list[Signed]) -> None:
    for row in count_conversions(sorted(showings, key=lambda it: it.at), applied, leases, STARTS):
        assert row.showings >= row.applications >= row.leases >= 0
        assert row.showings > 0 or row.key[1] is Dimension.site
        assert (row.days_to_lease is None) == (row.leases == 0)
