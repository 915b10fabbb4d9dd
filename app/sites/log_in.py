"""Logging in and out: sessions are made at log-in only, with a fresh secret, so that there is nothing to fixate."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from app.database import new_id, write_transaction
from app.database_scope import every_site
from app.errors import LeaseLabError
from app.sites.passwords import is_right_password
from app.sites.secret_keys import hash_secret, new_secret
from app.sites.tables import LoginFailure, User, UserSession

SESSION_LENGTH = timedelta(hours=12)
THROTTLE_WINDOW = timedelta(minutes=15)
MOST_FAILURES_PER_EMAIL = 8
MOST_FAILURES_PER_ADDRESS = 40


class WrongCredentials(LeaseLabError):
    """E-mail or password is not right."""

    status_code = 401


class TooManyLogins(LeaseLabError):
    """Too many wrong passwords. Wait 15 minutes and try again."""

    status_code = 429


@every_site("nobody is known yet")
async def log_in(email: str, password: str, client_address: str, now: datetime) -> str:
    """The secret of a new session. Raises WrongCredentials or TooManyLogins."""
    email = email.strip().lower()
    by_email, by_address = _subjects(email, client_address)
    await _refuse_after_failures(by_email, by_address, now)
    user = await User.objects().where(User.email == email, User.disabled_at.is_null()).first()
    if not await asyncio.to_thread(is_right_password, user.password_hash if user else None, password) or user is None:
        await _note_failure(by_email, by_address, now)
        raise WrongCredentials
    secret = new_secret()
    async with write_transaction():
        is_old = LoginFailure.failed_at < now - THROTTLE_WINDOW
        await LoginFailure.delete().where((LoginFailure.subject == by_email) | is_old)
        await UserSession.delete().where(UserSession.expires_at < now)
        session = UserSession(id=hash_secret(secret), user_id=user.id, created_at=now, expires_at=now + SESSION_LENGTH)
        await UserSession.insert(session)
    return secret


@every_site("guesses are counted for the person, not for a site")
async def prove_password(user: User, password: str, client_address: str, now: datetime) -> bool:
    """Whether it is the person's own, guesses being counted with those at the log-in. Raises TooManyLogins."""
    subjects = _subjects(user.email, client_address)
    await _refuse_after_failures(*subjects, now)
    if await asyncio.to_thread(is_right_password, user.password_hash, password):
        return True
    await _note_failure(*subjects, now)
    return False


async def log_out(secret: str) -> None:
    """End the session of this cookie; harmless when there is none."""
    await UserSession.delete().where(UserSession.id == hash_secret(secret))


def _subjects(email: str, client_address: str) -> tuple[str, str]:
    return hash_secret(f"email:{email}"), hash_secret(f"address:{client_address}")


async def _note_failure(by_email: str, by_address: str, now: datetime) -> None:
    await LoginFailure.insert(
        LoginFailure(id=new_id("fail"), subject=by_email, failed_at=now),
        LoginFailure(id=new_id("fail"), subject=by_address, failed_at=now),
    )


async def _refuse_after_failures(by_email: str, by_address: str, now: datetime) -> None:
    recent = LoginFailure.failed_at > now - THROTTLE_WINDOW
    for subject, most in ((by_email, MOST_FAILURES_PER_EMAIL), (by_address, MOST_FAILURES_PER_ADDRESS)):
        if await LoginFailure.count().where(LoginFailure.subject == subject, recent) >= most:
            raise TooManyLogins
