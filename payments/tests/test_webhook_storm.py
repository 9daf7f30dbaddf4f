"""Deliveries at once, over HTTP, to a really started server."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from core.audit.trail import history
from memberships.models import Member
from memberships.people import person
from payments.ledger import account_of
from payments.tests.people import AMIRA
from payments.tests.stripe_posts import event_body, signature

pytestmark = pytest.mark.other_process


def deliver(server: str, body: str) -> tuple[int, str]:
    response = requests.post(
        f"{server}/payments/webhook",
        data=body,
        headers={"Stripe-Signature": signature(body)},
        timeout=30,
    )
    return response.status_code, response.json().get("outcome")


def test_twenty_deliveries_of_one_event_at_once_count_once(server: str) -> None:
    body = event_body()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: deliver(server, body), range(20)))

    assert sorted(answers) == [(200, "duplicate")] * 19 + [(200, "fulfilled")]
    assert person(AMIRA).problems == ()
    assert len(list(Member.read_all())) == 1
    assert len(history(AMIRA)) == 1


def test_twenty_events_of_one_session_at_once_fulfil_once(server: str) -> None:
    bodies = [event_body(f"evt_{number}") for number in range(20)]

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda body: deliver(server, body), bodies))

    outcomes = [outcome for status, outcome in answers if status == 200]
    assert outcomes.count("fulfilled") == 1
    # Whoever met too many others is asked to come again, and is heard then.
    late = [
        body for body, (status, _) in zip(bodies, answers, strict=True) if status == 503
    ]
    assert [deliver(server, body)[0] for body in late] == [200] * len(late)
    assert len(account_of("cs_test_1").events) == 20
    assert len(history(AMIRA)) == 1
