"""The process that serves sends its webhooks itself, again and again until taken."""

import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools.stripe import play
from tools.stripe.summary import Webhook, summary_of
from tools.stripe.tests.conftest import OpenSession

DELIVERED_WITHIN = 20


class Endpoint(BaseHTTPRequestHandler):
    """Answers 500 to the first delivery and 200 to the next ones."""

    seen: list[str]

    def do_POST(self) -> None:
        """Take a delivery."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append(body["id"])
        self.send_response(500 if len(self.seen) == 1 else 200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def deliveries(settings: Any, tmp_path: Path) -> Iterator[list[str]]:
    """Make this process the one that serves; collect what it sends itself."""
    Endpoint.seen = []
    endpoint = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=endpoint.serve_forever, daemon=True).start()
    described = {
        "url": f"http://127.0.0.1:{endpoint.server_port}", "pid": os.getpid()
    }  # fmt: skip
    settings.VAR_DIR = tmp_path
    (tmp_path / "server.json").write_text(json.dumps(described))
    yield Endpoint.seen
    endpoint.shutdown()
    endpoint.server_close()


def delivered(session_id: str, now: int) -> Webhook:
    """Return the session's webhook once it was taken."""
    give_up = time.monotonic() + DELIVERED_WITHIN
    while time.monotonic() < give_up:
        webhook = summary_of(session_id, now=now).webhooks[0]
        if webhook.state == "Delivered":
            return webhook
        time.sleep(0.05)
    pytest.fail("The webhook was not delivered.")


def test_webhook_that_fails_is_sent_again_by_itself(
    deliveries: list[str], open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id

    play.pay(session_id, now=now)

    webhook = delivered(session_id, now)
    assert webhook.attempts == 2
    assert deliveries == [webhook.id, webhook.id]
