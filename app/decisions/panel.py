"""What the decision panel shows, on the page of a lead and wherever it is renewed alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.decisions.decide import IN_LINE
from app.decisions.find import UNDO_FOR, can_undo, get_panel
from app.decisions.reasons import REASONS, reason_words
from app.errors import LeaseLabError
from app.screening.verdict import Recommendation


async def panel_context(
    site_id: str,
    lead_id: str,
    user_id: str,
    now: datetime,
    *,
    is_manager: bool,
    refusal: LeaseLabError | None = None,
    typed: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The values of `decisions/_decision.html` beside `current`. `typed` is what a refused form held. Raises NotFound.

    `in_line` lists the decisions that follow the recommendation; `undo_until` is None where nothing can be undone.
    """
    panel = await get_panel(site_id, lead_id, user_id)
    is_undoable = panel.standing is not None and can_undo(panel.standing, user_id, is_manager, now)
    return {
        "lead_id": lead_id,
        "decision_panel": panel,
        "undo_until": panel.standing["decided_at"] + UNDO_FOR if is_undoable and panel.standing else None,
        "in_line": sorted(IN_LINE[Recommendation(panel.evaluation["recommendation"])]) if panel.evaluation else [],
        "decision_reasons": REASONS,
        "reason_words": reason_words,
        "decision_typed": typed or {},
        "decision_refusal": refusal,
    }
