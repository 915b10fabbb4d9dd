"""A server on loopback that speaks the protocol of OpenAI-compatible endpoints, and misbehaves as it is told."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "stand-in-1"
KEY = "a-key"


@dataclass
class Answer:
    """What the server does with one request: `after` seconds a status, headers and a body; or it hangs up."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    drip: float = 0.0
    is_cut: bool = False


Behaviour = Callable[[dict[str, Any]], Answer]


@dataclass
class StandIn:
    """`behave` answers a request's JSON; `requests` keeps the bytes of all that came."""

    url: str = ""
    behave: Behaviour = field(default=lambda request: said(truth(request)))
    requests: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> list[dict[str, Any]]:
        return [json.loads(request) for request in self.requests]


def said(content: Any, prompt_tokens: int = 900, completion_tokens: int = 60) -> Answer:
    """A chat completion with these words, or this object as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
    return Answer({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": usage})


def words_of(request: dict[str, Any]) -> str:
    """The words of the first user message."""
    content = request["messages"][1]["content"]
    return content if isinstance(content, str) else str(content[0]["text"])


def document_of(request: dict[str, Any]) -> str:
    """What stands between the delimiters."""
    return words_of(request).partition("<document>")[2].rpartition("</document>")[0]


def fields_of(request: dict[str, Any]) -> list[str]:
    return re.findall(r"^- (\w+):", words_of(request), re.M)


def truth(request: dict[str, Any]) -> dict[str, str]:
    """An honest, simple-minded reader of the drawn documents: a label, and the value behind it."""
    text = document_of(request).replace(" | ", " ")
    found = {name: re.search(form, text) for name, form in _LOOKS.items()}
    return {name: found[name].group(1) if found.get(name) else "" for name in fields_of(request)}  # type: ignore[union-attr]


_MONEY = r"\$?(-?[\d,]+\.\d\d)"
_LOOKS = {
    "gross_pay": rf"Gross Pay {_MONEY}",
    "ytd_gross": rf"Gross Pay [\d,.]+ {_MONEY}",
    "net_pay": rf"(?:Net Pay|What came to you) {_MONEY}",
    "deductions_total": rf"Total Deductions {_MONEY}",
    "pay_date": r"Pay Date: (\S+)",
    "period_start": r"Pay Period: (\S+)",
    "period_end": r"Pay Period: \S+ - (\S+)",
    "pay_frequency": r"Pay Frequency: (\w+)",
    "employer_name": r"Employer: (.+)",
    "opening_balance": rf"Beginning Balance {_MONEY}",
    "closing_balance": rf"Ending Balance {_MONEY}",
    "statement_end": r"Statement Period: \S+ - (\S+)",
    "annual_salary": rf"annual salary is {_MONEY}",
    "start_date": r"since (\w+ \d+, \d{4})",
}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """The server, on a port of its own, until the end of the block."""
    told = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(told))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield told
    finally:
        told.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(told: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(
                Answer({"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "x"}]})
            )

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            told.requests.append(content)
            told.paths.append(self.path)
            request = json.loads(content)
            if self.headers["Authorization"] != f"Bearer {KEY}":
                return self._send(Answer({"error": {"message": "bad key"}}, 401))
            if request["model"] != MODEL:
                return self._send(Answer({"error": {"message": "no such model"}}, 404))
            return self._send(told.behave(request))

        def _send(self, answer: Answer) -> None:
            told.stopping.wait(answer.after)
            if answer.is_cut:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{")
                self.close_connection = True
                return
            content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self._write(content, answer.drip)
            except OSError:
                self.close_connection = True  # the client had enough

        def _write(self, content: bytes, drip: float) -> None:
            if not drip:
                self.wfile.write(content)
                return
            for byte in content:
                if told.stopping.wait(drip):
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Silence."""

    return Handler
