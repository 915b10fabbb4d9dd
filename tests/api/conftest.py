"""Programs with their tokens: `call(user, site)` answers as the owner of a fresh token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.leads.tables import Lead
from app.sites.tables import Site, User
from app.sites.tokens import create_token
from tests.browsing import person
from tests.evaluations.instant import Office
from tests.factories import World, make_lead

Program = httpx.AsyncClient
MakeProgram = Callable[[User, Site], Awaitable[Program]]


@pytest.fixture
async def program(app: Any, now: datetime) -> AsyncIterator[MakeProgram]:
    async with AsyncExitStack() as stack:

        async def make(user: User, site: Site) -> Program:
            client = (await stack.enter_async_context(person(app))).client
            client.headers["authorization"] = f"Bearer {await create_token(site.id, user.id, now)}"
            return client

        yield make


@pytest.fixture
async def bob(program: MakeProgram, world: World) -> Program:
    """An agent of Oak Court."""
    return await program(world.bob, world.oak)


@pytest.fixture
async def alice(program: MakeProgram, world: World) -> Program:
    """The manager of Oak Court."""
    return await program(world.alice, world.oak)


@pytest.fixture
async def dora(program: MakeProgram, world: World) -> Program:
    """The super admin, with a token for Oak Court."""
    return await program(world.dora, world.oak)


@pytest.fixture
async def charlie(program: MakeProgram, world: World) -> Program:
    """An agent of Elm Row."""
    return await program(world.charlie, world.elm)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "documents")


@pytest.fixture
async def lead(world: World, now: datetime, office: Office) -> Lead:
    """A lead of Oak Court with one document."""
    lead = await make_lead(world.oak, now)
    await office.add_document(lead, now, b"stub")
    return lead
