"""A collector of OpenTelemetry's, which keeps what it is sent over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Collector:
    """What an OpenTelemetry collector was sent."""

    url: str
    bodies: list[tuple[str, bytes]] = field(default_factory=list)

    def spans(self) -> dict[str, Any]:
        """Spans by name."""
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

        assert {path for path, _ in self.bodies} == {"/v1/traces"}
        sent = [ExportTraceServiceRequest.FromString(body) for _, body in self.bodies]
        resources = [resource for request in sent for resource in request.resource_spans]
        for resource in resources:
            assert ("service.name", "leaselab") in pairs(resource.resource)
        return {found.name: found for resource in resources for scope in resource.scope_spans for found in scope.spans}


def pairs(holder: Any) -> set[tuple[str, Any]]:
    values = ((item.key, item.value) for item in holder.attributes)
    return {(key, getattr(value, value.WhichOneof("value"))) for key, value in values if value.WhichOneof("value")}


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector that listens on a free port."""

    class Receive(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.bodies.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Not on the test's screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receive) as server:
        found = Collector(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield found
        server.shutdown()
