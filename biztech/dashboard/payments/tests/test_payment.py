"""One payment in the dashboard: shown, and decided about."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from biztech.dashboard.framework.tests.visitors import ben
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Event, Registration, event_key
from events.services.moving import Wanted, move_registration
from events.statuses import Status
from memberships.people import person
from memberships.tests.people import BEN, make_member
from payments.errors import UnidentifiedPayment
from payments.gateway import stripe_client
from payments.ledger import ATTENTION, account_of
from payments.models import Payment
from payments.services.fulfilment import settle
from payments.services.webhooks import apply_event
from payments.stripe_objects import StripeEvent, parse_session
from payments.tests.people import (
    AMIRA,
    METADATA,
    charge,
    event,
    seen,
    store_event,
)
from tools.stripe import play

LIST = "/admin/memberships/payment/"
ONE = f"{LIST}cs_test_1/"
PAGE = f"{ONE}change/"
DORA = "dora@student.ubc.ca"


def payment(session_id: str = "cs_test_1") -> Payment:
    found = account_of(session_id).payment
    assert found
    return found


def text_of(browser: Client, address: str = PAGE) -> str:
    return " ".join(browser.get(address).content.decode().split())


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def disputed() -> StripeEvent:
    dispute = {"id": "dp_1", "charge": "ch_1", "payment_intent": "pi_1"}
    return StripeEvent(
        id="evt_d", type="charge.dispute.created", created=1, subject=dispute
    )


def unmatched(now: int, **changes: Any) -> None:
    with pytest.raises(UnidentifiedPayment):
        apply_event(event(metadata={"email": AMIRA}, **changes), now=now)


def bought_at_stripe(now: int, *, cents: int, metadata: dict[str, str]) -> str:
    """Open and pay a checkout past our prices; return its id, known to the ledger."""
    session = stripe_client().v1.checkout.sessions.create(
        {
            "mode": "payment",
            "success_url": "http://localhost:8000/membership/welcome",
            "metadata": metadata,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "cad",
                        "unit_amount": cents,
                        "product_data": {"name": "BizTech Membership"},
                    },
                }
            ],
        }
    )
    shown = play.pay(str(session.id), now=now)
    settle(parse_session(shown), now=now)
    return str(session.id)


@pytest.mark.parametrize("step", ["change", "retry", "attach", "revoke", "keep"])
def test_unknown_payment_is_not_found(step: str) -> None:
    address = f"{LIST}cs_nothing/{step}/"
    ask = ben().get if step == "change" else ben().post

    assert ask(address).status_code == 404


@pytest.mark.parametrize("step", ["retry", "attach", "keep"])
def test_deciding_by_a_mere_link_is_refused(now: int, step: str) -> None:
    unmatched(now)

    assert ben().get(f"{ONE}{step}/").status_code == 405
    assert payment().attention == "unmatched"


@pytest.mark.parametrize("step", ["retry", "attach", "revoke", "keep"])
def test_deciding_without_a_csrf_token_is_refused(now: int, step: str) -> None:
    unmatched(now)
    browser = ben()
    browser.handler.enforce_csrf_checks = True

    assert browser.post(f"{ONE}{step}/").status_code == 403


def test_payment_page_shows_amounts_states_events_and_answers(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=500), now=now)

    page = text_of(ben())

    for label, value in (
        ("Asked for", "not known"),
        ("Paid", "$15.00"),
        ("Refunded", "$5.00"),
        ("First name", "Amira"),
        ("How they heard of the club", "Friends"),
        ("Stripe&#x27;s payment", "pi_1"),
        ("Counted", "20 Nov 2026, 04:00"),
    ):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page
    assert f'href="/admin/memberships/person/{AMIRA}/change/"' in page
    assert "<strong>Checkout completed</strong>" in page
    assert "<strong>Money refunded</strong>" in page
    assert "The money was refunded. Revoke the membership, or keep it." in page
    assert "<strong>Stripe</strong> counted a payment of" in page


def test_payment_page_costs_three_database_calls(
    now: int, database_calls: list[str]
) -> None:
    apply_event(event(), now=now)
    browser = ben()
    database_calls.clear()

    browser.get(PAGE)

    assert database_calls == ["GetItem", "Query", "Query"]


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("", "/_local/stripe/checkout/cs_test_1/"),
        ("sk_test_1", "https://dashboard.stripe.com/test/payments/pi_1"),
        ("sk_live_1", "https://dashboard.stripe.com/payments/pi_1"),
    ],
)
def test_payment_page_leads_to_stripe(
    now: int, settings: Settings, key: str, address: str
) -> None:
    settings.STRIPE_SECRET_KEY, settings.LOCAL_PAYMENTS = key, not key
    apply_event(event(), now=now)

    assert f'href="{address}"' in text_of(ben())


def test_payment_page_offers_what_fits_and_nothing_once_closed(now: int) -> None:
    browser = ben()
    settle(seen(amount_subtotal=100), now=now)
    wrong = text_of(browser)
    browser.post(f"{ONE}keep/")
    closed = text_of(browser)

    buttons = [
        re.findall(
            r">(Retry|Accept the amount|Attach|Revoke membership|Keep as it is)<", p
        )
        for p in (wrong, closed)
    ]
    assert buttons == [["Accept the amount", "Keep as it is", "Attach"], []]
    assert "(Asked for $15.00, paid for $1.00.)" in wrong


def paid_place(now: int) -> None:
    """Have Amira pay for a place at an event that she was accepted for."""
    key = event_key("blueprint", 2026)
    row = {"id": AMIRA, "eventID;year": key, "registrationStatus": "accepted"}
    store_rows(Registration.of(row))
    place = {"paymentType": "Event", "eventID": "blueprint", "year": "2026"}
    apply_event(event(metadata={**place, "email": AMIRA}), now=now)


def status() -> str | None:
    return Registration.get(AMIRA, event_key("blueprint", 2026)).status


def test_refunded_place_is_taken_back_by_cancelling_the_registration(now: int) -> None:
    store_event()
    paid_place(now)
    apply_event(charge("evt_9", refunded=1500), now=now)
    browser = ben()

    page = text_of(browser)
    confirmed = text_of(browser, f"{ONE}revoke/")
    answer = browser.post(f"{ONE}revoke/", {"reason": "Refunded."}, follow=True)

    assert "Cancel the registration, or keep it." in page
    assert "Registration for blueprint 2026: acceptedComplete." in page
    assert ">Cancel registration</a>" in page
    assert ">Revoke membership<" not in page
    assert "its seat goes to whoever waits longest" in confirmed
    assert said(answer) == [f"The registration of {AMIRA} is cancelled."]
    assert (status(), payment().decision) == ("cancelled", "revoke")
    assert "Registration cancelled" in text_of(browser)


def test_cancelled_registration_leaves_the_question_to_close(now: int) -> None:
    store_event()
    paid_place(now)
    apply_event(disputed(), now=now)
    cancel = Wanted(status=Status.CANCELLED)
    move_registration(
        AMIRA, "blueprint", 2026, cancel, actor=BEN, by_exec=True, now=now
    )
    browser = ben()

    page = text_of(browser, f"{ONE}revoke/")
    browser.post(f"{ONE}revoke/", {"reason": "Disputed"})

    assert "Only the question is closed." in page
    assert [payment().attention, payment().decision] == [None, "revoke"]


def test_place_that_was_paid_too_late_is_given_over_capacity(now: int) -> None:
    price = {"members": 15, "nonMembers": 15}
    event_row = {"id": "blueprint", "year": 2026, "ename": "Blueprint", "capac": 0}
    store_rows(Event.of({**event_row, "pricing": price}))
    key = event_key("blueprint", 2026)
    row = {"id": AMIRA, "eventID;year": key, "registrationStatus": "incomplete"}
    store_rows(Registration.of(row))
    place = {"paymentType": "Event", "eventID": "blueprint", "year": "2026"}
    session_id = bought_at_stripe(now, cents=1500, metadata={**place, "email": AMIRA})
    one, browser = f"{LIST}{session_id}/", ben()

    page = text_of(browser, f"{one}change/")
    browser.post(f"{one}retry/")
    tried = [status(), payment(session_id).attention]
    answer = browser.post(f"{one}retry/", {"over_capacity": "yes"}, follow=True)

    assert "(Blueprint is full.)" in page
    assert "Registration for blueprint 2026: incomplete." in page
    assert ">Give a place over capacity</button>" in page
    assert tried == ["incomplete", "registration-closed"]
    assert said(answer)[-1] == "Counted. The payment has had its effect now."
    assert status() == "registered"
    assert payment(session_id).attention is None


def test_keep_closes_the_question_and_is_in_the_history(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)
    browser = ben()

    answer = browser.post(f"{ONE}keep/", follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert said(answer) == ["Closed. Everything stays as it is."]
    assert [payment().attention, payment().decision] == [None, "keep"]
    assert person(AMIRA).is_member
    assert f"<strong>{BEN}</strong> decided to change nothing after a payment of" in (
        text_of(browser)
    )


def test_keep_again_says_that_it_is_done(now: int) -> None:
    unmatched(now)
    browser = ben()
    browser.post(f"{ONE}keep/", follow=True)

    answer = browser.post(f"{ONE}keep/", follow=True)

    assert said(answer) == ["This payment has been dealt with already."]


def test_keep_for_nobody_known_leads_from_the_acts_to_the_payment(now: int) -> None:
    with pytest.raises(UnidentifiedPayment):
        apply_event(event(metadata={}), now=now)
    browser = ben()

    browser.post(f"{ONE}keep/")

    for address in ("/admin/acts/", "/admin/", PAGE):
        assert f'href="{PAGE}">somebody unknown</a>' in text_of(browser, address)


def test_revoke_names_what_goes_asks_why_and_revokes(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)
    browser = ben()

    before = text_of(browser, f"{ONE}revoke/")
    refused = browser.post(f"{ONE}revoke/", {"reason": " "})
    kept = person(AMIRA).is_member
    answer = browser.post(f"{ONE}revoke/", {"reason": "Refunded"}, follow=True)

    assert f"{AMIRA} will no longer be a member" in before
    assert "Member record removed" in before
    assert "Say why" in refused.content.decode()
    assert kept
    assert said(answer) == [f"{AMIRA} is no longer a member."]
    assert not person(AMIRA).is_member
    assert [payment().attention, payment().decision] == [None, "revoke"]
    acts = [(act.act, act.actor) for act in history(AMIRA)][:2]
    assert sorted(acts) == [("revoke", BEN), ("revoke after payment", BEN)]


def test_revoke_page_costs_four_database_calls(
    now: int, database_calls: list[str]
) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)
    browser = ben()
    database_calls.clear()

    browser.get(f"{ONE}revoke/")

    assert database_calls == ["GetItem", "Query", "TransactGetItems", "Query"]


def test_revoke_of_somebody_who_is_no_member_only_closes(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(disputed(), now=now)
    browser = ben()
    revoke = f"/admin/memberships/person/{AMIRA}/revoke/"
    browser.post(revoke, {"profile": "remove", "reason": "Left"})

    page = text_of(browser, f"{ONE}revoke/")
    browser.post(f"{ONE}revoke/", {"reason": "Disputed"})

    assert "is not a member any more. Only the question is closed." in page
    assert [payment().attention, payment().decision] == [None, "revoke"]


def test_revoke_without_a_question_changes_nothing(now: int) -> None:
    apply_event(event(), now=now)

    answer = ben().post(f"{ONE}revoke/", {"reason": "x"}, follow=True)

    assert said(answer) == ["There is nothing to take back any more."]
    assert person(AMIRA).is_member


def test_attach_makes_the_person_a_member(now: int) -> None:
    names = {"fname": "Amira", "education": "UNI"}
    session_id = bought_at_stripe(now, cents=1500, metadata=names)
    browser = ben()

    answer = browser.post(
        f"{LIST}{session_id}/attach/",
        {"email": " Amira@Student.ubc.ca", "payment_type": "OAuthMember"},
        follow=True,
    )

    assert said(answer) == ["Counted. The payment has had its effect now."]
    assert person(AMIRA).name == "Amira"
    assert person(AMIRA).is_member
    assert [payment(session_id).attention, payment(session_id).email] == [None, AMIRA]
    assert [(act.act, act.actor) for act in history(AMIRA)] == [("payment", BEN)]


def test_attach_to_a_member_asks_for_a_refund(now: int) -> None:
    session_id = bought_at_stripe(now, cents=1500, metadata={"fname": "Amira"})
    make_member(AMIRA)

    answer = ben().post(
        f"{LIST}{session_id}/attach/",
        {"email": AMIRA, "payment_type": "Member"},
        follow=True,
    )

    assert "Refund one payment" in said(answer)[0]
    assert payment(session_id).attention == "paid-twice"


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ({"email": "amira", "payment_type": "Member"}, "not an e-mail address"),
        ({"email": AMIRA, "payment_type": ""}, "This field is required."),
        ({"email": AMIRA, "payment_type": "Gift"}, "Select a valid choice."),
        # Without an event's id the payment is for no event.
        ({"email": AMIRA, "payment_type": "Event"}, "Select a valid choice."),
        ({"email": AMIRA, "payment_type": "Member"}, "Stripe knows no checkout"),
    ],
)
def test_attach_refused_keeps_the_form_and_the_question(
    now: int, entered: dict[str, str], error: str
) -> None:
    unmatched(now)

    answer = ben().post(f"{ONE}attach/", entered)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert error in page
    assert f'value="{entered["email"]}"' in page
    assert payment().attention == "unmatched"
    assert not person(AMIRA).is_member


def test_attach_of_what_has_counted_is_refused_in_words(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)

    answer = ben().post(f"{ONE}attach/", {"email": DORA, "payment_type": "Member"})

    assert "This payment has counted already." in answer.content.decode()
    assert (payment().email, payment().attention) == (AMIRA, "refunded")


def test_retry_accepts_an_amount_that_was_not_ours(now: int) -> None:
    session_id = bought_at_stripe(now, cents=100, metadata=METADATA)
    asked = payment(session_id).attention

    answer = ben().post(f"{LIST}{session_id}/retry/", follow=True)

    assert asked == "wrong-amount"
    assert said(answer) == ["Counted. The payment has had its effect now."]
    assert person(AMIRA).is_member
    assert history(AMIRA)[0].actor == BEN


def test_retry_of_what_is_still_unclear_says_so(now: int) -> None:
    session_id = bought_at_stripe(now, cents=1500, metadata={"email": AMIRA})

    answer = ben().post(f"{LIST}{session_id}/retry/", follow=True)

    assert said(answer) == [f"Asked Stripe again. {ATTENTION['unmatched']}"]
    assert payment(session_id).attention == "unmatched"


def test_retry_of_what_stripe_does_not_know_changes_nothing(now: int) -> None:
    unmatched(now)
    before = payment().wire

    answer = ben().post(f"{ONE}retry/", follow=True)

    assert "Stripe knows no checkout of this payment." in said(answer)[0]
    assert payment().wire == before


def test_retry_while_stripe_is_silent_changes_nothing(
    now: int, settings: Settings
) -> None:
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    unmatched(now)

    answer = ben().post(f"{ONE}retry/", follow=True)

    assert said(answer) == ["Stripe does not answer right now. Please try again."]
    assert payment().attention == "unmatched"
