"""Everything that happens in the background, on one page."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from app.alerts.watch import Watch
from app.audit.seal import seal_tick
from app.documents.reader import current_reader
from app.evaluations.automatic import evaluate_complete_leads
from app.evaluations.steps import Model
from app.evaluations.workflow import build_workflow
from app.insights.absorption_rates import ABSORPTION_RATES
from app.insights.classify_leads import CLASSIFY_LEADS
from app.insights.showing_metrics import SHOWING_METRICS
from app.jobs.workflow import Workflow
from app.matches.schedule import IDENTITY_MATCHES
from app.notifications.deliver import deliver_due
from app.policies.find import policy_of
from app.retention.purge import empty_outboxes, purge_store
from app.retention.schedule import RETENTION
from app.schedules import forget
from app.schedules.ledger import open_due
from app.schedules.minute import MinuteTick
from app.schedules.schedule import Schedule
from app.screening.policy import Policy, load_policy
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import ReadFile
from app.screening.screen import screen
from app.screening.verdict import Applicant, Verdict
from app.settings import current_settings
from app.storage import current_store
from app.triggers.defaults import add_default_triggers
from app.triggers.schedule import PROCESS_TRIGGERS


def warm_up() -> None:
    """Let the reader load its models before the first document comes."""
    with contextlib.suppress(ReadingError):
        current_reader().read(_blank_page())


def _blank_page() -> bytes:
    """A small white picture, which costs nothing to read but the loading."""
    from PIL import Image

    content = io.BytesIO()
    Image.new("L", (600, 800), 255).save(content, "PNG")
    return content.getvalue()


@cache
def workflows() -> tuple[Workflow, ...]:
    """Every durable workflow there is."""
    return (
        build_workflow(current_store(), lambda content: current_reader().read(content), _screen, _model(), policy_of),
    )


def schedules() -> tuple[Schedule, ...]:
    """Every scheduled job, in the order in which people read of them."""
    nightly = (CLASSIFY_LEADS, SHOWING_METRICS, ABSORPTION_RATES, IDENTITY_MATCHES, RETENTION, forget.SCHEDULE)
    return (*nightly, PROCESS_TRIGGERS)


def minute_ticks() -> tuple[MinuteTick, ...]:
    """What is looked after every minute by every worker; each must be safe to run twice at once."""
    return (write_due_runs, add_default_triggers, watch().look, deliver_due, purge, evaluate, seal_tick)


async def purge(now: datetime) -> None:
    """The bytes of what was deleted; every hour also old mails."""
    await purge_store(current_store(), now)
    if now.minute == 0:
        await empty_outboxes(now)


async def evaluate(now: datetime) -> None:
    """The evaluations that sites want without a click."""
    if await evaluate_complete_leads(now):
        from app.background import nudge

        await nudge()


@cache
def watch() -> Watch:
    """The alarms of this process."""
    return Watch(schedules, current_store, current_settings().sweep_cron)


async def write_due_runs(now: datetime) -> None:
    """The runs that are due stand in the ledger even while nobody works on them, so that it shows for how long."""
    await open_due(schedules(), now)


def _model() -> Model | None:
    """The model where one is configured. Imported only then: a local installation pays nothing for it."""
    settings = current_settings()
    if not settings.llm_base_url:
        return None
    from app.evaluations.model_screen import ModelScreen
    from app.model_evaluator import model_evaluator

    return ModelScreen(
        model_evaluator(settings),
        current_store(),
        current_reader,
        settings.llm_picture_side,
        falls_back=settings.llm_fallback == "local",
    )


def _screen(applicant: Applicant, files: Sequence[ReadFile], as_of: date, policy: Policy | None = None) -> Verdict:
    return screen(applicant, files, policy or load_policy(), as_of)
