"""The notice to the applicant as a letter."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Spacer

from app.decisions.notice_text import letter_date, notice_parts
from app.decisions.notices import TITLE as NAME
from app.decisions.pdf_sheet import LETTER, TITLE, Sheet


def notice_pdf(notice: dict[str, Any]) -> bytes:
    """The PDF of a notice with `body` as an object; a draft says that it is one."""
    body = notice["body"]
    sheet = Sheet(NAME)
    sheet.add(letter_date(body), LETTER)
    sheet.add("\n".join(filter(None, (body["to_name"], body["to_address"]))), LETTER)
    sheet.parts.append(Spacer(0, 14))
    sheet.add(NAME if notice["status"] == "sent" else f"{NAME} (draft)", TITLE)
    sheet.add(f"Home: {body['property']}", LETTER)
    for part in notice_parts(body):
        sheet.heading(part.heading)
        if part.is_list:
            sheet.points(part.lines, LETTER)
        else:
            sheet.add("\n".join(part.lines), LETTER)
    return sheet.build("Notice of a decision about a rental application")
