"""The evaluation workflow: seven named steps, their time limits, and what their failure means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.evaluations.closing import redo_request, save_evaluation, tell, undo_request, update_lead
from app.evaluations.readings import Readings
from app.evaluations.request import WORKFLOW
from app.evaluations.steps import Model, Rules, Screen, Steps
from app.jobs.workflow import Step, Workflow
from app.screening.reading.pages import Reading
from app.storage import DocumentStore

QUICK = timedelta(seconds=20)
LOADING = timedelta(seconds=60)
READING = timedelta(minutes=15)
"""Ten scanned documents of 40 pages at 2 seconds a page; what was read by then is kept for the next attempt."""
JUDGING = timedelta(minutes=5)


def build_workflow(
    store: DocumentStore,
    read: Callable[[bytes], Reading],
    screen: Screen,
    model: Model | None = None,
    rules: Rules | None = None,
) -> Workflow:
    """The workflow over its outer world. `read` and `screen` are synchronous and run in threads; `model` is asked for
    sites that want it, `rules` for the policy of each site."""
    steps = Steps(Readings(store, read), screen, model, rules)
    return Workflow(
        name=WORKFLOW,
        steps=(
            Step("fetch-lead", steps.fetch_lead, QUICK),
            Step("load-documents", steps.load_documents, LOADING, ("StorageError", "The document store was too slow.")),
            Step("read-documents", steps.read_documents, READING),
            Step("evaluate", steps.evaluate, JUDGING, ("ModelTimeout", "The model did not answer in time.")),
        ),
        closing=(
            Step("save-evaluation", save_evaluation, QUICK),
            Step("update-lead", update_lead, QUICK),
            Step("notify", tell, QUICK),
        ),
        on_failed=undo_request,
        on_retried=redo_request,
        forget=frozenset({"evaluate"}),
    )
