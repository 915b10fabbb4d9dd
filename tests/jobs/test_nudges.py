"""Hints to the worker: shared by those who come at once, and never too early."""

from __future__ import annotations

import asyncio

from app.nudges import Nudges


class Sender:
    """Notes when a hint set out; each waits until it is let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.is_under_way, self.may_end = asyncio.Event(), asyncio.Event()

    async def send(self) -> None:
        self.begun += 1
        self.is_under_way.set()
        await self.may_end.wait()


async def test_those_who_come_while_a_hint_is_under_way_share_the_next() -> None:
    sender = Sender()
    nudges = Nudges(sender.send)
    first = asyncio.create_task(nudges.send())
    await sender.is_under_way.wait()
    others = [asyncio.create_task(nudges.send()) for _ in range(20)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in (first, *others))
    sender.may_end.set()
    await asyncio.gather(first, *others)
    assert sender.begun == 2
    await nudges.send()
    assert sender.begun == 3, "one that comes later has its own"


async def test_a_lost_hint_is_nobodys_failure() -> None:
    async def lose() -> None:
        raise ConnectionError

    nudges = Nudges(lose)
    await asyncio.gather(*(nudges.send() for _ in range(3)))
    await nudges.send()


async def test_who_goes_away_takes_no_hint_along() -> None:
    sender = Sender()
    nudges = Nudges(sender.send)
    gone, there = asyncio.create_task(nudges.send()), asyncio.create_task(nudges.send())
    await sender.is_under_way.wait()
    gone.cancel()
    sender.may_end.set()
    await there
    assert sender.begun == 1
