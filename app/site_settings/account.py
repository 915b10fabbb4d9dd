"""One's own password."""

from __future__ import annotations

import asyncio
from datetime import datetime

from app.database import write_transaction
from app.errors import ValidationFailed
from app.sites.audit import record
from app.sites.create import SHORTEST_PASSWORD
from app.sites.passwords import hash_password, is_right_password
from app.sites.tables import User, UserSession

LONGEST_PASSWORD = 200


async def change_password(
    site_id: str, user_id: str, old: str, new: str, again: str, session_id: str, now: datetime, request_id: str = ""
) -> None:
    """Set the password and end every other session of the person. Raises ValidationFailed with `fields`."""
    user = await User.objects().where(User.id == user_id).first()
    wrong: dict[str, str] = {}
    if user is None or not await asyncio.to_thread(is_right_password, user.password_hash, old):
        wrong["old"] = "This is not your password."
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        wrong["new"] = f"The password needs at least {SHORTEST_PASSWORD} characters, and at most {LONGEST_PASSWORD}."
    elif new != again:
        wrong["again"] = "The two are not the same."
    if wrong:
        raise ValidationFailed(" ".join(wrong.values()), fields=wrong)
    password_hash = await asyncio.to_thread(hash_password, new)
    async with write_transaction():
        await User.update({User.password_hash: password_hash}).where(User.id == user_id)
        await UserSession.delete().where((UserSession.user_id == user_id) & (UserSession.id != session_id))
        await record(site_id, user_id, "password_changed", user_id, now, request_id=request_id)
