"""What Stripe says, read into facts of ours."""

from typing import Any

import pytest

from payments.stripe_objects import State, further, parse_session
from payments.tests.people import session


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("processing", "processing"),
        ("requires_payment_method", "failed"),
        ("canceled", "failed"),
    ],
)
def test_unpaid_session_with_its_intent_tells_whether_money_is_still_awaited(
    status: str, state: State
) -> None:
    intent = {"id": "pi_1", "status": status}

    seen = parse_session(session(payment_status="unpaid", payment_intent=intent))

    assert (seen.state, seen.payment_intent) == (state, "pi_1")


def test_paid_session_is_paid_whatever_became_of_an_earlier_attempt() -> None:
    intent = {"id": "pi_1", "status": "requires_payment_method"}

    assert parse_session(session(payment_intent=intent)).state == "paid"


def test_session_without_anything_optional_is_open() -> None:
    seen = parse_session({"id": "cs_1", "metadata": None, "amount_total": None})

    assert (seen.state, seen.total, seen.metadata) == ("open", 0, {})


@pytest.mark.parametrize(
    ("known", "seen", "state"),
    [
        (None, "open", "open"),
        ("of another time", "open", "open"),
        ("open", "processing", "processing"),
        ("processing", "open", "processing"),
        ("processing", "failed", "failed"),
        ("expired", "processing", "expired"),
        ("failed", "paid", "paid"),
        ("paid", "failed", "paid"),
    ],
)
def test_state_only_ever_goes_further(known: Any, seen: Any, state: State) -> None:
    assert further(known, seen) == state
