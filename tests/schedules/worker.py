"""A worker process for the toy schedule: `due` runs what is due at a time, `slow` runs slowly until it is killed."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime

from app.clock import utc_now
from app.database import close_database, open_database
from app.schedules.runner import drain, run_due
from app.schedules.turn import Pace
from tests.schedules.toy import Toy, at


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def due(moment: datetime) -> None:
    """Once told to go, run what is due; prints how many runs it took and how many changes it made."""
    toy = Toy()
    await open_database()
    say("ready")
    await asyncio.to_thread(sys.stdin.readline)
    taken = await run_due([toy.schedule()], at(moment))
    say(len(taken), sum(toy.applied.values()))
    await close_database()


async def slow() -> None:
    """Take the waiting run, in small slow chunks, saying how far it is; its claim is short."""
    await open_database()
    pace = Pace(claim=1.0, chunk=5)
    await drain([Toy(slow=0.01).schedule()], utc_now, pace=pace, tell=lambda run, done, total: say(done, total))


if __name__ == "__main__":
    asyncio.run(slow() if sys.argv[1] == "slow" else due(datetime.fromisoformat(sys.argv[2])))
