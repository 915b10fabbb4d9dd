"""Two people who merge the same two leads, each into the other: one is told, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from app.leads.tables import Lead
from app.matches.decide import By, NotMergeable, merge_leads, undo_merge
from app.storage import LocalStore
from tests.factories import World
from tests.matches.test_matches import pair


async def test_opposite_merges_follow_each_other(world: World, now: datetime, tmp_path: Path) -> None:
    older, newer, match_id = await pair(world, now)
    store, by = LocalStore(tmp_path), By(world.alice.id, now)
    for _ in range(8):
        outcomes = await asyncio.gather(
            merge_leads(world.oak.id, match_id, older.id, by, store),
            merge_leads(world.oak.id, match_id, newer.id, By(world.dora.id, now), store),
            return_exceptions=True,
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert [type(outcome) for outcome in refused] == [NotMergeable], outcomes
        assert await Lead.count().where(Lead.merged_into.is_not_null()) == 1
        await asyncio.gather(*[undo_merge(world.oak.id, match_id, by) for _ in range(2)])
        assert await Lead.count().where(Lead.merged_into.is_not_null()) == 0
