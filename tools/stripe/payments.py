"""Money: paying a session, by card or later, refunds and disputes."""

from tools.stripe import objects
from tools.stripe.errors import StripeRefusal, missing
from tools.stripe.events import emit
from tools.stripe.store import Books, Kept

INTENT, CHARGE, DISPUTE = "payment_intent", "charge", "dispute"


def pay(books: Books, session: Kept) -> None:
    """Complete an open session with a card that works."""
    _require_open(session)
    if session.public["amount_total"]:
        intent, charge = _attempt(books, session)
        _succeed(books, intent, charge)
        books.change(session, payment_intent=intent.id, payment_status="paid")
    else:
        books.change(session, payment_status="no_payment_required")
    _complete(books, session)


def decline(books: Books, session: Kept) -> None:
    """Record that the bank refused the card; the session stays open."""
    _require_open(session)
    intent, charge = _attempt(books, session)
    _fail(books, intent, charge)
    books.change(session, payment_intent=intent.id)


def pay_later(books: Books, session: Kept) -> None:
    """Complete an open session by a method whose money comes days later, or never."""
    _require_open(session)
    intent, _ = _attempt(books, session)
    books.change(intent, status="processing")
    books.change(session, payment_intent=intent.id)
    books.note(session, awaited=True)
    _complete(books, session)


def settle_later(books: Books, session: Kept, *, succeeded: bool) -> None:
    """Let the awaited money of a completed session arrive, or not."""
    if not session.private.get("awaited"):
        raise StripeRefusal("This Checkout Session awaits no payment.")
    intent, charge = _charged(books, session.public["payment_intent"])
    books.note(session, awaited=False)
    if succeeded:
        _succeed(books, intent, charge)
        books.change(session, payment_status="paid")
        outcome = "succeeded"
    else:
        _fail(books, intent, charge)
        outcome = "failed"
    kind = f"checkout.session.async_payment_{outcome}"
    emit(books, kind, session.public, session=session.id)


def expire(books: Books, session: Kept) -> None:
    """Close an open session that nobody paid."""
    status = session.public["status"]
    if status != "open":
        raise StripeRefusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. This'
            f" Checkout Session has a status of `{status}`."
        )
    books.change(session, status="expired", url=None)
    emit(books, "checkout.session.expired", session.public, session=session.id)


def give_back(books: Books, charge: Kept, *, amount: int | None) -> None:
    """Refund a charge, in full unless an amount is named."""
    left = charge.public["amount"] - charge.public["amount_refunded"]
    if charge.public["disputed"]:
        raise StripeRefusal(
            f"Charge {charge.id} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    if charge.public["refunded"]:
        raise StripeRefusal(
            f"Charge {charge.id} has already been refunded.",
            code="charge_already_refunded",
        )
    wanted = left if amount is None else amount
    if wanted > left:
        whole = left == charge.public["amount"]
        limit = "charge amount" if whole else "unrefunded amount on charge"
        raise StripeRefusal(
            f"Refund amount (${wanted / 100:.2f}) is greater than {limit}"
            f" (${left / 100:.2f})",
            param="amount",
        )
    before = {"amount_refunded": charge.public["amount_refunded"]}
    if wanted == left:
        before["refunded"] = False
    books.change(
        charge,
        amount_refunded=charge.public["amount_refunded"] + wanted,
        refunded=wanted == left,
    )
    kind = "charge.refunded"
    emit(books, kind, charge.public, session=charge.session, before=before)


def open_dispute(books: Books, charge: Kept) -> None:
    """Let the cardholder's bank take the money of a charge back."""
    if charge.public["disputed"] or charge.public["status"] != "succeeded":
        raise StripeRefusal(f"Charge {charge.id} cannot be disputed.")
    dispute = books.add(
        DISPUTE,
        objects.dispute(charge.public, created=books.seconds),
        session=charge.session,
    )
    books.change(charge, disputed=True)
    emit(books, "charge.dispute.created", dispute.public, session=charge.session)


def successful_charge(books: Books, intent_id: str) -> Kept:
    """Return the charge of an intent that was paid, or refuse as refunds do."""
    intent = books.find(INTENT, intent_id)
    if intent is None:
        raise missing(INTENT, intent_id, param="payment_intent")
    charge = books.find(CHARGE, intent.public["latest_charge"] or "")
    if charge is None or charge.public["status"] != "succeeded":
        raise StripeRefusal(
            f"This PaymentIntent ({intent_id}) does not have a successful charge to"
            " refund.",
            param="payment_intent",
        )
    return charge


def _require_open(session: Kept) -> None:
    if session.public["status"] != "open":
        raise StripeRefusal(
            "This Checkout Session is no longer active. Its status is"
            f" `{session.public['status']}`.",
            code="checkout_not_active_session",
        )


def _attempt(books: Books, session: Kept) -> tuple[Kept, Kept]:
    """Return the session's intent and a new charge of it; the bank decides later."""
    intent = books.find(INTENT, session.public["payment_intent"] or "")
    if intent is None:
        metadata = session.private.get("intent_metadata", {})
        made = objects.payment_intent(session.public, metadata, created=books.seconds)
        intent = books.add(INTENT, made, session=session.id)
    # A promotion code may have come between two attempts.
    books.change(intent, amount=session.public["amount_total"])
    made = objects.charge(intent.public, created=books.seconds)
    charge = books.add(CHARGE, made, session=session.id)
    books.change(intent, latest_charge=charge.id)
    return intent, charge


def _charged(books: Books, intent_id: str) -> tuple[Kept, Kept]:
    intent = books.find(INTENT, intent_id)
    charge = books.find(CHARGE, intent.public["latest_charge"]) if intent else None
    if intent is None or charge is None:
        raise missing(INTENT, intent_id, param="payment_intent")
    return intent, charge


def _succeed(books: Books, intent: Kept, charge: Kept) -> None:
    amount = intent.public["amount"]
    books.change(charge, status="succeeded", amount_captured=amount)
    books.change(
        intent, status="succeeded", amount_received=amount, last_payment_error=None
    )


def _fail(books: Books, intent: Kept, charge: Kept) -> None:
    message = "Your card was declined."
    books.change(
        charge,
        status="failed",
        paid=False,
        captured=False,
        failure_code="card_declined",
        failure_message=message,
    )
    error = {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "message": message,
        "charge": charge.id,
    }
    books.change(intent, status="requires_payment_method", last_payment_error=error)


def _complete(books: Books, session: Kept) -> None:
    books.change(session, status="complete", url=None)
    emit(books, "checkout.session.completed", session.public, session=session.id)
