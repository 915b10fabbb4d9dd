"""Where the print of a line stands, how far a page leans, and print that is hardly darker than its paper."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.screening.reading.ink import find_ink
from app.screening.reading.paper import with_strong_print
from app.screening.reading.upright import lean

BLACK = (0, 0, 0)


def line(*words: tuple[int, str]) -> NDArray[np.uint8]:
    """A line of print, 40 pixels high with its letters between 10 and 30, as `(left, text)`."""
    seen = np.full((40, 500, 3), 255, np.uint8)
    for left, text in words:
        cv2.putText(seen, text, (left, 29), cv2.FONT_HERSHEY_SIMPLEX, 0.85, BLACK, 2, cv2.LINE_AA)
    return seen


def gap(seen: NDArray[np.uint8]) -> float:
    left, right = find_ink(seen).gap(0.3, 0.6)
    return round((right - left) * seen.shape[1])


def test_the_gap_between_two_words_is_found_under_a_rule_and_between_specks() -> None:
    clean = line((20, "GROSS"), (260, "TOTAL"))
    soiled = clean.copy()
    cv2.line(soiled, (0, 3), (499, 4), BLACK, 2)
    for at in range(125, 260, 9):
        soiled[at % 20 + 10, at] = 0
    assert gap(clean) > 100
    assert gap(soiled) == pytest.approx(gap(clean), abs=4)


def test_the_upright_rule_of_a_table_at_a_lines_end_is_none_of_its_words() -> None:
    ruled = line((40, "YTD"))
    cv2.line(ruled, (0, 20), (0, 39), BLACK, 2)
    assert find_ink(ruled).ends == find_ink(line((40, "YTD"))).ends


def test_a_neighbouring_line_that_peeps_in_is_none_of_the_print() -> None:
    clean, peeped = line((20, "GROSS PAY")), line((20, "GROSS PAY"))
    peeped[:4] = clean[24:28]
    found = find_ink(peeped)
    assert (found.top, found.bottom) == pytest.approx((find_ink(clean).top, find_ink(clean).bottom), abs=0.03)


@pytest.mark.parametrize("degrees", [0.0, 0.6, -0.9])
def test_a_page_that_leans_by_less_than_a_degree_is_noticed_though_its_boxes_are_upright(degrees: float) -> None:
    page = np.full((1300, 1000, 3), 255, np.uint8)
    for row in range(30):
        for left in (80, 500, 800):
            cv2.putText(page, "1,234.56", (left, 150 + 35 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, BLACK, 2)
    turn = cv2.getRotationMatrix2D((500, 650), -degrees, 1.0)
    seen = np.asarray(cv2.warpAffine(page, turn, (1000, 1300), borderValue=(255, 255, 255)), np.uint8)
    quads = []
    for row in range(30):
        for left in (80, 500, 800):
            x, y = turn @ np.array([left + 50, 143 + 35 * row, 1])
            box = [[x - 60, y - 14], [x + 60, y - 14], [x + 60, y + 14], [x - 60, y + 14]]
            quads.append(np.array(box, np.float32))
    assert math.degrees(lean(seen, quads)) == pytest.approx(degrees, abs=0.1)


def test_grey_print_becomes_dark_and_black_print_stays_as_it_is() -> None:
    black = np.repeat(line((20, "GROSS PAY")), 3, axis=0)
    grey = np.asarray(255 - (255 - black) * 0.35, np.uint8)
    assert with_strong_print(grey).min() < 40
    assert with_strong_print(black) is black
