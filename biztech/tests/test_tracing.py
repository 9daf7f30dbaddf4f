"""What OpenTelemetry is told of a call, and what it is never told."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

from biztech.tests.test_fault_reports import ran

# In a process of its own, as the library keeps what it was told once.
ASKS = """
import asyncio, sys
import django
django.setup()
from biztech.observed import Observed
from core.calls import note_route
from biztech.tracing import tracer

async def answer(scope, receive, send):
    note_route("/users/check/<email>")
    await send({"type": "http.response.start", "status": 404, "headers": []})

async def ignore(message):
    pass

scope = {"method": "GET", "path": "/users/check/amira@student.ubc.ca", "headers": []}
asyncio.run(Observed(answer)(scope, None, ignore))
if tracer():
    tracer().span_processor.force_flush()
print("opentelemetry" in sys.modules)
"""


class _Collector(BaseHTTPRequestHandler):
    received: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        """Take spans."""
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_spans_tell_routes_and_name_nobody(tmp_path: Path) -> None:
    collector = HTTPServer(("127.0.0.1", 0), _Collector)
    Thread(target=collector.serve_forever, daemon=True).start()
    where = f"http://127.0.0.1:{collector.server_port}"

    finished = ran(ASKS, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=where)
    collector.shutdown()

    assert finished.stdout.split() == ["True"], finished.stderr
    told = b"".join(_Collector.received)
    assert b"GET /users/check/<email>" in told
    assert b"http.response.status_code" in told
    assert b"amira" not in told


def test_nothing_is_loaded_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert ran(ASKS, tmp_path).stdout.split() == ["False"]


def test_start_without_the_library_says_what_is_missing(tmp_path: Path) -> None:
    missing = "import sys; sys.modules['opentelemetry.sdk'] = None\n" + ASKS

    stopped = ran(missing, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1")

    assert "OpenTelemetry is not installed" in stopped.stderr
    assert stopped.stdout == ""
