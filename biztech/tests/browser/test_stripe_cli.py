"""Stripe's own command-line client drives the stand-in of a really started server."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe
from django.conf import settings

from accounts.queries import is_member
from memberships.payments.gateway import stripe_client

CLIENT = Path("tools/stripe-cli/node_modules/@stripe/cli-linux-x64/bin/stripe")
AMIRA = "amira@student.ubc.ca"
DELIVERED_WITHIN = 20

Trigger = Callable[..., str]


class Forwarder(BaseHTTPRequestHandler):
    """Passes requests on to the stand-in: the client knows no API below a path."""

    def __init__(self, *args: Any, server_url: str) -> None:
        self.server_url = server_url
        super().__init__(*args)

    def do_GET(self) -> None:
        """Pass a request on."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = requests.request(
            self.command,
            f"{self.server_url}/_local/stripe{self.path}",
            data=body,
            headers={
                "Authorization": self.headers["Authorization"],
                "Content-Type": "application/x-www-form-urlencoded",
            },
            timeout=20,
        )
        self.send_response(answer.status_code)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def trigger(server: str, tmp_path: Path) -> Iterator[Trigger]:
    """Return a way to run one of the client's fixtures against the server."""
    client = settings.BASE_DIR / CLIENT
    if not client.exists():
        pytest.skip(
            "STRIPE'S CLIENT IS NOT INSTALLED: run `make test` online, with npm"
        )
    api = ThreadingHTTPServer(("127.0.0.1", 0), partial(Forwarder, server_url=server))
    threading.Thread(target=api.serve_forever, daemon=True).start()

    def run(event: str, *more: str) -> str:
        finished = subprocess.run(
            [
                str(client), "trigger", event, *more,
                "--api-base", f"http://127.0.0.1:{api.server_port}",
                "--api-key", "sk_test_local_client",
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "HOME": str(tmp_path)},
        )  # fmt: skip
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    yield run
    api.shutdown()
    api.server_close()


def wait_until_delivered(event_type: str) -> None:
    """Wait until our endpoint has taken the event."""
    give_up = time.monotonic() + DELIVERED_WITHIN
    events = stripe_client().v1.events
    while time.monotonic() < give_up:
        if events.list({"type": event_type, "delivery_success": True}).data:
            return
        time.sleep(0.1)
    pytest.fail(f"{event_type} was not delivered")


@pytest.mark.parametrize(
    "event",
    [
        "checkout.session.completed",
        "checkout.session.expired",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "charge.refunded",
        "charge.dispute.created",
    ],
)
def test_fixture_of_stripes_client_runs_and_makes_its_event(
    trigger: Trigger, event: str
) -> None:
    said = trigger(event)

    assert "Trigger succeeded!" in said
    assert len(stripe_client().v1.events.list({"type": event}).data) == 1


def test_payment_by_stripes_client_makes_a_member(trigger: Trigger) -> None:
    trigger(
        "checkout.session.completed",
        "--override", "price:unit_amount=750",
        "--override", "price:currency=cad",
        "--override", "payment_page_confirm:expected_amount=1500",
        "--add", "checkout_session:metadata.paymentType=OAuthMember",
        "--add", f"checkout_session:metadata.email={AMIRA}",
        "--add", "checkout_session:metadata.fname=Amira",
    )  # fmt: skip

    wait_until_delivered("checkout.session.completed")

    assert is_member(AMIRA) is True


def test_stripes_library_reaches_the_stand_in_over_http(server: str) -> None:
    client = stripe.StripeClient(
        "sk_test_local_elsewhere", base_addresses={"api": f"{server}/_local/stripe"}
    )
    product = client.v1.products.create({"name": "Hackathon"})

    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.products.list({"shippable": True})

    assert client.v1.products.retrieve(product.id).name == "Hackathon"
