"""Leads over the JSON API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIFormat, OpenAPIType, Schema
from litestar.params import FromPath, JSONBody, QueryParameter

from app.api_answers import Answer
from app.api_schema import NO_NUL, json_body, refusals, text
from app.clock import utc_now
from app.errors import ValidationFailed
from app.leads.create import NewLead, create_lead
from app.leads.find import LeadNotFound, get_lead
from app.leads.listing import ORDERS, LeadFilter, list_leads
from app.leads.shapes import LeadData, LeadsAnswer, lead_json
from app.leads.tables import EmploymentStatus, LeadSource, LeadStatus
from app.screening.verdict import Label
from app.sites.audit import record
from app.sites.current import Current

Here = NamedDependency[Current]
TAGS = ["Leads"]


@dataclass(frozen=True, slots=True)
class LeadBody:
    first_name: str = ""
    last_name: str = ""
    email: str | None = ""
    phone: str | None = ""
    monthly_rent: float | str | None = None
    move_in_date: str | None = None
    housing_subsidy: float | str | None = None
    unit_id: str | None = None
    employment_status: str | None = None
    source: str | None = None
    is_inquiry: bool | None = None


_AMOUNTS = [
    Schema(type=OpenAPIType.NUMBER, minimum=0, maximum=1_000_000),
    Schema(type=OpenAPIType.STRING, pattern=r"^[0-9]{1,6}(\.[0-9]{1,2})?$"),
]
_NONE = Schema(enum=["", None])
_NEW_LEAD = json_body(
    "NewLead",
    {
        "first_name": text(80, least=1),
        "last_name": text(80, least=1),
        "email": text(254),
        "phone": text(40),
        "monthly_rent": Schema(one_of=_AMOUNTS, description="Dollars."),
        "move_in_date": Schema(type=[OpenAPIType.STRING, OpenAPIType.NULL], format=OpenAPIFormat.DATE),
        "housing_subsidy": Schema(one_of=[*_AMOUNTS, _NONE], description="Dollars of the rent that others pay."),
        "unit_id": text(40, description="A unit of the same site."),
        "employment_status": Schema(enum=[*EmploymentStatus, None]),
        "source": Schema(enum=[*LeadSource, None], description="How they came to the site."),
        "is_inquiry": Schema(
            type=[OpenAPIType.BOOLEAN, OpenAPIType.NULL], description="They only ask so far and have not applied."
        ),
    },
    required=["first_name", "last_name", "monthly_rent"],
    example={"first_name": "Jane", "last_name": "Doe", "email": "jane@doe.example", "monthly_rent": 2000},
)


@post("/leads", tags=TAGS, summary="Take in a lead", operation_class=_NEW_LEAD, responses=refusals())
async def create(current: Here, data: JSONBody[LeadBody]) -> Answer[LeadData]:
    given = {name: getattr(data, name) for name in LeadBody.__slots__}
    lead = await create_lead(current.site.id, NewLead(**given), current.user.id, utc_now(), current.request_id)
    return Answer(lead_json({**lead.to_dict(), "documents": 0}))


_SEARCH = QueryParameter(
    description="Words of the name, e-mail address or phone.", max_length=200, schema_extra={"pattern": NO_NUL}
)


def _one_of(words: list[str], description: str) -> QueryParameter:
    return QueryParameter(description=description, schema_extra={"enum": ["", *words]})


@get("/leads", tags=TAGS, summary="List leads", responses=refusals())
async def list_all(
    current: Here,
    q: Annotated[str, _SEARCH] = "",
    label: Annotated[str, _one_of(list(Label), "Of the newest evaluation.")] = "",
    status: Annotated[str, _one_of(list(LeadStatus), "Where the lead stands.")] = "",
    sort: Annotated[str, _one_of(list(ORDERS), "Best score, name, or last activity first.")] = "",
    page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, QueryParameter(ge=1, le=100)] = 25,
) -> LeadsAnswer:
    _require_known(label=(label, Label), status=(status, LeadStatus), sort=(sort, ORDERS))
    found = await list_leads(current.site.id, LeadFilter(q, label, status, sort, page, per_page))
    leads = [lead_json(row) for row in found.rows]
    return LeadsAnswer(leads, found.page, found.pages, per_page, found.total)


@get("/leads/{lead_id:str}", tags=TAGS, summary="One lead", responses=refusals(LeadNotFound))
async def get_one(current: Here, lead_id: FromPath[str]) -> Answer[LeadData]:
    lead = await get_lead(current.site.id, lead_id)
    await record(current.site.id, current.user.id, "lead_read", lead_id, utc_now(), request_id=current.request_id)
    return Answer(lead_json(lead))


def _require_known(**chosen: tuple[str, Iterable[str]]) -> None:
    """Raise ValidationFailed for a word that is not one of its words; none is no choice."""
    wrong = {
        name: f"The {name} is one of {', '.join(words)}."
        for name, (word, words) in chosen.items()
        if word and word not in list(words)
    }
    if wrong:
        raise ValidationFailed(" ".join(wrong.values()), fields=wrong)


ROUTES = [create, list_all, get_one]
