"""People at work while cables are pulled: they create leads, upload, ask for evaluations and read, over HTTP."""

from __future__ import annotations

import asyncio
import io
import itertools
import re
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx
from reportlab.pdfgen.canvas import Canvas

PATIENCE = httpx.Timeout(60.0, connect=5.0)
PAUSE = 0.5


@dataclass(frozen=True)
class Answer:
    """What one request got: a status, or 0 where nothing came back; `said` is the sentence of a refusal.

    `phase` is what was cut off while it was under way: the web itself above all, since nobody can hear it then.
    """

    phase: str
    what: str
    status: int
    seconds: float
    said: str


@dataclass
class Traffic:
    """`phases` is what was cut, the last one at the moment. `accepted` are the jobs that the web promised."""

    url: str
    token: str
    email: str
    password: str
    phases: list[str] = field(default_factory=lambda: ["together"])
    answers: list[Answer] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    asked_for: dict[str, str] = field(default_factory=dict)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    number: Any = field(default_factory=itertools.count)

    async def run(self, people: int) -> None:
        """Until `stopping`; what was begun is finished, so that each request has its answer."""
        async with httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as browser, asyncio.TaskGroup() as group:
            group.create_task(self._look(browser))
            group.create_task(self._watch())
            group.create_task(self._send_more())
            for _ in range(people):
                group.create_task(self._create())

    async def _create(self) -> None:
        headers = {"authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(base_url=f"{self.url}/api/ops", headers=headers, timeout=PATIENCE) as api:
            while not self.stopping.is_set():
                await self._one_lead(api, next(self.number))
                await self._pause()

    async def _one_lead(self, api: httpx.AsyncClient, number: int) -> None:
        lead = {"first_name": "Pat", "last_name": f"Number{number}", "monthly_rent": 1500}
        made = await self._insist(api, "create a lead", "/leads", json=lead)
        lead_id = made["data"]["id"]
        await self._insist(api, "upload", f"/leads/{lead_id}/documents", files=_files(number))
        asked = await self._insist(api, "ask for an evaluation", f"/leads/{lead_id}/ai-evaluation")
        self.asked_for[lead_id] = asked.get("job_id", "")
        if "job_id" in asked:
            self.accepted.add(asked["job_id"])

    async def _send_more(self) -> None:
        """An upload at any moment, whatever becomes of it."""
        headers = {"authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(base_url=f"{self.url}/api/ops", headers=headers, timeout=PATIENCE) as api:
            lead = {"first_name": "Lee", "last_name": "Uploads", "monthly_rent": 1500}
            made = await self._insist(api, "create a lead", "/leads", json=lead)
            while not self.stopping.is_set():
                path = f"/leads/{made['data']['id']}/documents"
                await self.note("one more upload", api.post(path, files=_files(next(self.number))))
                await self._pause()

    async def _insist(self, api: httpx.AsyncClient, what: str, path: str, **sent: Any) -> dict[str, Any]:
        """The body of the first answer below 500: a person who is told to try again does so."""
        while True:
            answer = await self.note(what, api.post(path, **sent))
            if answer is not None and answer.status_code < 500:
                body: dict[str, Any] = answer.json()
                return {**body.get("data", {}), **body} if isinstance(body.get("data"), dict) else body
            await self._pause()

    async def _look(self, browser: httpx.AsyncClient) -> None:
        """Somebody who is logged in and reads."""
        await browser.get("/login")
        form = {"email": self.email, "password": self.password, "_csrf_token": browser.cookies["leaselab_csrf"]}
        assert (await browser.post("/login", data=form)).status_code == 303
        while not self.stopping.is_set():
            await self.note("list of leads", browser.get("/sites/oak/leads"))
            if self.asked_for:
                await self.note("a lead", browser.get(f"/sites/oak/leads/{list(self.asked_for)[-1]}"))
            await self._pause()

    async def _watch(self) -> None:
        """The proxy that asks whether the web is ready."""
        async with httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as proxy:
            while not self.stopping.is_set():
                await self.note("/ready", proxy.get("/ready"))
                await self._pause()

    async def note(self, what: str, request: Any) -> httpx.Response | None:
        """The answer, written down under the phase in which the request began; None where nothing came back."""
        phase, began = len(self.phases), monotonic()
        try:
            answer: httpx.Response | None = await request
        except httpx.TransportError:
            answer = None
        took, status = monotonic() - began, answer.status_code if answer is not None else 0
        said = _sentence(answer) if answer is not None and status >= 400 else ""
        meanwhile = self.phases[phase - 1 :]
        shown = next((name for name in ("web", "services") if name in meanwhile), meanwhile[0])
        self.answers.append(Answer(shown, what, status, round(took, 2), said))
        return answer

    async def _pause(self) -> None:
        """A moment, or less when all is over."""
        try:
            await asyncio.wait_for(self.stopping.wait(), PAUSE)
        except TimeoutError:
            return


def _sentence(answer: httpx.Response) -> str:
    if "json" in answer.headers.get("content-type", ""):
        return str(answer.json().get("message", ""))
    found = re.search(r"</h1>\s*<p>(.*?)</p>", answer.text, re.DOTALL)
    return found[1] if found else answer.text[-300:]


def _files(number: int) -> dict[str, tuple[str, bytes, str]]:
    return {"file": (f"stub-{number}.pdf", _stub(number), "application/pdf")}


def _stub(number: int) -> bytes:
    """A pay stub of one page, unlike every other."""
    content = io.BytesIO()
    canvas = Canvas(content)
    lines = ("Acme Corp", "Earnings statement", f"Employee number {number}", "Gross pay $3,000.00", "Net pay $2,400.00")
    for row, line in enumerate(lines):
        canvas.drawString(72, 760 - 20 * row, line)
    canvas.save()
    return content.getvalue()
