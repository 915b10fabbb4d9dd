"""The mail that brings an applicant their link."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

from app.database import new_id, write_transaction
from app.notifications.outbox import is_address, queue_mail


async def mail_link(site_id: str, site_name: str, lead: dict[str, Any], address: str, now: datetime) -> bool:
    """Put the mail into the outbox; False when the lead has no address that mail can be sent to."""
    if not is_address(lead["email"] or ""):
        return False
    lines = (
        f"{site_name} asks you for documents for your rental application.",
        "Here you can see what is still needed, and send it from your phone or computer:",
        address,
        "The link is for you alone and ends in two weeks. If you did not apply, delete this mail.",
    )
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = html.replace(f"<p>{escape(address)}</p>", f'<p><a href="{escape(address)}">{escape(address)}</a></p>')
    async with write_transaction():
        await queue_mail(
            site_id, lead["email"], f"{site_name}: documents for your application", "\n\n".join(lines), html,
            new_id("ask"), now,
        )  # fmt: skip
    return True
