"""Opening a checkout: what Stripe is asked, what is kept, and what is refused."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from accounts.models import User
from core.audit.models import Act
from core.clock import now_ms
from core.dynamo.rows import store_rows
from core.errors import NotFound
from events.models import Event, Registration, event_key
from payments.errors import (
    CheckoutUnavailable,
    ForeignAddress,
    NoPrice,
    NotRegistered,
    UnknownPaymentType,
)
from payments.gateway import stripe_client
from payments.ledger import account_of, payments_of
from payments.models import Payment
from payments.services.fulfilment import settle
from payments.services.orders import Order, open_checkout
from payments.stripe_objects import parse_session
from payments.tests.checkouts import shown
from payments.tests.people import AMIRA
from tools.stripe import play
from tools.stripe.transport import StandInTransport

PASSWORD = "Correct-horse-1"
GALA = event_key("gala", 2026)
MEMBERSHIP = Order(
    payment_type="UserMember",
    email=AMIRA,
    success_url="http://localhost:3000/done?session={CHECKOUT_SESSION_ID}",
    cancel_url="http://localhost:3000/membership",
    answers={
        "email": "Amira@Student.UBC.ca",
        "password": PASSWORD,
        "fname": "Amira",
        "education": "UBC",
        "price": 1,
    },
    password=PASSWORD,
)
PLACE = Order(
    payment_type="Event",
    email=AMIRA,
    success_url="http://localhost:3000/done",
    event_id="gala",
    year=2026,
    answers={"eventID": "gala", "year": 2026, "fname": "Amira"},
)

Asked = list[tuple[str, str, Any]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Collect what Stripe is asked: method, body, idempotency key."""
    requests: Asked = []
    answer = StandInTransport.request

    def listen(
        self: StandInTransport,
        method: str,
        url: str,
        headers: Any,
        post_data: Any = None,
        **named: Any,
    ) -> Any:
        requests.append((method, post_data or "", headers.get("Idempotency-Key")))
        return answer(self, method, url, headers, post_data, **named)

    monkeypatch.setattr(StandInTransport, "request", listen)
    return requests


def store_event(**pricing: Any) -> None:
    values = {"id": "gala", "year": 2026, "ename": "Gala", "pricing": pricing}
    store_rows(Event.of(values))


def register(**values: Any) -> None:
    status = {"registrationStatus": "incomplete"}
    store_rows(Registration.of({"id": AMIRA, "eventID;year": GALA, **status, **values}))


def bought() -> dict[str, Any]:
    """Return the only session, with its lines, as Stripe has it."""
    (payment,) = payments_of(AMIRA)
    session = stripe_client().v1.checkout.sessions.retrieve(
        str(payment.id), {"expand": ["line_items"]}
    )
    return dict(session.to_dict())


def test_checkout_asks_for_our_price_in_our_words_and_leaves_in_half_an_hour() -> None:
    now = now_ms()

    url = open_checkout(MEMBERSHIP, now=now)

    session = bought()
    (line,) = session["line_items"]["data"]
    assert (session["url"], session["mode"]) == (url, "payment")
    assert (line["description"], line["amount_total"]) == ("BizTech Membership", 1200)
    assert (session["currency"], session["allow_promotion_codes"]) == ("cad", True)
    assert session["success_url"] == MEMBERSHIP.success_url
    assert session["cancel_url"] == MEMBERSHIP.cancel_url
    assert 1800 <= session["expires_at"] - now / 1000 <= 1860


def test_checkout_carries_allowed_answers_on_the_session_and_its_charge(
    asked: Asked,
) -> None:
    open_checkout(MEMBERSHIP, now=now_ms())
    session_id = bought()["id"]
    play.pay(session_id, now=now_ms())

    metadata = {
        "paymentType": "UserMember",
        "email": AMIRA,
        "fname": "Amira",
        "education": "UBC",
    }
    seen = shown(session_id)
    assert seen["metadata"] == metadata
    assert seen["payment_intent"]["metadata"] == metadata
    assert seen["payment_intent"]["latest_charge"]["metadata"] == metadata


def test_password_reaches_neither_stripe_nor_ledger_nor_audit(
    asked: Asked,
) -> None:
    open_checkout(MEMBERSHIP, now=now_ms())

    rows = [row.wire for table in (Payment, Act) for row in table.read_all()]
    assert len(asked) == 1
    assert PASSWORD not in repr(asked)
    assert PASSWORD not in json.dumps(rows, default=str)
    assert PASSWORD not in repr(replace(MEMBERSHIP, answers={}))


def test_checkout_is_remembered_as_open_with_what_was_asked(now: int) -> None:
    moment = now_ms()
    open_checkout(MEMBERSHIP, now=moment)

    (payment,) = payments_of(AMIRA)
    assert (payment.state, payment.expected, payment.currency) == ("open", 1200, "cad")
    assert (payment.payment_type, payment.created_at) == ("UserMember", moment)


def test_two_clicks_within_a_minute_are_one_checkout_and_later_ones_another(
    asked: Asked,
) -> None:
    minute = now_ms() // 60_000 * 60_000

    first, second, later = (
        open_checkout(MEMBERSHIP, now=minute + ms) for ms in (0, 59_999, 60_000)
    )

    assert first == second != later
    keys = [key for _, _, key in asked]
    assert keys[0] == keys[1] != keys[2]
    assert len(payments_of(AMIRA)) == 2


def test_other_answers_are_another_checkout() -> None:
    now = now_ms()
    other = replace(MEMBERSHIP, answers={**MEMBERSHIP.answers, "fname": "Mira"})

    assert open_checkout(MEMBERSHIP, now=now) != open_checkout(other, now=now)


@pytest.mark.parametrize(
    ("is_member", "line"),
    [(True, ("Gala ", 1000)), (False, ("Gala (Non-member)", 1250))],
)
def test_event_is_sold_by_what_the_payer_is_and_kept_with_the_registration(
    is_member: bool, line: tuple[str, int]
) -> None:
    store_event(members=10, nonMembers=12.5)
    register(note="x")
    store_rows(User.of({"id": AMIRA, "isMember": is_member}))

    url = open_checkout(PLACE, now=now_ms())

    (sold,) = bought()["line_items"]["data"]
    assert (sold["description"], sold["amount_total"]) == line
    stored = Registration.get(AMIRA, GALA).plain()
    assert (stored["checkoutLink"], stored["note"]) == (url, "x")
    (payment,) = payments_of(AMIRA)
    assert (payment.event_id, payment.event_year) == ("gala", 2026)


def test_event_is_shown_with_its_picture(asked: Asked) -> None:
    image = "https://example.org/gala.png"
    pricing = {"members": 10, "nonMembers": 10}
    event = {"id": "gala", "year": 2026, "ename": "Gala", "imageUrl": image}
    store_rows(Event.of({**event, "pricing": pricing}))
    register()

    open_checkout(PLACE, now=now_ms())

    ((_, body, _),) = asked
    picture = "line_items[0][price_data][product_data][images][0]"
    assert dict(parse_qsl(body))[picture] == image


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        (replace(MEMBERSHIP, payment_type="Gift"), UnknownPaymentType),
        (replace(MEMBERSHIP, success_url="https://evil.example"), ForeignAddress),
        (replace(MEMBERSHIP, success_url=""), ForeignAddress),
        (replace(MEMBERSHIP, cancel_url="//localhost:3000"), ForeignAddress),
        (replace(MEMBERSHIP, success_url="http://[x"), ForeignAddress),
        (replace(MEMBERSHIP, success_url="http://localhost:3000\\@x"), ForeignAddress),
        (replace(MEMBERSHIP, success_url="http://u@localhost:3000"), ForeignAddress),
        (replace(PLACE, event_id="nope"), NotFound),
        (replace(PLACE, year=None), NotFound),
        (replace(PLACE, email="chloe@example.org"), NotRegistered),
        (PLACE, NoPrice),
    ],
)
def test_checkout_that_cannot_be_is_refused_before_stripe_is_asked(
    asked: Asked, order: Order, refusal: type[Exception]
) -> None:
    store_event()
    register()

    with pytest.raises(refusal):
        open_checkout(order, now=now_ms())

    assert asked == []
    assert list(Payment.read_all()) == []


def test_checkout_that_stripe_refuses_is_unavailable_and_not_remembered(
    settings: Any,
) -> None:
    settings.MEMBERSHIP_PRICE_UBC_CENTS = 1

    with pytest.raises(CheckoutUnavailable):
        open_checkout(MEMBERSHIP, now=now_ms())

    assert list(Payment.read_all()) == []


def test_checkout_that_its_own_payment_overtook_stays_paid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = StandInTransport.request
    now = now_ms()

    def pay_at_once(self: StandInTransport, *args: Any, **named: Any) -> Any:
        answered = answer(self, *args, **named)
        monkeypatch.setattr(StandInTransport, "request", answer)
        play.pay(json.loads(answered[0])["id"], now=now)
        settle(parse_session(shown(json.loads(answered[0])["id"])), now=now)
        return answered

    monkeypatch.setattr(StandInTransport, "request", pay_at_once)
    open_checkout(MEMBERSHIP, now=now + 1)

    (payment,) = payments_of(AMIRA)
    account = account_of(payment.id).payment
    assert account
    assert (account.state, account.fulfilled_at) == ("paid", now)
    assert account.expected == 1200
