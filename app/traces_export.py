"""OpenTelemetry's side of the traces, with its standard variables; imported only where they ask for it."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

CLOSE_SECONDS = 2.0
"""A collector that does not answer must not keep a process from ending."""
_OWN_FORM = TraceContextTextMapPropagator()
"""Of what is stored with a job, whatever OTEL_PROPAGATORS says about requests."""
_request: ContextVar[str] = ContextVar("traced_request", default="")


class RequestIds(RandomIdGenerator):
    """The trace of a request id is computed from it, so that a worker needs nothing else to go on with it. A hash is
    as even as a random number, as samplers want."""

    def generate_trace_id(self) -> int:
        request_id = _request.get()
        if not request_id:
            return super().generate_trace_id()
        return int.from_bytes(hashlib.sha256(request_id.encode()).digest()[:16], "big")


class Shown:
    """A span of OpenTelemetry."""

    def __init__(self, span: trace.Span) -> None:
        self._span, self._method = span, ""

    def note(self, **attributes: str | int) -> None:
        self._span.set_attributes({f"leaselab.{name}": value for name, value in attributes.items()})

    def fail(self, kind: str) -> None:
        self._span.set_attribute("error.type", kind)
        self._span.set_status(trace.StatusCode.ERROR)

    def asked(self, method: str) -> None:
        """A request's method."""
        self._method = method
        self._span.set_attribute("http.request.method", method)

    def answered(self, status: int, route: str) -> None:
        """A request's status and route, by the conventions for HTTP servers."""
        self._span.set_attribute("http.response.status_code", status)
        if route:
            self._span.update_name(f"{self._method} {route}")
            self._span.set_attribute("http.route", route)
        if status >= 500:
            self.fail(str(status))


class Exporter:
    """Sends in batches from a thread of its own; what the collector does not take is dropped."""

    def __init__(self) -> None:
        service = Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME") or "leaselab"})
        self._provider = TracerProvider(resource=service, id_generator=RequestIds(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("leaselab")

    def carried(self) -> str:
        """See `traces.carried`."""
        carrier: dict[str, str] = {}
        _OWN_FORM.inject(carrier)
        return carrier.get("traceparent", "")

    @contextmanager
    def span(
        self, name: str, request_id: str, attributes: Mapping[str, str | int], sent: Mapping[str, str],
        kind: trace.SpanKind = trace.SpanKind.INTERNAL,
    ) -> Iterator[Shown]:  # fmt: skip
        """See `traces.span`; `sent` are the headers of whoever asks. An exception is noted by its class alone: its
        message may quote a document."""
        token = _request.set(request_id)
        try:
            within = Context() if request_id or sent else None
            if sent:
                within = (propagate if kind == trace.SpanKind.SERVER else _OWN_FORM).extract(sent, within)
            started = self._tracer.start_as_current_span(
                name, within, kind,
                record_exception=False, set_status_on_exception=False,
            )  # fmt: skip
            with started as span:
                shown = Shown(span)
                shown.note(**attributes, **({"request_id": request_id} if request_id else {}))
                try:
                    yield shown
                except BaseException as error:
                    shown.fail(type(error).__name__)
                    raise
        finally:
            _request.reset(token)

    @contextmanager
    def request(self, method: str, request_id: str, headers: Mapping[str, str]) -> Iterator[Shown]:
        """The span of one request, within the trace of whoever sends it, if it tells one."""
        with self.span(method, request_id, {}, headers, trace.SpanKind.SERVER) as shown:
            shown.asked(method)
            yield shown

    def close(self) -> None:
        sending = threading.Thread(target=self._provider.shutdown, name="last-spans", daemon=True)
        sending.start()
        sending.join(CLOSE_SECONDS)
