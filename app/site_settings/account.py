"""One's own password."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from app.database import write_transaction
from app.errors import ValidationFailed
from app.sites.audit import record
from app.sites.create import SHORTEST_PASSWORD
from app.sites.log_in import prove_password
from app.sites.passwords import hash_password
from app.sites.tables import User, UserSession

LONGEST_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, from where, and with which session, which is the one that stays."""

    user_id: str
    session_id: str
    client_address: str
    request_id: str = ""


async def change_password(site_id: str, asker: Asker, old: str, new: str, again: str, now: datetime) -> None:
    """Set the password and end every other session of the person.

    Raises ValidationFailed with `fields`, and TooManyLogins: a session that somebody left open is no way to guess.
    """
    user_id, session_id, request_id = asker.user_id, asker.session_id, asker.request_id
    user = await User.objects().where(User.id == user_id).first()
    wrong: dict[str, str] = {}
    if user is None or not await prove_password(user, old, asker.client_address, now):
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
