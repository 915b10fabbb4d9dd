"""What stands on a page: escaped as Jinja does it, and dates in English wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from jinja2 import Environment, UndefinedError
from markupsafe import Markup, escape

from app.templating import commas, day, make_environment, moment, tally, words
from app.templating_output import LeanEnvironment, escaped


class Word(StrEnum):
    sharp = "<sharp>"


class Shouting(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "<b>"


TEMPLATE = (
    "{% macro bold(x) %}<b title=\"{{ x }}\">{{ x }}</b>{% endmacro %}{% set kept %}<i>{{ given }}</i>{% endset %}"
    "{{ given }}|{{ bold(given) }}|{{ kept }}|{{ given ~ kept }}|{{ given | safe }}|{{ given | e }}|{{ [given] }}"
    "{% autoescape false %}{{ given }}{% endautoescape %}{% filter upper %}{{ given }}{% endfilter %}"
    "{% for x in [given, kept] %}{{ x }}{% endfor %}{% if given %}{{ '<' }}{{ given if given else '' }}{% endif %}"
)  # fmt: skip


@given(some.text())
def test_every_text_is_escaped_as_markupsafe_does_it(text: str) -> None:
    assert escaped(text) == str(escape(text))


@pytest.mark.parametrize(
    "value",
    [
        Markup("<b>"),
        Word.sharp,
        Shouting("x"),
        5,
        -1.5,
        float("nan"),
        None,
        Decimal("1.50"),
        date(2026, 11, 22),
        ["<"],
        b"<",
        True,
    ],
)
def test_other_values_are_what_markupsafe_makes_of_them(value: Any) -> None:
    assert str(escaped(value)) == str(escape(value))


@given(some.one_of(some.text(max_size=8), some.integers(), some.none(), some.just(Markup("<u>"))))
def test_a_template_puts_out_what_jinjas_own_does(value: Any) -> None:
    plain = Environment(autoescape=True)
    ours = LeanEnvironment(autoescape=True)
    assert ours.from_string(TEMPLATE).render(given=value) == plain.from_string(TEMPLATE).render(given=value)


class Row(dict[str, Any]):
    title = "of the class"


@pytest.mark.parametrize("kind", [dict, Row])
@pytest.mark.parametrize("name", ["title", "items", "get", "missing", "_private"])
def test_a_column_or_a_method_is_found_as_jinja_finds_it(kind: type[dict[str, Any]], name: str) -> None:
    both = (LeanEnvironment(autoescape=True), Environment(autoescape=True))
    row = kind(title="of the row", items="of the row", _private="of the row")
    template = "{{ row." + name + " is defined }} {{ row." + name + " is callable }} {{ row." + name + " | string }}"
    shown = [made.from_string(template).render(row=row) for made in both]
    assert shown[0].split(" at 0x")[0] == shown[1].split(" at 0x")[0]


def test_words_tallies_and_boxes_are_put_simply() -> None:
    assert [words(code) for code in ("paystub", Word.sharp, None, "", 1, True)] == [
        "Pay stub", "<sharp>", "", "", "1", "True"
    ]  # fmt: skip
    counted = tally([{"outcome": "consistent"}, {"outcome": "inconclusive"}, {"outcome": "consistent"}], "outcome")
    assert (counted["consistent"], counted["inconclusive"], counted["contradicted"]) == (2, 1, 0)
    assert commas([72, 90.5, 120.0]) == "72,90.5,120.0" and commas([]) == ""


def test_a_name_that_does_not_exist_is_an_error_and_not_empty() -> None:
    with pytest.raises(UndefinedError):
        make_environment().from_string("{{ nothing }}").render()


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("hour", [0, 1, 11, 12, 13, 23])
def test_moments_are_what_strftime_says_in_english(month: int, hour: int) -> None:
    at = datetime(2026, month, 9, hour, 5, tzinfo=UTC)
    assert moment(at, "UTC") == f"{at:%b} 9, 2026, {at.hour % 12 or 12}:{at:%M %p}"
    assert day(at.date()) == f"{at:%b} 9, 2026"


def test_moments_are_those_of_the_site() -> None:
    assert moment(datetime(2026, 11, 22, 2, 30, tzinfo=UTC), "America/New_York") == "Nov 21, 2026, 9:30 PM"
    assert moment(None, "UTC") == day(None) == "–"
