"""The web application: every route, what stands around them, and what starts and ends with the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from app import api_errors, api_schema, web_health
from app.alerts import pages as alerts_pages
from app.applicants import pages as applicants_pages
from app.audit import pages as audit_pages
from app.database import close_database, open_database
from app.decisions import api as decisions_api
from app.decisions import pages as decisions_pages
from app.documents import api as documents_api
from app.documents import pages as documents_pages
from app.documents.reader import close_reader
from app.errors import LeaseLabError
from app.evaluations import api as evaluations_api
from app.evaluations import pages as evaluations_pages
from app.insights import pages as insights_pages
from app.jobs import api as jobs_api
from app.jobs import pages as jobs_pages
from app.leads import api as leads_api
from app.leads import pages as leads_pages
from app.matches import pages as matches_pages
from app.notifications import pages as notifications_pages
from app.overview import pages as overview_pages
from app.policies import pages as policies_pages
from app.properties import pages as properties_pages
from app.retention import pages as retention_pages
from app.schedules import pages as schedules_pages
from app.settings import Settings, current_settings, require_secret_keys
from app.showings import pages as showings_pages
from app.site_settings import pages as site_settings_pages
from app.sites import pages as sites_pages
from app.sites.current import current_for_api, current_for_page
from app.stand_in import stand_in
from app.templating import make_environment
from app.timeline import pages as timeline_pages
from app.traces import TracedRequests, close_traces, set_up_traces
from app.triggers import pages as triggers_pages
from app.web_csrf import FormTokens
from app.web_errors import answer_bug, answer_http_error, answer_lease_lab_error
from app.web_guards import refuse_nul
from app.web_head import AnswerHead
from app.web_headers import HeadersMiddleware
from app.web_request import FormRequest
from app.web_scope import ForgetSite
from app.web_static import static_file
from app.worklist import pages as worklist_pages

MOST_BODY_BYTES = 1_000_000


def create_app(settings: Settings | None = None) -> Litestar:
    """The ASGI application. Raises SettingsError when the secret key is missing."""
    settings = settings or current_settings()
    set_up_traces()
    environment = make_environment()
    environment.globals["is_demo"] = settings.demo
    app = Litestar(
        route_handlers=[
            *sites_pages.ROUTES,
            *applicants_pages.ROUTES,
            *web_health.ROUTES,
            *jobs_api.ROUTES,
            static_file,
            _pages(),
            _api(),
        ],
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment)),
        middleware=[_form_tokens(settings)],
        exception_handlers={
            LeaseLabError: answer_lease_lab_error,
            HTTPException: answer_http_error,
            Exception: answer_bug,
        },
        guards=[refuse_nul],
        request_class=FormRequest,
        openapi_config=api_schema.CONFIG,
        request_max_body_size=MOST_BODY_BYTES,
        state=State({"settings": settings}),
        lifespan=[_running],
        logging_config=None,
    )
    # Around the routing too: an address that does not exist is answered with the same headers and logged like others.
    app.asgi_handler = ForgetSite(HeadersMiddleware(AnswerHead(TracedRequests(app.asgi_handler))))
    return app


def _form_tokens(settings: Settings) -> FormTokens:
    return FormTokens(
        require_secret_keys(settings),
        cookie_name="leaselab_csrf",
        secure=settings.secure_cookies,
        exclude=["^/api/", "^/static/", "^/health$", "^/ready$", "^/metrics$"],
    )


def _pages() -> Router:
    routes = [
        *overview_pages.ROUTES,
        *site_settings_pages.ROUTES,
        *policies_pages.ROUTES,
        *worklist_pages.ROUTES,
        *applicants_pages.SITE_ROUTES,
        *matches_pages.ROUTES,
        *retention_pages.ROUTES,
        *leads_pages.ROUTES,
        *timeline_pages.ROUTES,
        *properties_pages.ROUTES,
        *showings_pages.ROUTES,
        *insights_pages.ROUTES,
        *documents_pages.ROUTES,
        *evaluations_pages.ROUTES,
        *decisions_pages.ROUTES,
        *audit_pages.ROUTES,
        *jobs_pages.ROUTES,
        *schedules_pages.ROUTES,
        *alerts_pages.ROUTES,
        *notifications_pages.ROUTES,
        *triggers_pages.ROUTES,
    ]
    return Router(
        "/sites/{slug:str}",
        route_handlers=routes,
        dependencies={"current": Provide(current_for_page)},
        include_in_schema=False,
    )


def _api() -> Router:
    routes = [*leads_api.ROUTES, *documents_api.ROUTES, *evaluations_api.ROUTES, *decisions_api.ROUTES]
    return Router(
        "/api/ops",
        route_handlers=routes,
        dependencies={"current": Provide(current_for_api)},
        exception_handlers=api_errors.HANDLERS,
    )


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    await open_database()
    standing_in = asyncio.create_task(stand_in())
    try:
        yield
    finally:
        standing_in.cancel()
        await asyncio.gather(standing_in, return_exceptions=True)
        close_reader()
        await close_database()
        close_traces()
