"""Pay stubs print the period's amount beside the year's: here each amount of a row learns which of the two it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.screening.facts.amounts import money, parse_amount
from app.screening.facts.labels import column_kinds, names, split_columns, squeeze
from app.screening.facts.layout import below, column_of, left_label, overlaps, right_of, title_kinds
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_left import left_amounts

Roles = dict[str, tuple[Cell, float]]
"""Per role (current, ytd, hours, rate) the cell and how sure its role is."""

_MOST_HOURS = 400
"""Hours of a month with much overtime; a larger number under "Hours" is none."""
_NO_RATE = frozenset({"net_pay", "deductions_total"})
_OWN = frozenset({"gross_pay", "net_pay", "deductions_total", "taxes"})
_CENTS = re.compile(r"[.,]\d{2}(?!\d)")
_TITLE_REACH = 8
"""Lines below a title "Year to date" that still belong to it."""
_PERIODS = frozenset({"current", "ytd"})


def roles_of(sheet: Sheet, label: Cell, said: frozenset[str] = frozenset()) -> Roles:
    """The amounts that belong to a label, by role; an amount whose role is in doubt is left out.

    `said` are column words inside the label itself ("YTD Gross"). Looked for on the label's line, then below it as a
    heading, then in the lines "This period …" and "Year to date …" under it.
    """
    values = [(cell, kinds) for cell, kinds in right_of(sheet, label) if cell.kind in ("amount", "number")]
    amounts = [(cell, kinds) for cell, kinds in values if cell.kind == "amount"]
    if amounts and len(amounts) < len(values):
        amounts = _in_whole_dollars(sheet, values)
    if said & _PERIODS:
        return _said_role(sheet, label, amounts, said)
    left = {} if said else _left_roles(sheet, label)
    if left and not amounts:
        return left
    if left and "ytd" in left and len(left) == 1:
        return {**left, **_row_roles(sheet, amounts)}
    if amounts:
        return _titled(sheet, label, _twin_roles(sheet, label, amounts) or _row_roles(sheet, amounts))
    found = _under_role_heads(sheet, label) or _column_roles(sheet, label) or _titled_roles(sheet, label)
    stacked = _stacked_roles(sheet, label) if "ytd" not in found else {}
    return _titled(sheet, label, {**stacked, **found})


def said_above(sheet: Sheet, label: Cell) -> frozenset[str]:
    """The period that a heading of two lines names in its upper one ("YTD" over "Gross"); lines of other columns may
    lie between the two."""
    if right_of(sheet, label):
        return frozenset()
    for line in range(label.line - 1, max(-1, label.line - 3), -1):
        over = [c for c in sheet.cells[line] if overlaps(c.box, label.box)]
        if over:
            near = label.box[1] - over[0].box[3] < 0.8 * (label.box[3] - label.box[1])
            return column_kinds(over[0].text) & _PERIODS if near and over[0].kind == "text" else frozenset()
    return frozenset()


def is_misplaced(field: str, roles: Roles) -> bool:
    """Whether a sum that has neither a rate nor hours stands partly under them: its row keeps other columns. Net pay
    beside the hours of the period is ordinary, as long as they can be hours."""
    hours = roles.get("hours")
    is_long = hours is not None and abs(hours[0].amount) > _MOST_HOURS
    return field in _NO_RATE and "current" in roles and ("rate" in roles or is_long)


def _left_roles(sheet: Sheet, label: Cell) -> Roles:
    found = [(role_of(column_of(sheet, cell)[0]), cell) for cell in left_amounts(sheet, label)]
    return _without_doubles(found, 0.96)


def _twin_roles(sheet: Sheet, label: Cell, amounts: list[tuple[Cell, frozenset[str]]]) -> Roles:
    """Where a line has the same label twice, what heads each label says whether its amount is the period's."""
    twins = [c for c in sheet.cells[label.line] if c.kind == "text" and squeeze(c.text) == squeeze(label.text)]
    if len(twins) < 2 or len(amounts) != 1:
        return {}
    for line in range(label.line - 1, max(-1, label.line - _TITLE_REACH - 1), -1):
        heads = [c for c in sheet.cells[line] if c.kind == "text" and overlaps(c.box, label.box)]
        role = role_of(column_kinds(heads[0].text) & _PERIODS) if len(heads) == 1 else ""
        if role:
            return {role: (amounts[0][0], 0.96)}
    return {}


def _in_whole_dollars(sheet: Sheet, values: list[tuple[Cell, frozenset[str]]]) -> list[tuple[Cell, frozenset[str]]]:
    """The amounts of a row that prints no cents: a number of up to three digits under "Current" is one of them. A row
    that mixes whole amounts with numbers of another meaning leaves none."""
    amounts = [cell for cell, _ in values if cell.kind == "amount"]
    if any(_CENTS.search(cell.text) for cell in amounts):
        return [(cell, said) for cell, said in values if cell.kind == "amount"]
    whole = [(_as_amount(cell), said) for cell, said in values]
    roles = [role_of(said or column_of(sheet, cell)[0]) for cell, said in whole]
    return whole if set(roles) <= {"current", "ytd"} and len(set(roles)) == len(roles) else []


def _as_amount(cell: Cell) -> Cell:
    value = parse_amount(cell.text, whole=True)
    return replace(cell, kind="amount", value=money(value)) if cell.kind == "number" and value is not None else cell


def _titled(sheet: Sheet, label: Cell, roles: Roles) -> Roles:
    """A single current amount belongs to the year when "Year to date" stands alone on a line as the title above it."""
    if set(roles) != {"current"} or roles["current"][1] >= 0.98:
        return roles
    for line in range(label.line - 1, max(-1, label.line - _TITLE_REACH - 1), -1):
        kinds = title_kinds(sheet, line)
        if kinds:
            role = role_of(kinds)
            return {role: (roles["current"][0], 0.93)} if role else {}
    return roles


def _said_role(sheet: Sheet, label: Cell, amounts: list[tuple[Cell, frozenset[str]]], said: frozenset[str]) -> Roles:
    role = "ytd" if "ytd" in said else "current"
    headed = _row_roles(sheet, amounts) if len(amounts) > 1 else {}
    if set(headed) >= _PERIODS:  # "Current Gross" in a table of both periods
        return headed
    cells = [cell for cell, _ in amounts] or [c for c in below(sheet, label) if c.kind == "amount"][:1]
    return {role: (cells[0], 0.99)} if len(cells) == 1 else {}


def _row_roles(sheet: Sheet, amounts: list[tuple[Cell, frozenset[str]]]) -> Roles:
    if len(amounts) == 1 and not amounts[0][1]:
        return _lone_role(sheet, amounts[0][0])
    found: list[tuple[str, Cell]] = []
    for cell, said in amounts:
        role = role_of(said or column_of(sheet, cell)[0])
        if role:
            found.append((role, cell))
    if len(amounts) == 2 and found == [("current", amounts[1][0])] and abs(amounts[0][0].amount) < found[0][1].amount:
        return {}  # most likely the period's and the year's, in columns of their own
    return _without_doubles(found, 0.99)


def _lone_role(sheet: Sheet, cell: Cell) -> Roles:
    """A single amount is the period's, unless an unbroken column above says otherwise."""
    kinds, unbroken = column_of(sheet, cell)
    role = role_of(kinds)
    if role == "current" and kinds & _PERIODS:
        return {"current": (cell, 0.99)}
    return {} if role != "current" and unbroken and kinds else {"current": (cell, 0.97)}


def role_of(kinds: frozenset[str]) -> str:
    """The role that a column heading gives: hours, rate, ytd, current, or "" for none or another."""
    if (
        "none" in kinds
        or ("rate" in kinds and kinds & _PERIODS)
        or ("ytd" in kinds and kinds & {"hours", "rate", "current"})
    ):
        return ""
    for kind in ("hours", "rate", "ytd"):
        if kind in kinds:
            return kind
    return "current" if kinds else ""


def _without_doubles(found: list[tuple[str, Cell]], sureness: float) -> Roles:
    roles = [role for role, _ in found]
    return {role: (cell, sureness) for role, cell in found if roles.count(role) == 1}


def _under_role_heads(sheet: Sheet, label: Cell) -> Roles:
    """The label with "This period" and "Year to date" beside it as headings and the amounts below those."""
    found: list[tuple[str, Cell]] = []
    for head in _beside(sheet, label):
        kinds = column_kinds(head.text) if head.kind == "text" and not _is_field(head.text) else frozenset()
        if kinds & _PERIODS:
            under = [c for c in below(sheet, head, 2) if c.kind == "amount" and _is_free(sheet, c, label)]
            found += [(role_of(kinds), cell) for cell in under[:1]]
        else:
            break
    return _without_doubles(found, 0.96)


def _beside(sheet: Sheet, label: Cell) -> list[Cell]:
    """What stands right of a label at its height, also where its larger type made it a line of its own."""
    tall, middle = label.box[3] - label.box[1], (label.box[1] + label.box[3]) / 2
    near = [c for row in sheet.cells[max(0, label.line - 1) : label.line + 2] for c in row]
    level = [c for c in near if abs((c.box[1] + c.box[3]) / 2 - middle) < 0.75 * tall or c.line == label.line]
    return sorted((c for c in level if c.box[0] > label.box[0]), key=lambda c: c.box[0])


def _is_field(text: str) -> bool:
    """Whether a heading names an amount of its own, as "YTD Gross" does."""
    base, _ = split_columns(text)
    return any(base in ranks for name, ranks in names("paystub", "amount").items() if name in _OWN)


def _is_free(sheet: Sheet, cell: Cell, label: Cell) -> bool:
    beside = left_label(sheet, cell)
    return beside is None or beside.box[2] <= label.box[0]


def _column_roles(sheet: Sheet, label: Cell) -> Roles:
    """The label as a heading: rows "Current" and "YTD" below it, or one amount alone."""
    cells = [cell for cell in below(sheet, label) if cell.kind == "amount"]
    found = [(role, cell) for cell in cells if (role := _row_role(sheet, cell))]
    bare = [cell for cell in cells if left_label(sheet, cell) is None]
    if [role for role, _ in found] == ["ytd"] and len(bare) == 1 and bare[0].line < found[0][1].line:
        return {"current": (bare[0], 0.95), "ytd": (found[0][1], 0.98)}
    if found:
        return _without_doubles(found, 0.98)
    return {"current": (cells[0], 0.95)} if len(cells) == 1 else {}


def _titled_roles(sheet: Sheet, label: Cell) -> Roles:
    """The label as the title of a table of one row without a name: headings of amounts, and the amounts under them."""
    heads, row = (*sheet.cells[label.line + 1 : label.line + 3], (), ())[:2]
    fits = len(heads) == len(row) and all(map(lambda head, cell: overlaps(head.box, cell.box), heads, row))
    if len(sheet.cells[label.line]) > 1 or not fits or any(cell.kind != "amount" for cell in row):
        return {}
    roles = [role_of(column_kinds(head.text)) for head in heads]
    return _without_doubles(list(zip(roles, row, strict=True)), 0.95) if set(roles) <= _PERIODS else {}


def _row_role(sheet: Sheet, cell: Cell) -> str:
    beside = left_label(sheet, cell)
    kinds = column_kinds(beside.text) & _PERIODS if beside else frozenset()
    return role_of(kinds)


def _stacked_roles(sheet: Sheet, label: Cell) -> Roles:
    """Lines "This period 1,234.56" and "Year to date 12,345.67" under the label."""
    found: list[tuple[str, Cell]] = []
    for line in range(label.line + 1, min(label.line + 4, len(sheet.lines))):
        for cell in sheet.cells[line]:
            kinds = column_kinds(cell.text) & _PERIODS if cell.kind == "text" else frozenset()
            if kinds and overlaps(cell.box, label.box):
                found += [(role_of(kinds), value) for value in _amounts_right(sheet, cell)]
    return _without_doubles(found, 0.96)


def _amounts_right(sheet: Sheet, label: Cell) -> Iterator[Cell]:
    values = [cell for cell, _ in right_of(sheet, label) if cell.kind == "amount"]
    if len(values) == 1:
        yield values[0]
