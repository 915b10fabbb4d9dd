"""Two people who edit one notice: nobody's text is overwritten unseen, and nobody's typing is lost."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from typing import Any

import httpx

from app.decisions.notices import get_notice
from tests.browsing import person, text_of
from tests.decisions.test_notices import HTMX, declined
from tests.factories import World


def version_of(answer: httpx.Response) -> str:
    found = re.search(r'name="version" form="notice-form" value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


async def test_a_stale_save_is_refused_and_keeps_what_was_typed_beside_what_is_stored(
    app: Any, world: World, now: datetime
) -> None:
    _, made, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob, person(app, "alice@oak.example") as alice:
        await bob.post(url)
        seen = version_of(await bob.get(url))
        assert version_of(await alice.get(url)) == seen
        first = {"version": seen, "reasons": "Written by Alice", "contact": "Oak Court"}
        assert (await alice.post(f"{url}/save", first)).status_code == 303
        stale = await bob.post(f"{url}/save", {"version": seen, "reasons": "Written <by> Bob", "contact": "Oak Court"})
        assert stale.status_code == 409 and "Somebody changed this notice" in stale.text
        assert "Written &lt;by&gt; Bob</textarea>" in stale.text and "Stored now: Written by Alice" in stale.text
        assert "Stored now: Oak Court" not in stale.text  # the same text from both is no difference
        assert (await get_notice(world.oak.id, made.id))["body"]["reasons"] == "Written by Alice"
        # Having seen the other's text, Bob puts his in its place.
        again = {"version": version_of(stale), "reasons": "Written <by> Bob"}
        assert (await bob.post(f"{url}/save", again)).status_code == 303
    body = (await get_notice(world.oak.id, made.id))["body"]
    assert (body["reasons"], body["contact"]) == ("Written <by> Bob", "Oak Court")


async def test_with_scripts_the_form_and_the_preview_are_answered_in_their_places(
    app: Any, world: World, now: datetime
) -> None:
    _, _, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob:
        await bob.post(url)
        seen = version_of(await bob.get(url))
        saved = await bob.post(f"{url}/save", {"version": seen, "contact": "One"}, **HTMX)
        assert saved.status_code == 200 and "hx-swap-oob" not in saved.text
        onward = await bob.post(f"{url}/save", {"version": version_of(saved), "contact": "Two"}, **HTMX)
        assert onward.status_code == 200, "each answer brings the version for the next field"
        stale = await bob.post(f"{url}/save", {"version": seen, "contact": "Three"}, **HTMX)
        assert (stale.status_code, stale.headers["hx-retarget"]) == (409, "#notice-form")
        assert "hx-post" not in stale.text, "no field saves by itself before the person has looked"
        assert 'id="notice-preview"' in stale.text and 'hx-swap-oob="true"' in stale.text
        same = await bob.post(f"{url}/save", {"version": seen, "contact": "Two"}, **HTMX)
        assert same.status_code == 200, "nothing would be overwritten"


async def test_of_two_saves_at_once_one_is_told(app: Any, world: World, now: datetime) -> None:
    _, made, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob, person(app, "alice@oak.example") as alice:
        await bob.post(url)
        seen = version_of(await bob.get(url))
        sent = [
            who.post(f"{url}/save", {"version": seen, "contact": text})
            for who, text in ((bob, "Written by Bob"), (alice, "Written by Alice"))
        ]
        answers = {answer.status_code: answer for answer in await asyncio.gather(*sent)}
    assert set(answers) == {303, 409}
    assert (await get_notice(world.oak.id, made.id))["body"]["contact"] in text_of(answers[409])


async def test_a_sent_notice_still_says_that_it_was_sent(app: Any, world: World, now: datetime) -> None:
    _, _, url = await declined(world, now)
    async with person(app, "bob@oak.example") as bob:
        await bob.post(url)
        seen = version_of(await bob.get(url))
        assert (await bob.post(f"{url}/send", {"delivery": "posted", "seen": seen})).status_code == 303
        late = await bob.post(f"{url}/save", {"version": seen, "contact": "Late"})
    assert late.status_code == 409 and "was sent already" in late.text
