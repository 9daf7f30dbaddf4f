"""Webhooks of the stand-in: really signed, held, sent again, never lost from sight."""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from payments.gateway import verified_event
from tools.stripe import play
from tools.stripe.errors import Unknown
from tools.stripe.events import EVENT
from tools.stripe.secret import local_webhook_secret
from tools.stripe.store import in_store
from tools.stripe.summary import Webhook, summary_of
from tools.stripe.tests.conftest import OpenSession, happened
from tools.stripe.webhooks import deliver, over_http

ORDER = {
    "paymentType": "OAuthMember",
    "email": "amira@student.ubc.ca",
    "fname": "Amira",
}


def webhooks(session_id: str, now: int) -> list[Webhook]:
    return summary_of(session_id, now=now).webhooks


def to_our_endpoint(body: bytes, headers: Mapping[str, str]) -> int:
    """Take a webhook to the product's own route, as the network would."""
    answer = Client().post(
        "/payments/webhook",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": headers["Stripe-Signature"]},
    )
    return answer.status_code


def nobody(body: bytes, headers: Mapping[str, str]) -> int:
    return 0


@pytest.fixture
def paid(open_session: OpenSession, now: int) -> str:
    """Return a session that was paid, whose webhook nobody has sent yet."""
    session_id: str = open_session(metadata=ORDER).id
    play.pay(session_id, now=now)
    return session_id


def test_webhook_is_signed_as_stripe_signs(paid: str, now: int) -> None:
    seen = []

    def look(body: bytes, headers: Mapping[str, str]) -> int:
        seen.append(verified_event(body, headers["Stripe-Signature"]))
        return 200

    assert deliver(webhooks(paid, now)[0].id, via=look) is True

    assert [event.type for event in seen] == ["checkout.session.completed"]
    assert seen[0].subject["id"] == paid


def test_webhook_is_a_whole_event(paid: str, now: int) -> None:
    (event,) = happened()

    assert (event["object"], event["pending_webhooks"]) == ("event", 1)
    assert event["created"] == now // 1000
    assert event["data"]["object"]["id"] == paid


def test_our_endpoint_takes_it_and_takes_it_again(paid: str, now: int) -> None:
    event_id = webhooks(paid, now)[0].id

    assert deliver(event_id, via=to_our_endpoint) is True
    assert deliver(event_id, via=to_our_endpoint) is True

    sent = webhooks(paid, now)[0]
    assert (sent.state, sent.attempts, sent.answer) == ("Delivered", 2, "200")


@pytest.mark.parametrize(
    ("last", "state"), [(False, "On its way"), (True, "Not taken")]
)
def test_webhook_that_is_not_taken_stays_visible(
    paid: str, now: int, last: bool, state: str
) -> None:
    event_id = webhooks(paid, now)[0].id

    assert deliver(event_id, via=nobody, last=last) is False

    left = webhooks(paid, now)[0]
    assert (left.state, left.attempts, left.answer) == (state, 1, "no answer")
    assert [event["pending_webhooks"] for event in happened()] == [1]


def test_held_webhooks_wait_until_released(open_session: OpenSession, now: int) -> None:
    session_id = open_session().id
    play.hold_webhooks(session_id, now=now)
    play.pay(session_id, now=now)
    play.refund(session_id, now=now)
    held = webhooks(session_id, now)

    play.release_webhooks(session_id, now=now)
    assert [one.state for one in held] == ["Kept back", "Kept back"]
    assert [one.state for one in webhooks(session_id, now)] == [
        "On its way",
        "On its way",
    ]


def test_held_webhook_is_delivered_alone_and_out_of_order(
    open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id
    play.hold_webhooks(session_id, now=now)
    play.pay(session_id, now=now)
    play.refund(session_id, now=now)
    _, refunded = webhooks(session_id, now)

    play.deliver_again(session_id, refunded.id, now=now)

    assert [one.state for one in webhooks(session_id, now)] == [
        "Kept back",
        "On its way",
    ]


def test_webhook_of_another_session_is_not_found(
    open_session: OpenSession, paid: str, now: int
) -> None:
    with pytest.raises(Unknown):
        play.deliver_again(open_session().id, webhooks(paid, now)[0].id, now=now)


def test_delivery_of_nothing_is_refused() -> None:
    with pytest.raises(Unknown, match="No such event: 'evt_none'"):
        deliver("evt_none", via=nobody)


def test_server_that_does_not_run_answers_nothing(settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:9"

    assert over_http(b"{}", {}) == 0


def test_only_the_process_that_serves_sends(paid: str, now: int) -> None:
    events = in_store(lambda store: list(store.newest(EVENT)), now=now)

    attempts = [event.private["attempts"] for event in events]

    assert attempts == [0]


def test_secret_is_made_once_for_its_owner_only() -> None:
    secret = local_webhook_secret()

    path = Path(settings.VAR_DIR) / "payments" / "webhook_secret"
    assert secret.startswith("whsec_")
    assert local_webhook_secret() == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
