"""A process that claims jobs, four at a time, until none is due; prints the ids, one a line."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta

from app.database import close_database, open_database
from app.jobs import queue


async def claim_all(now: datetime) -> list[str]:
    """Ids of the jobs that this process got. Stops at the first empty answer, as a sweep does."""
    claimed: list[str] = []

    async def claimer() -> None:
        while (job := await queue.claim(["toy"], now, now + timedelta(hours=1))) is not None:
            claimed.append(job.id)

    await asyncio.gather(*(claimer() for _ in range(4)))
    return claimed


async def main(now: datetime) -> None:
    await open_database()
    say("ready")
    await asyncio.to_thread(sys.stdin.readline)
    say(*await claim_all(now))
    await close_database()


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(datetime.fromisoformat(sys.argv[1])))
