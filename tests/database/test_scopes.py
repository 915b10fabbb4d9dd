"""Which code looks across sites, and that nothing takes a site along from one request to the next."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

from app.database_scope import EVERY, NOBODY, current_scope, enter_site, every_site, no_site, site_scope
from app.web_scope import ForgetSite

APP = Path(__file__).resolve().parent.parent.parent / "app"
ACROSS = {
    "__main__.whole: a command of the operator",
    "alerts.watch.look: what is wrong anywhere",
    "applicants.links.open_link: whose link it is",
    "audit.seal.seal_everything: which sites have new entries",
    "audit_command.whole: a command of the operator",
    "demo.run._prepare: a command of the operator",
    "demo.seed_command._seed: a command of the operator",
    "doctor_command._whole: a command of the operator",
    "evaluations.automatic.evaluate_complete_leads: which sites want it",
    "jobs.api._site_ids: jobs of all sites on demand",
    "jobs.find.next_due: when a worker looks again",
    "jobs.queue.claim: the longest due job, whose site is known then",
    "jobs.ledger.steps_of_each: what was recorded of claimed jobs, of whatever sites",
    "jobs.queue.claim_some: the longest due jobs, whose sites are known then",
    "jobs_command.whole: a command of the operator",
    "leads.listing._search: a search by its index, which a policy keeps PostgreSQL from; it gives keys and a number",
    "metrics_text.render_metrics: numbers of the whole installation",
    "migrate.migrate: the schema",
    "migrate.require_newest_schema: the schema",
    "notifications.deliver.deliver: what waits in the outboxes",
    "retention.purge.empty_outboxes: old mails of every site",
    "retention.purge.purge_store: whether any document still names an object",
    "rotate_command._rotate: a command of the operator",
    "schedules.ledger.claim: the longest waiting run, whose site is known then",
    "schedules.ledger.get_runs: a run for each of the sites",
    "schedules.ledger.open_due: due runs of every site",
    "schedules.ledger.open_now: a run for each of the sites",
    "sites.current.current_for_api: whose token it is",
    "sites.current.current_for_page: who is asking",
    "sites.find.list_sites_of_session: the sites of a person",
    "sites.log_in.log_in: nobody is known yet",
    "sites.log_in.prove_password: guesses are counted for the person, not for a site",
    "storage_filled.has_documents: whether an empty store has lost something",
    "triggers.defaults.add_default_triggers: sites without a trigger",
}
"""Module, deed and reason. Here the lock is open: what stands here is to be read with that in mind."""
ENTERS = {"applicants.pages", "sites.current"}
"""Where a request finds its site."""


class Uses(ast.NodeVisitor):
    """The functions of a module that look across sites, and whether it enters one."""

    def __init__(self) -> None:
        self.inside, self.across, self.enters = [""], list[tuple[str, str]](), False

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.inside.append(node.name)
        self.generic_visit(node)
        self.inside.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "every_site":
            self.across.append((self.inside[-1], ast.literal_eval(node.args[0])))
        self.enters |= name == "enter_site"
        self.generic_visit(node)


@cache
def uses() -> dict[str, Uses]:
    found = {}
    for path in sorted(APP.rglob("*.py")):
        module = ".".join(path.relative_to(APP).with_suffix("").parts)
        if module != "database_scope":
            found[module] = Uses()
            found[module].visit(ast.parse(path.read_text()))
    return found


def test_only_these_deeds_look_across_sites() -> None:
    assert {f"{module}.{deed}: {why}" for module, found in uses().items() for deed, why in found.across} == ACROSS


def test_only_these_modules_say_whose_request_it_is() -> None:
    assert {module for module, found in uses().items() if found.enters} == ENTERS


async def test_a_request_begins_with_no_site_and_leaves_none_behind() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(current_scope())
        enter_site("site_of_the_request")

    with site_scope("site_of_the_one_before"):
        await ForgetSite(app)({}, None, None)
        assert (seen, current_scope()) == ([NOBODY], "site_of_the_one_before")


async def test_scopes_end_where_they_began() -> None:
    @every_site("a test")
    async def deed(given: int) -> tuple[int, str]:
        return given, current_scope()

    with no_site():
        with site_scope("site_a"):
            assert await deed(7) == (7, EVERY)
            assert current_scope() == "site_a"
        assert current_scope() == NOBODY
