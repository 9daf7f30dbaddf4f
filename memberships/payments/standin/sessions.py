"""Checkout Sessions: creating, finding, changing."""

from typing import Any

from django.urls import reverse

from biztech.identity.addresses import server_url
from memberships.payments.standin import checks, shapes
from memberships.payments.standin.books import Books, Kept
from memberships.payments.standin.catalogue import inline_price, stored_price
from memberships.payments.standin.checks import list_of, object_of, one_of
from memberships.payments.standin.errors import StripeRefusal, not_found
from memberships.payments.standin.events import SESSION
from memberships.payments.standin.payments import expire

# Codes that a buyer can type on the page, and the per cent that each takes off.
PROMOTION_CODES = {"HALF": 50}

_HALF_AN_HOUR = 30 * 60
_A_DAY = 24 * 60 * 60
# The request took a while to arrive.
_ON_THE_WAY = 10
_LEAST_AMOUNT = 50
# Since this version of the API the buyer's methods are only ever narrowed down.
_WITHOUT_METHOD_TYPES = "2026-09-30"

_METHODS = list_of(checks.text)
_LINE_ITEM = {
    "price": checks.text,
    "quantity": checks.quantity,
    "price_data": object_of(
        {
            "currency": checks.currency,
            "unit_amount": checks.amount,
            "product": checks.text,
            "product_data": object_of(
                {
                    "name": checks.text,
                    "description": checks.text,
                    "images": list_of(checks.url),
                    "metadata": checks.metadata,
                }
            ),
            "tax_behavior": one_of("exclusive", "inclusive", "unspecified"),
        }
    ),
}
CREATE = {
    "allow_promotion_codes": checks.boolean,
    "allowed_payment_method_types": _METHODS,
    "billing_address_collection": one_of("auto", "required"),
    "cancel_url": checks.url,
    "client_reference_id": checks.text,
    "customer_creation": one_of("always", "if_required"),
    "customer_email": checks.email,
    "expand": list_of(checks.text),
    "expires_at": checks.whole,
    "line_items": list_of(object_of(_LINE_ITEM)),
    "locale": checks.text,
    "metadata": checks.metadata,
    "mode": one_of("payment"),
    "payment_intent_data": object_of(
        {
            "description": checks.text,
            "metadata": checks.metadata,
            "receipt_email": checks.email,
            "setup_future_usage": one_of("off_session", "on_session"),
            "shipping": checks.anything,
        }
    ),
    "submit_type": one_of("auto", "book", "donate", "pay"),
    "success_url": checks.url,
}


def create(books: Books, params: dict[str, Any], *, version: str) -> Kept:
    """Open a session for what the parameters ask."""
    shape = dict(CREATE)
    if version[:10] < _WITHOUT_METHOD_TYPES:
        shape["payment_method_types"] = _METHODS
    values = checks.checked(params, shape)
    checks.require(values, "mode", "success_url", "line_items")
    values["expires_at"] = _expiry(books, values.get("expires_at"))
    lines = [
        _line(books, item, within=f"line_items[{place}]")
        for place, item in enumerate(values["line_items"])
    ]
    amount = sum(line["amount_total"] for line in lines)
    _require_enough(amount)
    made = shapes.session(
        values, amount=amount, currency=_currency(lines), created=books.seconds
    )
    path = reverse("local-stripe-checkout", kwargs={"session_id": made["id"]})
    made["url"] = server_url() + path
    private = {
        "lines": lines,
        "payment_intent_data": values.get("payment_intent_data", {}),
    }
    return books.add(SESSION, made, private=private, session=made["id"])


def session_of(books: Books, session_id: str) -> Kept:
    """Return a session; one whose time is over expires at this."""
    session = books.find(SESSION, session_id)
    if session is None:
        raise not_found(SESSION, session_id)
    return settled(books, session)


def settled(books: Books, session: Kept) -> Kept:
    """Let a session expire whose time is over."""
    late = session.public["expires_at"] <= books.seconds
    if late and session.public["status"] == "open":
        expire(books, session)
    return session


def change(books: Books, session: Kept, params: dict[str, Any]) -> Kept:
    """Change what may be changed of a session: its metadata, name by name."""
    values = checks.checked(
        params, {"metadata": _unsetting, "expand": list_of(checks.text)}
    )
    if "metadata" in values:
        kept = {**session.public["metadata"], **values["metadata"]}
        if values["metadata"] == {}:
            kept = {}
        metadata = {name: value for name, value in kept.items() if value}
        books.change(session, metadata=checks.metadata(metadata, "metadata"))
    return session


def apply_code(books: Books, session: Kept, code: str) -> None:
    """Take a promotion code off the price of an open session."""
    per_cent = PROMOTION_CODES.get(code.strip().upper())
    allowed = session.public["allow_promotion_codes"]
    if per_cent is None or not allowed or session.public["status"] != "open":
        raise StripeRefusal("This code is invalid.", code="promotion_code_invalid")
    lines = session.private["lines"]
    for line in lines:
        line["amount_discount"] = line["amount_subtotal"] * per_cent // 100
        line["amount_total"] = line["amount_subtotal"] - line["amount_discount"]
    discount = sum(line["amount_discount"] for line in lines)
    books.note(session, lines=lines, code=code.strip().upper())
    books.change(
        session,
        amount_total=session.public["amount_subtotal"] - discount,
        discounts=[{"coupon": None, "promotion_code": f"promo_{code.strip().upper()}"}],
        total_details={**session.public["total_details"], "amount_discount": discount},
    )


def _expiry(books: Books, wanted: int | None) -> int:
    if wanted is None:
        return books.seconds + _A_DAY
    which = "The `expires_at` timestamp must be"
    if wanted < books.seconds + _HALF_AN_HOUR - _ON_THE_WAY:
        raise StripeRefusal(
            f"{which} at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if wanted > books.seconds + _A_DAY:
        raise StripeRefusal(
            f"{which} less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return wanted


def _line(books: Books, item: dict[str, Any], *, within: str) -> dict[str, Any]:
    if ("price" in item) == ("price_data" in item):
        raise StripeRefusal(
            f"You must specify either `price` or `price_data` in {within}.",
            param=within,
        )
    checks.require(item, "quantity", within=within)
    if "price" in item:
        price, product = stored_price(books, item["price"], param=f"{within}[price]")
    else:
        price, product = inline_price(
            books, item["price_data"], within=f"{within}[price_data]"
        )
    return shapes.line_item(price, name=product["name"], quantity=item["quantity"])


def _currency(lines: list[dict[str, Any]]) -> str:
    currencies = {line["currency"] for line in lines}
    if len(currencies) != 1:
        raise StripeRefusal(
            "All prices of a Checkout Session must have the same currency.",
            param="line_items",
        )
    return str(currencies.pop())


def _require_enough(amount: int) -> None:
    if 0 < amount < _LEAST_AMOUNT:
        raise StripeRefusal(
            "The Checkout Session's total amount due must add up to at least $0.50",
            code="amount_too_small",
        )


def _unsetting(value: Any, param: str) -> dict[str, str]:
    """Read changes of metadata, in which an empty text removes a name."""
    checks.metadata(value, param)
    return dict(value) if isinstance(value, dict) else {}
