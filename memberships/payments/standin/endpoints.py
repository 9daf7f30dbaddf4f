"""Stripe's endpoints that the club and Stripe's command-line client use."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from memberships.payments.standin import catalogue, checks, payments, sessions, shapes
from memberships.payments.standin.books import Books, Kept
from memberships.payments.standin.checks import list_of, one_of
from memberships.payments.standin.errors import StripeRefusal, Unknown, not_found
from memberships.payments.standin.events import (
    DELIVERED,
    EVENT,
    SESSION,
    UNSENT,
)
from memberships.payments.standin.lists import PAGED, expanded, lines_of, page

METHOD = "payment_method"

# What Stripe's test tokens and accounts stand for, beside a card that works.
_DECLINED = {"tok_chargeDeclined", "tok_visa_chargeDeclined", "pm_card_chargeDeclined"}
_DISPUTED = {"pm_card_createDispute", "pm_card_createDisputeInquiry"}
_FAILING_ACCOUNT = "IT60X0542811101000000123456"


@dataclass(frozen=True)
class Call:
    """One request: its parameters, the objects, the version of the API it speaks."""

    books: Books
    params: dict[str, Any]
    version: str

    def only(self, **shape: checks.Check) -> dict[str, Any]:
        """Return the parameters, of which no others are known than these."""
        return checks.checked(self.params, {"expand": list_of(checks.text), **shape})


Answer = dict[str, Any]


def _create_session(call: Call) -> Answer:
    made = sessions.create(call.books, call.params, version=call.version)
    return _shown(call, made)


def _list_sessions(call: Call) -> Answer:
    values = call.only(
        **PAGED,
        payment_intent=checks.text,
        status=one_of("complete", "expired", "open"),
    )

    def fits(session: Kept) -> bool:
        sessions.settled(call.books, session)
        return all(
            session.public[name] == values[name]
            for name in ("payment_intent", "status")
            if name in values
        )

    found = page(call.books, SESSION, values, url="/v1/checkout/sessions", fits=fits)
    return expanded(call.books, found, values.get("expand", []))


def _read_session(call: Call, session_id: str) -> Answer:
    call.only()
    return _shown(call, sessions.session_of(call.books, session_id))


def _change_session(call: Call, session_id: str) -> Answer:
    session = sessions.session_of(call.books, session_id)
    return _shown(call, sessions.change(call.books, session, call.params))


def _expire_session(call: Call, session_id: str) -> Answer:
    call.only()
    session = sessions.session_of(call.books, session_id)
    payments.expire(call.books, session)
    return _shown(call, session)


def _read_lines(call: Call, session_id: str) -> Answer:
    values = call.only(limit=checks.whole, starting_after=checks.text)
    lines = lines_of(sessions.session_of(call.books, session_id))
    return expanded(call.books, lines, values.get("expand", []))


def _create_product(call: Call) -> Answer:
    return _shown(call, catalogue.create_product(call.books, call.params))


def _create_price(call: Call) -> Answer:
    return _shown(call, catalogue.create_price(call.books, call.params))


def _create_method(call: Call) -> Answer:
    values = call.only(
        billing_details=checks.anything,
        card=checks.anything,
        metadata=checks.metadata,
        sepa_debit=checks.anything,
        type=one_of("card", "sepa_debit"),
    )
    checks.require(values, "type")
    made = shapes.payment_method(values, created=call.books.seconds)
    details = values.get(values["type"]) or {}
    token = details.get("token") or details.get("iban") or ""
    return call.books.add(METHOD, made, private={"token": token}).public


def _read_payment_page(call: Call, session_id: str) -> Answer:
    call.only()
    session = sessions.session_of(call.books, session_id)
    return {**session.public, "line_items": lines_of(session)}


def _confirm_payment_page(call: Call, session_id: str) -> Answer:
    values = call.only(payment_method=checks.text, expected_amount=checks.amount)
    checks.require(values, "payment_method")
    session = sessions.session_of(call.books, session_id)
    method = _found(call, METHOD, values["payment_method"])
    expected = values.get("expected_amount")
    if expected is not None and expected != session.public["amount_total"]:
        raise StripeRefusal(
            "The expected amount does not match the Checkout Session's amount.",
            code="checkout_amount_mismatch",
            param="expected_amount",
        )
    token = method.private["token"]
    if token in _DECLINED:
        raise payments.decline(call.books, session, method=method.id)
    if method.public["type"] == "card":
        payments.pay(call.books, session, method=method.id)
    else:
        payments.pay_later(call.books, session, method=method.id)
        # Stripe's test accounts answer within moments.
        succeeded = token != _FAILING_ACCOUNT
        payments.settle_later(call.books, session, succeeded=succeeded)
    return {**session.public, "line_items": lines_of(session)}


def _create_intent(call: Call) -> Answer:
    values = call.only(
        amount=checks.positive_amount,
        confirm=checks.boolean,
        currency=checks.currency,
        description=checks.text,
        metadata=checks.metadata,
        payment_method=checks.text,
        payment_method_types=list_of(checks.text),
        receipt_email=checks.email,
    )
    checks.require(values, "amount", "currency")
    made = shapes.payment_intent(values, created=call.books.seconds)
    intent = call.books.add(payments.INTENT, made)
    if values.get("confirm"):
        payments.confirm_intent(call.books, intent)
        if values.get("payment_method") in _DISPUTED:
            charge = payments.successful_charge(call.books, intent.id)
            payments.open_dispute(call.books, charge)
    return _shown(call, intent)


def _create_refund(call: Call) -> Answer:
    values = call.only(
        amount=checks.positive_amount,
        charge=checks.text,
        metadata=checks.metadata,
        payment_intent=checks.text,
        reason=one_of("duplicate", "fraudulent", "requested_by_customer"),
    )
    if ("charge" in values) == ("payment_intent" in values):
        raise StripeRefusal(
            "One of the following params should be provided for this request:"
            " payment_intent or charge.",
            code="parameter_missing",
        )
    if "payment_intent" in values:
        charge = payments.successful_charge(call.books, values["payment_intent"])
    else:
        charge = _found(call, payments.CHARGE, values["charge"], param="charge")
    refund = payments.give_back(
        call.books, charge, amount=values.get("amount"), values=values
    )
    return _shown(call, refund)


def _list_refunds(call: Call) -> Answer:
    values = call.only(**PAGED, charge=checks.text, payment_intent=checks.text)
    found = page(
        call.books,
        payments.REFUND,
        values,
        url="/v1/refunds",
        fits=lambda refund: all(
            refund.public[name] == values[name]
            for name in ("charge", "payment_intent")
            if name in values
        ),
    )
    return expanded(call.books, found, values.get("expand", []))


def _list_events(call: Call) -> Answer:
    values = call.only(
        **PAGED,
        delivery_success=checks.boolean,
        type=checks.text,
        types=list_of(checks.text),
    )
    wanted = {*values.get("types", []), *filter(None, [values.get("type")])}
    delivered = values.get("delivery_success")

    def fits(event: Kept) -> bool:
        state = event.private["delivery"]
        arrived = state in (DELIVERED, UNSENT)
        return (not wanted or event.public["type"] in wanted) and (
            delivered is None or arrived == delivered
        )

    return page(call.books, EVENT, values, url="/v1/events", fits=fits)


def _reader(kind: str) -> Callable[[Call, str], Answer]:
    def read(call: Call, object_id: str) -> Answer:
        call.only()
        found = call.books.find(kind, object_id)
        if found is None:
            raise not_found(kind, object_id)
        return _shown(call, found)

    return read


def _found(call: Call, kind: str, object_id: str, *, param: str | None = None) -> Kept:
    found = call.books.find(kind, object_id)
    if found is None:
        refusal = not_found(kind, object_id)
        raise StripeRefusal(refusal.message, code=refusal.code, param=param or kind)
    return found


def _shown(call: Call, kept: Kept) -> Answer:
    return expanded(call.books, kept.public, call.params.get("expand", []))


Endpoint = Callable[..., Answer]

_ID = "([A-Za-z0-9_]+)"
_SESSION = f"checkout/sessions/{_ID}"
_ENDPOINTS: Mapping[str, Endpoint] = {
    "POST checkout/sessions": _create_session,
    "GET checkout/sessions": _list_sessions,
    f"GET {_SESSION}": _read_session,
    f"POST {_SESSION}": _change_session,
    f"POST {_SESSION}/expire": _expire_session,
    f"GET {_SESSION}/line_items": _read_lines,
    "POST products": _create_product,
    f"GET products/{_ID}": _reader(catalogue.PRODUCT),
    "POST prices": _create_price,
    f"GET prices/{_ID}": _reader(catalogue.PRICE),
    "POST payment_methods": _create_method,
    f"GET payment_methods/{_ID}": _reader(METHOD),
    f"GET payment_pages/{_ID}": _read_payment_page,
    f"POST payment_pages/{_ID}/confirm": _confirm_payment_page,
    "POST payment_intents": _create_intent,
    f"GET payment_intents/{_ID}": _reader(payments.INTENT),
    f"GET charges/{_ID}": _reader(payments.CHARGE),
    f"GET disputes/{_ID}": _reader(payments.DISPUTE),
    "POST refunds": _create_refund,
    "GET refunds": _list_refunds,
    f"GET refunds/{_ID}": _reader(payments.REFUND),
    "GET events": _list_events,
    f"GET events/{_ID}": _reader(EVENT),
}
_ROUTES = [(re.compile(pattern), endpoint) for pattern, endpoint in _ENDPOINTS.items()]


def endpoint_of(method: str, path: str) -> tuple[Endpoint, tuple[str, ...]]:
    """Return the endpoint of a request and the ids in its path."""
    for pattern, endpoint in _ROUTES:
        if matched := pattern.fullmatch(f"{method} {path}"):
            return endpoint, matched.groups()
    raise Unknown(
        f"Unrecognized request URL ({method}: /v1/{path}). Please see"
        " https://stripe.com/docs or we can help at https://support.stripe.com/."
    )
