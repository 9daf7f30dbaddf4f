"""The checkout page without a script: what it shows, where its buttons lead."""

from typing import Any

import pytest
import stripe
from django.test import Client

from core.clock import now_ms
from payments.gateway import stripe_client
from tools.stripe import play
from tools.stripe.tests.conftest import membership


@pytest.fixture
def session_id() -> str:
    """Return a checkout of a membership that began just now."""
    session = stripe_client().v1.checkout.sessions.create(
        membership(allow_promotion_codes=True)
    )
    return session.id


def page_of(session_id: str) -> str:
    return f"/_local/stripe/checkout/{session_id}/"


def press(session_id: str, button: str, **more: str) -> Any:
    return Client().post(page_of(session_id), {"act": button, **more})


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def seen(session_id: str) -> stripe.checkout.Session:
    return stripe_client().v1.checkout.sessions.retrieve(session_id)


def test_page_shows_item_amount_and_buttons(session_id: str) -> None:
    shown = words(Client().get(page_of(session_id)))

    assert "BizTech Membership" in shown
    assert "Pay $15.00 CAD" in shown
    assert "amira@student.ubc.ca" in shown
    assert 'href="http://localhost:3000/membership"' in shown


def test_unknown_session_is_not_found() -> None:
    assert Client().get(page_of("cs_test_none")).status_code == 404


def test_pay_leads_to_the_seller_with_the_sessions_id(session_id: str) -> None:
    answer = press(session_id, "pay")

    assert answer.status_code == 302
    assert answer.headers["Location"] == (
        f"http://localhost:3000/done?session={session_id}"
    )
    assert seen(session_id).payment_status == "paid"


def test_form_may_lead_to_the_seller_and_nowhere_else(session_id: str) -> None:
    answer = Client().get(page_of(session_id))

    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self' http://localhost:3000;" in f"{policy};"


def test_declined_card_is_told_and_can_be_tried_again(session_id: str) -> None:
    answer = press(session_id, "decline")

    shown = words(Client().get(answer.headers["Location"]))
    assert "The bank declined the card. You can try again." in shown
    assert "Pay $15.00 CAD" in shown
    assert seen(session_id).status == "open"


@pytest.mark.parametrize(
    ("button", "status", "said"),
    [
        ("succeed", "paid", "The awaited money has arrived."),
        ("fail", "unpaid", "The awaited money did not arrive."),
    ],
)
def test_delayed_payment_is_settled_later(
    session_id: str, button: str, status: str, said: str
) -> None:
    assert press(session_id, "delay").status_code == 302
    assert seen(session_id).payment_status == "unpaid"

    answer = press(session_id, button)

    assert said in words(Client().get(answer.headers["Location"]))
    assert seen(session_id).payment_status == status


def test_code_halves_the_price(session_id: str) -> None:
    answer = press(session_id, "code", code="half")

    shown = words(Client().get(answer.headers["Location"]))
    assert "Pay $7.50 CAD" in shown
    assert "Code HALF" in shown


def test_wrong_code_is_told_on_the_page(session_id: str) -> None:
    answer = press(session_id, "code", code="FREE")

    assert answer.status_code == 400
    assert "This code is invalid." in words(answer)
    assert "<title>Error: Pay" in words(answer)


def test_expire_ends_the_checkout(session_id: str) -> None:
    answer = press(session_id, "expire")

    shown = words(Client().get(answer.headers["Location"]))
    assert "This checkout has expired" in shown
    assert "Pay $15.00" not in shown


def test_refund_in_part_then_in_full(session_id: str) -> None:
    press(session_id, "pay")

    press(session_id, "refund", amount="5.00")
    partly = words(Client().get(page_of(session_id)))
    press(session_id, "refund", amount="")
    fully = words(Client().get(page_of(session_id)))

    assert "Empty: all of $10.00 CAD." in partly
    assert "<dt>Refunded</dt><dd>$15.00 CAD</dd>" in fully
    assert 'value="refund"' not in fully


@pytest.mark.parametrize("amount", ["five", "0", "-5", "1.005", "NaN", "Infinity"])
def test_refund_of_no_amount_is_told(session_id: str, amount: str) -> None:
    press(session_id, "pay")

    answer = press(session_id, "refund", amount=amount)

    assert answer.status_code == 400
    assert "Enter an amount such as 5.00." in words(answer)


def test_refund_of_too_much_is_told(session_id: str) -> None:
    press(session_id, "pay")

    answer = press(session_id, "refund", amount="20")

    assert "Refund amount ($20.00) is greater than charge amount ($15.00)" in words(
        answer
    )


def test_dispute_ends_refunds(session_id: str) -> None:
    press(session_id, "pay")

    answer = press(session_id, "dispute")

    shown = words(Client().get(answer.headers["Location"]))
    assert "The buyer disputes this payment." in shown
    assert 'value="refund"' not in shown


def test_held_webhooks_are_listed_each_with_its_button(session_id: str) -> None:
    press(session_id, "hold")
    press(session_id, "pay")

    shown = words(Client().get(page_of(session_id)))
    press(session_id, "release")
    released = words(Client().get(page_of(session_id)))

    assert "Kept back" in shown
    assert 'aria-label="Deliver: checkout.session.completed"' in shown
    assert "On its way" in released


def test_unknown_button_is_told(session_id: str) -> None:
    answer = press(session_id, "steal")

    assert answer.status_code == 400
    assert "Choose one of the buttons." in words(answer)


def test_button_of_a_page_that_is_out_of_date_is_told(session_id: str) -> None:
    play.pay(session_id, now=now_ms())

    answer = press(session_id, "pay")

    assert answer.status_code == 400
    assert "no longer active" in words(answer)


def test_page_takes_no_form_from_elsewhere(session_id: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(page_of(session_id), {"act": "pay"})

    assert answer.status_code == 403
    assert seen(session_id).status == "open"


def test_checkouts_are_listed_newest_first(session_id: str) -> None:
    shown = words(Client().get("/_local/stripe/checkout/"))

    assert f'href="{page_of(session_id)}"' in shown
    assert "BizTech Membership, $15.00 CAD" in shown
