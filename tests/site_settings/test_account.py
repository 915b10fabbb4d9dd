"""One's own password: guesses of the old one are counted with those at the log-in."""

from __future__ import annotations

from app.sites.log_in import MOST_FAILURES_PER_EMAIL
from app.sites.tables import User
from tests.browsing import person, text_of
from tests.factories import PASSWORD, World

NEW = {"new": "another long password", "again": "another long password"}


async def test_guesses_of_the_old_password_are_throttled_like_log_ins(app: object, world: World) -> None:
    async with (
        person(app, "bob@oak.example") as bob,
        person(app) as stranger,
        person(app, "alice@oak.example") as alice,
    ):
        for _ in range(MOST_FAILURES_PER_EMAIL):
            answer = await bob.post("/sites/oak/account", {"old": "a guess", **NEW})
            assert answer.status_code == 422 and "This is not your password." in answer.text
        right = await bob.post("/sites/oak/account", {"old": PASSWORD, **NEW})
        assert right.status_code == 429 and "Too many wrong passwords" in text_of(right)
        assert "Your password is changed" not in right.text
        assert (await stranger.log_in("bob@oak.example")).status_code == 429, "one count for both ways to guess"
        done = await alice.post("/sites/oak/account", {"old": PASSWORD, **NEW})
        assert done.status_code == 200, "others change theirs meanwhile"
    assert await User.exists().where(User.id == world.bob.id, User.password_hash == world.bob.password_hash)
