"""The normal forms of contacts of leads that exist already."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.leads.contact_keys import email_key, phone_key
from app.leads.tables import Lead

ID = "2026-11-22T05:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "contact keys of leads"
CHUNK = 1000


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def fill() -> None:
        last = ""
        while rows := await Lead.raw(
            "SELECT id, email, phone FROM leads WHERE id > {} ORDER BY id LIMIT {}", last, CHUNK
        ):
            for row in rows:
                await Lead.raw(
                    "UPDATE leads SET email_key = {}, phone_key = {} WHERE id = {}",
                    email_key(row["email"]), phone_key(row["phone"]), row["id"],
                )  # fmt: skip
            last = rows[-1]["id"]

    manager.add_raw(fill)
    return manager
