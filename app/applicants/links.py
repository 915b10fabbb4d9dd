"""Links for applicants: made and withdrawn by agents, good for one lead and two weeks, worthless to guess."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.applicants.tables import ApplicantLink
from app.database import look_up, new_id, write_transaction
from app.database_scope import every_site
from app.errors import LeaseLabError, NotFound, TooManyRequests
from app.evaluations.lead_status import lock_lead
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead
from app.settings import current_settings, require_secret_keys
from app.sites.audit import record
from app.sites.secret_keys import hash_secret, new_secret

GOOD_FOR = timedelta(days=14)
MOST_FILES = 60
"""Of one link: three times what a packet has, so that a link in wrong hands cannot fill the store."""
UNDECIDED = ["new", "documents_received", "ai_evaluating", "ai_evaluated"]
"""Where something can still be asked for: a link opens, and is made, in these alone."""
SIGNATURE_LENGTH = 22
"""Characters of the signature, about 128 bits."""


class LinkGone(NotFound):
    """This link has expired or was withdrawn. Ask the leasing office for a new one."""


class LinkFull(TooManyRequests):
    """This link has taken as many files as it can. Ask the leasing office for a new one."""


class NothingToAsk(LeaseLabError):
    """This lead was decided or closed, so there is nothing to ask the applicant for."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that is good now, and whom it is for."""

    id: str
    site_id: str
    site_name: str
    lead_id: str
    unit: str
    employment_status: str
    created_by: str
    expires_at: datetime
    uploads: int


async def create_link(site_id: str, lead_id: str, user_id: str, now: datetime, request_id: str = "") -> str:
    """A new link's token, which is shown once: only its hash is kept. Raises NothingToAsk where it would not open."""
    secret = new_secret()
    link = ApplicantLink(
        id=new_id("link"), site_id=site_id, lead_id=lead_id, secret_hash=hash_secret(secret), created_by=user_id,
        created_at=now, expires_at=now + GOOD_FOR,
    )  # fmt: skip
    async with write_transaction():
        await lock_lead(site_id, lead_id)
        if not await Lead.exists().where(Lead.id == lead_id, Lead.merged_into.is_null(), Lead.status.is_in(UNDECIDED)):
            raise NothingToAsk
        await link.save()
        await note_activity(
            site_id, lead_id, ActivityKind.message, "A link for documents was made.", now,
            actor_id=user_id, subject_id=link.id,
        )  # fmt: skip
        await record(site_id, user_id, "applicant_link_created", lead_id, now, request_id=request_id)
    return f"{secret}.{_signatures(secret)[0]}"


async def revoke_link(
    site_id: str, lead_id: str, link_id: str, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """Withdraw a link of this lead for ever; again changes nothing. Raises NotFound, for another site's too."""
    this = (ApplicantLink.id == link_id) & (ApplicantLink.lead_id == lead_id) & (ApplicantLink.site_id == site_id)
    if not await ApplicantLink.exists().where(this):
        raise NotFound("There is no such link at this site.")
    async with write_transaction():
        await ApplicantLink.update({ApplicantLink.revoked_at: now}).where(this, ApplicantLink.revoked_at.is_null())
        await record(site_id, user_id, "applicant_link_revoked", lead_id, now, request_id=request_id)


async def list_links(lead_id: str, now: datetime) -> list[dict[str, Any]]:
    """The lead's links that are still good, the newest first: id, created_at, expires_at, last_used_at, uploads."""
    return await look_up(
        "SELECT id, created_at, expires_at, last_used_at, uploads FROM applicant_links"
        " WHERE lead_id = {} AND revoked_at IS NULL AND expires_at > {} ORDER BY created_at DESC LIMIT 10",
        lead_id, now,
    )  # fmt: skip


async def open_link(token: str, now: datetime) -> OpenLink:
    """The link of a token. Raises LinkGone for one that was never made, has expired, was withdrawn, or whose lead was
    decided or erased: whoever holds it learns no difference."""
    secret, _, signature = token.partition(".")
    if not any(hmac.compare_digest(signature.encode(), good.encode()) for good in _signatures(secret)):
        raise LinkGone
    with every_site("whose link it is"):
        rows = await ApplicantLink.raw(_OPEN, hash_secret(secret), now)
    if not rows:
        raise LinkGone
    row = rows[0]
    unit = " ".join(part for part in (row["property_name"], row["unit_name"]) if part)
    rest = {name: row[name] for name in ("id", "site_id", "site_name", "lead_id", "employment_status", "created_by")}
    return OpenLink(**rest, unit=unit, expires_at=row["expires_at"], uploads=int(row["uploads"]))


async def reserve_uploads(link_id: str, files: int, now: datetime) -> None:
    """Count files against the link before they are taken, exactly under any concurrency. Raises LinkFull."""
    rows = await ApplicantLink.raw(
        "UPDATE applicant_links SET uploads = uploads + {}, last_used_at = {} WHERE id = {} AND uploads + {} <= {}"
        " RETURNING uploads",
        files, now, link_id, files, MOST_FILES,
    )  # fmt: skip
    if not rows:
        raise LinkFull


async def release_uploads(link_id: str, files: int) -> None:
    """What was reserved and refused counts no more."""
    await ApplicantLink.raw("UPDATE applicant_links SET uploads = uploads - {} WHERE id = {}", files, link_id)


_OPEN = (
    "SELECT k.id, k.site_id, k.lead_id, k.created_by, k.expires_at, k.uploads, s.name AS site_name,"
    " l.employment_status, u.name AS unit_name, p.name AS property_name"
    " FROM applicant_links k JOIN sites s ON s.id = k.site_id JOIN leads l ON l.id = k.lead_id"
    " LEFT JOIN units u ON u.id = l.unit_id LEFT JOIN properties p ON p.id = u.property_id"
    " WHERE k.secret_hash = {} AND k.revoked_at IS NULL AND k.expires_at > {} AND l.erased_at IS NULL"
    " AND l.merged_into IS NULL AND l.status IN ('new', 'documents_received', 'ai_evaluating', 'ai_evaluated')"
)


def _signatures(secret: str) -> list[str]:
    """So that a guess is refused without asking the database, and a link ends with the key that signed it: one for
    each of the installation's keys, the newest first."""
    words = b"applicant-link:" + secret.encode()
    keys = require_secret_keys(current_settings())
    return [hmac.new(key.encode(), words, hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH] for key in keys]
