"""Rows of a statement that opens with 1,000.00, and what the check says about them."""

from app.screening.checks import statement_balance


def ten_rows(*balances, count=10):
    """Withdrawals of 10.00 each from 1,000.00; the running balances as given, then as they should be."""
    usual = [f"{990 - 10 * place}.00" for place in range(count)]
    shown = [*balances, *usual[len(balances) :]]
    return [movement(place, "-10.00", balance) for place, balance in enumerate(shown)]


def movement(place, amount, balance=None):
    row = {"date": f"2026-10-{place + 1:02d}", "description": "Card", "amount": amount, "page": "1"}
    row["direction"] = "debit" if amount.startswith("-") else "credit"
    place_on_page = f"300.00 {100 + 20 * place}.00 340.00 {110 + 20 * place}.00"
    return {**row, **({"balance": balance} if balance else {}), "box": place_on_page}


def answer(papers, rows, source="text", printed=(), **fields):
    statement = papers.document("bank_statement", opening_balance="1000.00", transactions=tuple(rows), **fields)
    page = papers.page([("Statement", 100)], *[[(text, 300)] for text in printed], source=source)
    return statement_balance.check(papers.with_file(statement, papers.reading(page)))
