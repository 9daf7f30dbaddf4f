"""A trace of each call, if ``OTEL_EXPORTER_OTLP_ENDPOINT`` says where, naming nobody.

A span has the method, the route without what stands in it, the status and the request's
id: addresses and bodies hold what people sent. The library reads its own settings.
"""

import time
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_NANOSECONDS = 1_000_000_000


@cache
def tracer() -> Any:
    """Return what makes spans, or None where nobody wants them."""
    if not settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise ImproperlyConfigured(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set and OpenTelemetry is not installed."
            " Install opentelemetry-sdk and opentelemetry-exporter-otlp-proto-http, or"
            " remove the setting."
        ) from missing
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("biztech")


def trace(method: str, route: str, status: int, call_id: str, seconds: float) -> None:
    """Tell of a call that was answered just now, after so many seconds."""
    making = tracer()
    if making is None:
        return
    ended = time.time_ns()
    span = making.start_span(
        f"{method} {route}",
        start_time=ended - round(seconds * _NANOSECONDS),
        attributes={
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status,
            "request.id": call_id,
        },
    )
    span.end(ended)
