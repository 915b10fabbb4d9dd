"""API tokens: shown once, kept as a hash, revocable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.errors import NotFound
from app.sites.audit import record
from app.sites.secret_keys import hash_secret, new_secret
from app.sites.tables import ApiToken


async def create_token(site_id: str, user_id: str, now: datetime, request_id: str = "") -> str:
    """The secret of a new token of this user for this site. It cannot be shown again."""
    secret = f"ll_{new_secret()}"
    token = ApiToken(
        id=new_id("token"), user_id=user_id, site_id=site_id, token_hash=hash_secret(secret), created_at=now
    )
    async with write_transaction():
        await ApiToken.insert(token)
        await record(site_id, user_id, "token_created", token.id, now, request_id=request_id)
    return secret


async def revoke_token(site_id: str, token_id: str, user_id: str, now: datetime, request_id: str = "") -> None:
    """End a token at once. Raises NotFound for another site's token; harmless when it is revoked already."""
    token = await ApiToken.objects().where(ApiToken.id == token_id, ApiToken.site_id == site_id).first()
    if token is None:
        raise NotFound("There is no such token at this site.")
    async with write_transaction():
        await ApiToken.update({ApiToken.revoked_at: now}).where(ApiToken.id == token_id, ApiToken.revoked_at.is_null())
        await record(site_id, user_id, "token_revoked", token_id, now, request_id=request_id)


async def list_tokens(site_id: str) -> list[dict[str, Any]]:
    """The site's live tokens with their owners, newest first."""
    rows: list[dict[str, Any]] = await ApiToken.raw(
        """SELECT t.id, t.created_at, t.last_used_at, u.name AS user_name FROM api_tokens t
        JOIN users u ON u.id = t.user_id WHERE t.site_id = {} AND t.revoked_at IS NULL
        ORDER BY t.created_at DESC LIMIT 200""",
        site_id,
    )
    return rows
