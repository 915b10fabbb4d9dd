"""Possible duplicates, side by side, with the three things that a manager can do about them."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.matches.decide import By, dismiss_match, merge_leads, undo_merge
from app.matches.find import list_matches
from app.matches.tables import MatchStatus
from app.sites.current import Current, require_manager
from app.storage import current_store

Here = NamedDependency[Current]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/matches")
async def match_list(current: Here) -> Template:
    require_manager(current)
    context = {
        "current": current,
        "open": await list_matches(current.site.id, MatchStatus.open),
        "merged": await list_matches(current.site.id, MatchStatus.merged),
    }
    return Template("matches/page.html", context=context)


@post("/matches/{match_id:str}/merge")
async def merge_pair(current: Here, match_id: FromPath[str], data: Form) -> Redirect:
    require_manager(current)
    kept = await merge_leads(current.site.id, match_id, data.get("keep", ""), _by(current), current_store())
    return Redirect(f"/sites/{current.site.slug}/leads/{kept}", status_code=303)


@post("/matches/{match_id:str}/undo")
async def undo_merge_of_pair(current: Here, match_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await undo_merge(current.site.id, match_id, _by(current))
    return Redirect(f"/sites/{current.site.slug}/matches", status_code=303)


@post("/matches/{match_id:str}/dismiss")
async def dismiss_pair(current: Here, match_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await dismiss_match(current.site.id, match_id, _by(current))
    return Redirect(f"/sites/{current.site.slug}/matches", status_code=303)


def _by(current: Current) -> By:
    return By(current.user.id, utc_now(), current.request_id)


ROUTES = [match_list, merge_pair, undo_merge_of_pair, dismiss_pair]
